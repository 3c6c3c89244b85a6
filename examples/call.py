# Call: one function calls another, each with a stack of its own
def area(width, height):
    return width * height


def volume(width, height, depth=2):
    return area(width, height) * depth


print(volume(3, height=4))
