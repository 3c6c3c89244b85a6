# Exception: where the exception table sends it
def share(sweets, children):
    try:
        return sweets // children
    except ZeroDivisionError:
        return "nobody there"
    finally:
        print("shared")


print(share(7, 0))
