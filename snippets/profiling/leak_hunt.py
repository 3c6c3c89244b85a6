# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 3: the line that leaks"
# claim = "tracemalloc's difference names the line; clearing what it keeps stops the growth."
# browser = true
# needs = []
# rows = ["S143"]
# timeout_s = 20
# ///
"""A shop's event hub. Each request makes a basket and subscribes its method, and none ever
leaves: a bound method holds its object. The hunt: run, take the difference, look at the first line.
"""

import gc
import tracemalloc


class Hub:
    def __init__(self):
        self.listeners = [None] * 1000
        self.count = 0

    def subscribe(self, listener):
        self.listeners[self.count] = listener
        self.count += 1

    def leave_all(self):
        self.listeners = [None] * 1000
        self.count = 0


class Basket:
    def __init__(self, hub):
        self.prices = bytearray(5000)
        hub.subscribe(self.price_changed)

    def price_changed(self):
        self.prices[0] += 1


def growth(requests, leave=False):
    """(bytes that stayed, offset in Basket.__init__) of the worst line"""
    hub = Hub()
    code = Basket.__init__.__code__
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot()
        for _ in range(requests):
            Basket(hub)
        if leave:
            hub.leave_all()
        after = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    here = [tracemalloc.Filter(True, code.co_filename)]
    found = after.filter_traces(here).compare_to(before.filter_traces(here), "lineno")[0]
    return found.size_diff, found.traceback[0].lineno - code.co_firstlineno


def main() -> None:
    for requests in (100, 200, 400):
        size, line = growth(requests)
        print(f"{requests} requests: {size:9,} B stay, line +{line}")
    print(f"with leave_all: {growth(400, leave=True)[0]:,} B")


def test_the_first_difference_is_the_basket_s_buffer():
    size, line = growth(200)
    assert line == 1
    assert 200 * 5000 < size < 200 * 5200


def test_growth_is_proportional_to_the_requests():
    few, more, many = (growth(requests)[0] for requests in (100, 200, 400))
    assert many - more == 2 * (more - few)


def test_who_leaves_gives_it_back():
    assert growth(400, leave=True)[0] < 20_000


if __name__ == "__main__":
    main()
