# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Lazy in, list inside"
# claim = "join, sorted and max(*…) make a list or tuple of a generator first; sum and max do not."
# browser = true
# rows = ["S080"]
# ///
"""Some functions must see all items before the first result, so they collect what you did not."""


class Item(str):
    """A string that counts how many of its kind are alive."""

    alive = most = 0

    def __new__(cls, text):
        Item.alive += 1
        Item.most = max(Item.most, Item.alive)
        return super().__new__(cls, text)

    def __del__(self):
        Item.alive -= 1


def words(n):
    return (Item(f"{i:04}") for i in range(n))


READERS = {
    "max(…)": max,
    "set of len": lambda items: {len(item) for item in items},
    "a for loop": lambda items: [None for _ in items],
    "','.join(…)": ",".join,
    "sorted(…)": sorted,
    "max(*…)": lambda items: max(*items),
}


def most_alive(reader, n: int = 1_000) -> int:
    """How many items were alive at once while the reader worked."""
    Item.most = Item.alive
    reader(words(n))
    return Item.most


def main() -> None:
    print("1,000 items     alive at once")
    for name, reader in READERS.items():
        print(f"{name:<14} {most_alive(reader):14,}")


def test_one_at_a_time_where_one_is_enough():
    """max, a set of lengths and a plain loop never see more than two items alive."""
    assert all(most_alive(READERS[name]) <= 2 for name in ("max(…)", "set of len", "a for loop"))


def test_all_at_once_where_all_are_needed():
    """join, sorted and an unpacking hold all thousand."""
    for name in ("','.join(…)", "sorted(…)", "max(*…)"):
        assert most_alive(READERS[name]) == 1_000


if __name__ == "__main__":
    main()
