# Comprehension: filter and square, in place since 3.12
def squares(numbers):
    return [n * n for n in numbers if n > 1]


print(squares([1, 2, 3]))
