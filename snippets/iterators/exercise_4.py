# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 4: yield from, level by level"
# claim = "Recursive yield from wakes every level for every item: n(n + 1)/2 + n + 1 times for n."
# browser = true
# rows = ["S078", "S079"]
# ///
"""An item of a generator inside a generator inside a generator passes through all of them."""

import sys


def chain_of(n):
    node = None
    for value in range(n, 0, -1):
        node = (value, node)
    return node


def recursive(node):
    if node is not None:
        value, rest = node
        yield value
        yield from recursive(rest)


def walking(node):
    while node is not None:
        value, node = node
        yield value


def times_woken(walk, n: int) -> int:
    """How often a frame of `walk` is begun or woken until all n items are out."""
    woken = 0

    def on_event(frame, event, _):
        nonlocal woken
        woken += event == "call" and frame.f_code is walk.__code__

    before = sys.getprofile()
    sys.setprofile(on_event)
    for _ in walk(chain_of(n)):
        pass
    sys.setprofile(before)
    return woken


def main() -> None:
    print("items   recursive   walking")
    for n in (10, 100, 400):
        print(f"{n:5} {times_woken(recursive, n):11,} {times_woken(walking, n):9,}")


def test_both_walk_the_chain():
    """The items are the same."""
    assert list(recursive(chain_of(50))) == list(walking(chain_of(50))) == list(range(1, 51))


def test_every_item_wakes_all_levels_above_it():
    """Item k wakes k frames, and the end is told to all: n(n + 1)/2 + n + 1 in all."""
    for n in (1, 10, 100):
        assert times_woken(recursive, n) == n * (n + 1) // 2 + n + 1


def test_a_walk_is_woken_once_an_item():
    """One frame is woken for each item and once for the end."""
    assert times_woken(walking, 100) == 101


if __name__ == "__main__":
    main()
