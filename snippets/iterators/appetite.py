# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The appetite of itertools"
# claim = "Most itertools take an item when asked; product and combinations take all when called."
# browser = true
# rows = ["S079"]
# ///
# ruff: noqa: C413 - a sort that is read backwards is one of the tools
"""How many items of 100 each tool has taken when it is made, and when it has given one result."""

import itertools
from itertools import (
    accumulate,
    chain,
    combinations,
    cycle,
    groupby,
    islice,
    pairwise,
    permutations,
    product,
)

TOOLS = {
    "map(str, …)": lambda items: map(str, items),
    "islice(…, 5)": lambda items: islice(items, 5),
    "chain(…, 'end')": lambda items: chain(items, "end"),
    "accumulate(…)": accumulate,
    "groupby(…)": groupby,
    "cycle(…)": cycle,
    "pairwise(…)": pairwise,
    "combinations(…, 2)": lambda items: combinations(items, 2),
    "permutations(…, 2)": lambda items: permutations(items, 2),
    "product(…, 'ab')": lambda items: product(items, "ab"),
    "reversed(sorted(…))": lambda items: reversed(sorted(items)),
}
if hasattr(itertools, "batched"):  # 3.12
    TOOLS["batched(…, 10)"] = lambda items: itertools.batched(items, 10)


class Source:
    """The numbers 0 to 99, and how many have been taken."""

    def __init__(self):
        self.taken = 0

    def __iter__(self):
        for i in range(100):
            self.taken += 1
            yield i


def appetite(make) -> tuple[int, int]:
    """Items taken by the call, and after the first result."""
    source = Source()
    tool = make(iter(source))
    by_call = source.taken
    next(tool)
    return by_call, source.taken


def main() -> None:
    print("items taken         at call  for one")
    for name, make in TOOLS.items():
        by_call, for_one = appetite(make)
        print(f"{name:<20}{by_call:7}{for_one:9}")


def test_most_take_one_item_for_one_result():
    """map, islice, chain, accumulate, groupby and cycle take nothing early."""
    for name in list(TOOLS)[:6]:
        assert appetite(TOOLS[name]) == (0, 1)


def test_windows_take_a_window():
    """pairwise takes two, batched the ten of a batch."""
    assert appetite(TOOLS["pairwise(…)"]) == (0, 2)
    assert "batched(…, 10)" not in TOOLS or appetite(TOOLS["batched(…, 10)"]) == (0, 10)


def test_combinatorics_take_all_when_called():
    """combinations, permutations, product and a sort have read all before the first next()."""
    for name in list(TOOLS)[7:11]:
        assert appetite(TOOLS[name]) == (100, 100)


if __name__ == "__main__":
    main()
