# Match: a pattern is taken apart step by step
def where(point):
    match point:
        case (0, 0):
            return "origin"
        case (x, y) if x == y:
            return f"diagonal at {x}"
        case _:
            return "somewhere"


print(where((2, 2)))
