# Generator: a frame that pauses and goes on
def countdown(start):
    while start:
        yield start
        start -= 1


for number in countdown(2):
    print(number)
