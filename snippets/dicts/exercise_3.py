# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 3: when does a set pay?"
# claim = "For 1,000 items a set made first asks less than scanning from the third search on."
# browser = true
# rows = ["S067"]
# ///
"""To make a set, every item must be hashed once; a scan compares until it finds.

Let the items count both. What it costs to compute a hash or a comparison is up to the items.
"""

asked = 0


class Item:
    """An item that counts questions, be they for its hash or for equality."""

    def __init__(self, name: int) -> None:
        self.name = name

    def __hash__(self) -> int:
        global asked
        asked += 1
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        global asked
        asked += 1
        return isinstance(other, Item) and self.name == other.name


ITEMS = [Item(i) for i in range(1_000)]


def questions(searches: int, make) -> int:
    """Questions asked for searches spread evenly over the items."""
    global asked
    asked = 0
    container = make(ITEMS)
    for i in range(searches):
        assert Item(1_000 * (2 * i + 1) // (2 * searches)) in container
    return asked


def main() -> None:
    print("searches   scan the list   make a set")
    for searches in (1, 2, 3, 10, 1_000):
        scan, table = questions(searches, list), questions(searches, set)
        print(f"{searches:8,} {scan:15,} {table:12,}")


def test_one_search_does_not_pay_for_the_set():
    """One or two average searches ask less by scanning, three or more by a set."""
    for searches in range(1, 12):
        by_scan, by_set = questions(searches, list), questions(searches, set)
        assert (by_scan < by_set) == (searches <= 2)


def test_a_set_costs_a_hash_an_item_and_two_questions_a_search():
    """The set asks n + 2 k questions for k searches."""
    for searches in (1, 10, 1_000):
        assert questions(searches, set) == 1_000 + 2 * searches


if __name__ == "__main__":
    main()
