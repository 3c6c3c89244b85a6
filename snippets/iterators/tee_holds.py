# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What tee must keep"
# claim = "tee keeps every item that one reader has seen and the other has not."
# browser = true
# rows = ["S079", "S080"]
# ///
"""Two readers of one iterator: what the faster has taken must be kept for the slower.

The items count how many of them are alive. `tee` keeps them in blocks of 57, so even two readers
in step hold a block's worth.
"""

from itertools import tee


class Item:
    """Counts how many of its kind are alive, and the most there were."""

    alive = most = 0

    def __init__(self):
        Item.alive += 1
        Item.most = max(Item.most, Item.alive)

    def __del__(self):
        Item.alive -= 1


def stream(n):
    return (Item() for _ in range(n))


def one_reader(n):
    for _ in stream(n):
        pass


def in_step(n):
    left, right = tee(stream(n))
    for _ in zip(left, right, strict=True):
        pass


def one_after_the_other(n):
    left, right = tee(stream(n))
    for reader in (left, right):
        for _ in reader:
            pass


def most_alive(use, n: int) -> int:
    """How many items were alive at once."""
    Item.alive = Item.most = 0
    use(n)
    return Item.most


def main() -> None:
    print(f"{'alive at once, of':<19}{'1,000':>8}{'10,000':>9}")
    for use in (one_reader, in_step, one_after_the_other):
        print(f"{use.__name__:<19}{most_alive(use, 1_000):8,}{most_alive(use, 10_000):9,}")


def test_one_reader_holds_next_to_nothing():
    """A loop holds the item in hand and the one that comes."""
    assert most_alive(one_reader, 1_000) == 2


def test_readers_in_step_hold_a_block():
    """However long the stream, the readers hold little more than one block of 57."""
    assert 57 <= most_alive(in_step, 1_000) == most_alive(in_step, 10_000) <= 60


def test_readers_in_turn_hold_everything():
    """When the first has finished, all items wait for the second."""
    assert most_alive(one_after_the_other, 10_000) == 10_000


if __name__ == "__main__":
    main()
