# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Twenty looks find one in a million"
# claim = "Bisection looks at 20 of 1,048,575 items; inserting there still moves all that follow."
# browser = true
# rows = ["S057"]
# ///
"""Every look halves what is left, so a million items need twenty.

The key function is called once a look: let it count. `insort` finds the place as fast, but then
`list.insert` moves every address behind it.
"""

from bisect import bisect_left


def looks(n: int, wanted: int) -> list[int]:
    """The items bisection looks at to place `wanted` among 0 … n - 1."""
    seen: list[int] = []

    def key(item: int) -> int:
        seen.append(item)
        return item

    bisect_left(range(n), wanted, key=key)
    return seen


def main() -> None:
    print("      items   looks   insort moves ~")
    for power in (10, 15, 20):
        n = 2**power - 1
        print(f"{n:11,} {len(looks(n, 0)):7} {n // 2:16,}")
    print("\nthe first looks for item 100,000:")
    print("  ", " → ".join(f"{item:,}" for item in looks(2**20 - 1, 100_000)[:3]), "…")


def test_twenty_looks_are_enough_for_a_million():
    """Any of 1,048,575 items is placed with exactly 20 looks."""
    n = 2**20 - 1
    assert {len(looks(n, wanted)) for wanted in range(0, n, 4_999)} == {20}


def test_each_doubling_costs_one_look():
    """2^k - 1 items take k looks, for k from 1 to 24."""
    assert [len(looks(2**k - 1, 0)) for k in range(1, 25)] == list(range(1, 25))


def test_bisection_trusts_the_order():
    """On an unsorted list it does not complain: it answers wrong."""
    unsorted = [3, 1, 2]
    place = bisect_left(unsorted, 3)
    assert 3 in unsorted
    assert place == len(unsorted)


if __name__ == "__main__":
    main()
