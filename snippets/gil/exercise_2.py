# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 2: look, then leap, in two threads"
# claim = "Without a lock both threads load the missing value; with one, the first does."
# needs = ["threads"]
# rows = ["S035"]
# timeout_s = 20
# ///
"""Both threads have looked before either stores: the barrier makes sure of it, in life chance does.
Under the lock, looking and storing are one step.
"""

import threading


class Catalogue:
    def __init__(self):
        self.prices, self.loads, self.lock = {}, 0, threading.Lock()

    def price(self, item, pause=lambda: None):
        if item not in self.prices:  # look
            pause()
            self.loads += 1
            self.prices[item] = len(item)  # leap
        return self.prices[item]

    def price_locked(self, item):
        with self.lock:
            return self.price(item)


def in_two_threads(work):
    crew = [threading.Thread(target=work) for _ in range(2)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()


def loads_without_lock():
    catalogue, both = Catalogue(), threading.Barrier(2)
    in_two_threads(lambda: catalogue.price("lamp", pause=both.wait))
    return catalogue.loads


def loads_with_lock():
    catalogue = Catalogue()
    in_two_threads(lambda: catalogue.price_locked("lamp"))
    return catalogue.loads


def main() -> None:
    print("loads without a lock:", loads_without_lock())
    print("loads with a lock:   ", loads_with_lock())


def test_the_value_is_loaded_twice_without_a_lock():
    assert [loads_without_lock() for _ in range(5)] == [2] * 5


def test_the_value_is_loaded_once_with_a_lock():
    assert [loads_with_lock() for _ in range(50)] == [1] * 50


if __name__ == "__main__":
    main()
