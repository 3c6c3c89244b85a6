# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Rows, columns and a cache of fifteen lines of Python"
# claim = "Walking 256 × 256 doubles misses 8,192 times by rows and 65,536 times by columns."
# browser = true
# rows = ["S015", "M35"]
# ///
"""A model of a first-level cache: 64 sets of 8 lines of 64 bytes, the oldest line goes first.

It is fed the addresses of a 256 × 256 grid of doubles, walked by rows and by columns. Both
walks load the same 65,536 numbers.
"""

from collections import OrderedDict


class Cache:
    """Sets of lines; what was used longest ago makes room."""

    def __init__(self, sets: int = 64, ways: int = 8, line: int = 64) -> None:
        self.sets = [OrderedDict() for _ in range(sets)]
        self.ways, self.line = ways, line

    def load(self, address: int) -> bool:
        """Was the line there? It is now."""
        number = address // self.line
        held = self.sets[number % len(self.sets)]
        hit = number in held
        held[number] = None
        held.move_to_end(number)
        if len(held) > self.ways:
            held.popitem(last=False)
        return hit


def misses(addresses, **shape) -> int:
    cache = Cache(**shape)
    return sum(not cache.load(address) for address in addresses)


def by_rows(n=256, row_bytes=256 * 8):
    return [i * row_bytes + j * 8 for i in range(n) for j in range(n)]


def by_columns(n=256, row_bytes=256 * 8):
    return [i * row_bytes + j * 8 for j in range(n) for i in range(n)]


def main() -> None:
    print("32 KiB, 8 ways, lines of 64 bytes")
    for walk in (by_rows, by_columns):
        loads = walk()
        missed = misses(loads)
        print(f"{walk.__name__:11} {missed:6,} of {len(loads):,} miss")


def test_a_row_walk_misses_once_a_line():
    """Eight doubles share a line, so one load of eight misses."""
    assert misses(by_rows()) == 256 * 256 // 8 == 8_192


def test_a_column_walk_misses_every_time():
    """All 65,536 loads miss: when a line is wanted again, it is gone."""
    assert misses(by_columns()) == 256 * 256 == 65_536


def test_both_walks_load_the_same_numbers():
    """Same addresses, other order."""
    assert sorted(by_rows()) == sorted(by_columns())


def test_a_grid_that_fits_does_not_care():
    """32 × 32 doubles are 8 KiB: 128 misses in either order."""
    assert misses(by_rows(32, 32 * 8)) == misses(by_columns(32, 32 * 8)) == 128


if __name__ == "__main__":
    main()
