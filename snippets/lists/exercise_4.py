# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 4: when sorting first pays"
# claim = "For 1,000 shuffled items, sorting first starts to pay between 10 and 30 searches."
# browser = true
# rows = ["S056", "S057", "S068"]
# ///
"""Sorting costs once, every bisection after it is nearly free: count comparisons for both."""

import random
from bisect import bisect_left
from functools import partial

comparisons = 0


class Item:
    def __init__(self, value: int) -> None:
        self.value = value

    def __lt__(self, other: "Item") -> bool:
        global comparisons
        comparisons += 1
        return self.value < other.value

    def __eq__(self, other: object) -> bool:
        global comparisons
        comparisons += 1
        return self.value == other.value

    __hash__ = None


def cost(searches: list[int], *, sort_first: bool) -> int:
    """Comparisons for finding these values among 1,000 shuffled items."""
    global comparisons
    random.seed(1)
    items = [Item(value) for value in random.sample(range(1_000), 1_000)]
    comparisons = 0
    if sort_first:
        items.sort()
    find = partial(bisect_left, items) if sort_first else items.index
    for value in searches:
        assert items[find(Item(value))].value == value
    return comparisons


def wanted(searches: int) -> list[int]:
    random.seed(2)
    return [random.randrange(1_000) for _ in range(searches)]  # noqa: S311 - a game of numbers


def main() -> None:
    print("searches   scan   sort, bisect")
    for k in (1, 5, 10, 15, 20, 30, 100):
        scan = cost(wanted(k), sort_first=False)
        bisect = cost(wanted(k), sort_first=True)
        print(f"{k:8} {scan:6,} {bisect:14,}   {'scan' if scan < bisect else 'sort'}")


def test_one_search_does_not_pay_for_a_sort():
    """For up to 10 searches the scan needs fewer comparisons."""
    for k in (1, 5, 10):
        assert cost(wanted(k), sort_first=False) < cost(wanted(k), sort_first=True)


def test_thirty_searches_do():
    """For 30 searches sorting first needs fewer comparisons, for 100 over four times fewer."""
    for k in (30, 100):
        assert cost(wanted(k), sort_first=True) < cost(wanted(k), sort_first=False)
    assert 4 * cost(wanted(100), sort_first=True) < cost(wanted(100), sort_first=False)


if __name__ == "__main__":
    main()
