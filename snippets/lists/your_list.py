# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A million floats on this machine"
# claim = "A float in a list takes an address, an object, and what the allocator rounds it up by."
# browser = true
# rows = ["S050", "S061"]
# ///
"""How much memory a list of a million floats takes here, and how that compares with the caches.

The cache size is what Linux says of it; `hwinfo` asks more sources and says which it trusts.
"""

import struct
import sys
from itertools import pairwise
from pathlib import Path
from statistics import mode

ADDRESS = struct.calcsize("P")
FLOAT = sys.getsizeof(1.5)
LARGEST_CACHE = Path("/sys/devices/system/cpu/cpu0/cache/index3/size")


def float_block() -> int:
    """Bytes the allocator hands out for a float: from one new float to its neighbour."""
    fresh = [i / 7 for i in range(1_000)]
    return mode(after - before for before, after in pairwise(sorted(map(id, fresh))))


def list_bytes(floats: int) -> int:
    """Slots and blocks of a list of floats without spare slots."""
    return floats * (ADDRESS + float_block())


def cache_bytes(text: str) -> int:
    """The number in Linux's "32768K" or "32M"."""
    return int(text.strip()[:-1]) * {"K": 1024, "M": 1024**2}[text.strip()[-1]]


def main() -> None:
    total = list_bytes(1_000_000)
    print(f"an address            {ADDRESS:10} B")
    print(f"a float object        {FLOAT:10} B")
    print(f"the block it lies in  {float_block():10} B")
    print(f"1,000,000 in a list   {total:10,} B")
    try:
        cache = cache_bytes(LARGEST_CACHE.read_text())
    except OSError:
        print("level 3 cache     not to be seen here")
    else:
        print(f"level 3 cache         {cache:10,} B")
        print(f"the list is           {total / cache:10.0%} of it")


def test_a_float_in_a_list_takes_an_address_and_an_object():
    """What is asked for 20,000 floats in 20,000 slots is both, and next to nothing else."""
    from explainer.evidence import allocation_peak_bytes

    def filled():
        floats = [None] * 20_000
        for i in range(20_000):
            floats[i] = i / 7
        return floats

    asked = 20_000 * (ADDRESS + FLOAT)
    assert asked <= allocation_peak_bytes(filled) < asked + 1_000


def test_the_allocator_rounds_up():
    """A block holds the float, ends on a multiple of 8, and wastes less than 16 bytes."""
    assert FLOAT <= float_block() < FLOAT + 16
    assert float_block() % 8 == 0


def test_sizes_are_those_of_the_build():
    """A float is the head of an object and 8 bytes, whatever the build's head is."""
    assert object.__basicsize__ + 8 == FLOAT


if __name__ == "__main__":
    main()
