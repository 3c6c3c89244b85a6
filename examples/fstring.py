# F-string: pieces are formatted, then joined
def label(café, price):
    return f"{café!r}: {price:>6.2f} €"


print(label("Zoë’s", 2.5))
