# Class: a class body runs once, and methods are found by name
class Counter:
    step = 2

    def __init__(self):
        self.value = 0

    def tick(self):
        self.value += self.step
        return self.value


counter = Counter()
counter.tick()
print(counter.tick())
