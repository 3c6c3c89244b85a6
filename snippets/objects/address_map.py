# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Objects lie where they were made"
# claim = "Floats made in a row lie side by side; a shuffle scatters the walk, the collector never."
# browser = true
# rows = ["S021", "W16"]
# ///
"""The address of an object is fixed when it is made and never changes while it lives.

So a list that was filled in one go leads through memory in small steps, and the same list after a
shuffle or a sort jumps all over it. The collector has no part in it: it moves nothing.
"""

import gc
import itertools
import random
import statistics
import sys


def steps(items: list) -> int:
    """Median distance in bytes from an item's object to the next one's."""
    addresses = [id(item) for item in items]
    pairs = itertools.pairwise(addresses)
    return round(statistics.median(abs(b - a) for a, b in pairs))


def main() -> None:
    floats = [i / 7 for i in range(100_000)]
    print(f"a float object      {sys.getsizeof(1.5):11,} bytes")
    print("median step to the next item")
    print(f"  as they were made {steps(floats):11,} bytes")
    gc.collect()
    print(f"  after gc.collect(){steps(floats):11,} bytes")
    random.seed(1)
    random.shuffle(floats)
    print(f"  after a shuffle   {steps(floats):11,} bytes")
    floats.sort()
    print(f"  sorted again      {steps(floats):11,} bytes")


def in_a_row(size: int) -> list[bytes]:
    """100,000 objects in rising order, of a size nobody used before, so from untouched memory."""
    return [i.to_bytes(size, "big") for i in range(100_000)]


def test_objects_made_in_a_row_lie_close_together():
    """The median step is under four objects."""
    items = in_a_row(50)
    assert steps(items) < 4 * sys.getsizeof(items[0])


def test_order_of_use_decides_the_walk():
    """After a shuffle the median step is over 1,000 times as long; sorted again it is short."""
    items = in_a_row(90)
    short = steps(items)
    random.seed(1)
    random.shuffle(items)
    assert steps(items) > 1_000 * short
    items.sort()
    assert steps(items) == short


def test_the_collector_moves_nothing():
    """Every object has the address after a full collection that it had before."""
    things = [[i] for i in range(10_000)]
    before = [id(thing) for thing in things]
    del things[::2]
    gc.collect()
    assert [id(thing) for thing in things] == before[1::2]


if __name__ == "__main__":
    main()
