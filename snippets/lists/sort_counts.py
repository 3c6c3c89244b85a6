# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Sorting uses the order that is already there"
# claim = "1,000 sorted or reversed items take 999 comparisons; shuffled ones under n log2 n."
# browser = true
# rows = ["S056"]
# ///
"""`list.sort` looks for runs that are already in order and merges them.

It compares with `<` only, so a `__lt__` that counts tells exactly how hard it worked.
"""

import math
import random

comparisons = 0


class Item:
    def __init__(self, value: int) -> None:
        self.value = value

    def __lt__(self, other: "Item") -> bool:
        global comparisons
        comparisons += 1
        return self.value < other.value


def count(values: list[int]) -> int:
    """Comparisons that sorting these values takes."""
    global comparisons
    items = [Item(value) for value in values]
    comparisons = 0
    items.sort()
    assert [item.value for item in items] == sorted(values)
    return comparisons


N = 1000
UP = list(range(N))
random.seed(6)
SHUFFLED = random.sample(UP, N)
ORDERS = {
    "sorted": UP,
    "reversed": UP[::-1],
    "all equal": [7] * N,
    "two sorted halves": UP[::2] + UP[1::2],
    "sorted, then 10 strays": UP[10:] + SHUFFLED[:10],
    "shuffled": SHUFFLED,
}


def main() -> None:
    print(f"{N:,} items       comparisons   each")
    for name, values in ORDERS.items():
        print(f"{name:<20} {count(values):7,} {count(values) / len(values):7.2f}")
    print(f"{'log2(n!), the limit':<20} {math.lgamma(N + 1) / math.log(2):7,.0f}")


def test_one_run_takes_one_comparison_less_than_items():
    """Sorted, reversed and all-equal lists of 1,000 take 999 comparisons."""
    assert [count(ORDERS[name]) for name in ("sorted", "reversed", "all equal")] == [999] * 3


def test_two_runs_are_merged_in_about_two_comparisons_an_item():
    """Two sorted halves take fewer than 2.1 comparisons an item."""
    assert N <= count(ORDERS["two sorted halves"]) < 2.1 * N


def test_a_shuffled_list_takes_fewer_than_n_log_n():
    """A thousand shuffled items take between log2(n!) - 1% and n log2 n comparisons."""
    limit = math.lgamma(N + 1) / math.log(2)
    assert 0.99 * limit < count(SHUFFLED) < N * math.log2(N)


def test_a_key_is_computed_once_an_item():
    """`key=` is called n times, however many comparisons follow."""
    calls = []
    sorted(SHUFFLED, key=lambda value: calls.append(value) or -value)
    assert len(calls) == N


if __name__ == "__main__":
    main()
