# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 1: up and down again"
# claim = "A million appends resize a list 86 times; a million pops resize it 20 to 24 times."
# browser = true
# rows = ["S063"]
# ///
"""A list grows by an eighth but shrinks only when less than half of its slots are used."""

import sys


def resizes(items: list, change, times: int) -> int:
    """How often the size of the list changes while `change` is repeated."""
    count, size = 0, sys.getsizeof(items)
    for _ in range(times):
        change()
        if sys.getsizeof(items) != size:
            count, size = count + 1, sys.getsizeof(items)
    return count


def main() -> None:
    items: list[None] = []
    n = 1_000_000
    print(f"{n:,} × append   {resizes(items, lambda: items.append(None), n):3} resizes")
    print(f"{n:,} × pop      {resizes(items, items.pop, n):3} resizes")


def test_it_grows_more_often_than_it_shrinks():
    """A million appends resize 86 times, a million pops 20 to 24 times, by version."""
    items: list[None] = []
    assert resizes(items, lambda: items.append(None), 1_000_000) == 86
    assert 20 <= resizes(items, items.pop, 1_000_000) <= 24


def test_going_back_and_forth_over_the_edge_resizes_once():
    """After growing at the edge, 1,000 turns of pop and append resize no more."""
    items = [None] * 100
    items.append(None)
    assert resizes(items, lambda: (items.pop(), items.append(None)), 1_000) == 0


if __name__ == "__main__":
    main()
