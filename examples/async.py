# Async: an event loop only sends; await is a generator's pause
class Kettle:
    def __await__(self):
        yield "heating"


async def brew(drink):
    await Kettle()
    return drink.upper()


task = brew("tea")
print(task.send(None))
try:
    task.send(None)
except StopIteration as done:
    print(done.value)
