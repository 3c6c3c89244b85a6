# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What fits in your caches"
# claim = "A float in a list takes 40 bytes on a 64-bit build, five times a double in an array."
# browser = true
# rows = ["S013", "S014"]
# ///
"""The caches Linux tells of, counted in doubles and in floats that sit in a list.

A double in an array is 8 bytes. In a list it is a slot (one address) and an object, and the
allocator puts objects further apart than they are long.
"""

import struct
import sys
from itertools import pairwise
from pathlib import Path

WORD = struct.calcsize("P")
SYSFS = Path("/sys/devices/system/cpu/cpu0/cache")


def boxed_bytes():
    """A slot of the list, and the usual distance from one new float to the next."""
    floats = [float(i) for i in range(10_000)]
    steps = sorted(after - before for before, after in pairwise(sorted(map(id, floats))))
    return WORD + steps[len(steps) // 2]


def read_caches():
    """Name and size in bytes of each cache for data, as sysfs tells."""
    found = {}
    for index in sorted(SYSFS.glob("index*")):
        level, kind, size = (
            (index / name).read_text().strip() for name in ("level", "type", "size")
        )
        if kind != "Instruction":
            found[f"L{level}"] = int(size.removesuffix("K")) * 1024
    return found


def main() -> None:
    caches = read_caches()
    if not caches:
        print("no caches to be seen from here; for example:")
        caches = {"L1": 32 * 1024, "L2": 1024**2, "L3": 32 * 1024**2}
    print("           size    doubles  in a list")
    for name, size in caches.items():
        kib = f"{size // 1024:,} KiB"
        print(f"{name} {kib:>12} {size // 8:10,} {size // boxed_bytes():10,}")
    print(f"a float in a list: {WORD} + {boxed_bytes() - WORD} bytes")


def test_a_float_in_a_list_takes_five_doubles_on_64_bits():
    """8 bytes of slot and 32 for an object of 24; a free-threaded build's has 40 and takes 48."""
    length = sys.getsizeof(1.0)
    if WORD == 8:
        assert boxed_bytes() - WORD == {24: 32, 40: 48}[length]
    else:
        assert boxed_bytes() >= WORD + length


def test_what_fits_in_one_mebibyte():
    """131,072 doubles fit in 1 MiB, whatever the build."""
    assert 1024**2 // struct.calcsize("d") == 131_072


def test_every_cache_is_larger_than_the_one_before():
    """Sizes rise with the level, where there are any to read."""
    sizes = list(read_caches().values())
    assert sizes == sorted(sizes)


if __name__ == "__main__":
    main()
