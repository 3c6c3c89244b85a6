# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise: two passes or one"
# claim = "Minimum and maximum in two passes fetch a long array twice, block by block only once."
# browser = true
# rows = ["S019", "S020"]
# ///
"""`min(data)` and then `max(data)` walk the data twice; what the first walk fetched is gone.

Both in turn for one block after another keep each block in the cache for the second call.
"""

from array import array
from collections import OrderedDict

CACHE_LINES, LINE_DOUBLES = 512, 8  # 32 KiB


class Watched:
    """An array whose slices go through a cache that counts the lines it fetches."""

    def __init__(self, data):
        self.data, self.held, self.fetched = data, OrderedDict(), 0

    def block(self, start, stop):
        for line in range(start // LINE_DOUBLES, -(-stop // LINE_DOUBLES)):
            self.fetched += line not in self.held
            self.held[line] = None
            self.held.move_to_end(line)
            if len(self.held) > CACHE_LINES:
                self.held.popitem(last=False)
        return self.data[start:stop]


def two_passes(watched):
    n = len(watched.data)
    return min(watched.block(0, n)), max(watched.block(0, n))


def in_blocks(watched, size=1_024):
    low, high = float("inf"), float("-inf")
    for start in range(0, len(watched.data), size):
        low = min(low, min(watched.block(start, start + size)))
        high = max(high, max(watched.block(start, start + size)))
    return low, high


def lines_fetched(way, n):
    watched = Watched(array("d", (i * 7_919 % 10_007 for i in range(n))))
    return way(watched), watched.fetched


def main() -> None:
    print("doubles   two passes   in blocks")
    for n in (2_048, 65_536):
        counts = [lines_fetched(way, n)[1] for way in (two_passes, in_blocks)]
        print(f"{n:7,} {counts[0]:7,} lines {counts[1]:6,} lines")


def test_both_find_the_same():
    """Minimum and maximum agree."""
    assert lines_fetched(two_passes, 65_536)[0] == lines_fetched(in_blocks, 65_536)[0]


def test_a_long_array_is_fetched_twice_or_once():
    """16,384 lines against 8,192: the second call of each pair finds its block in the cache."""
    assert lines_fetched(two_passes, 65_536)[1] == 2 * 65_536 // 8
    assert lines_fetched(in_blocks, 65_536)[1] == 65_536 // 8


def test_a_short_array_is_fetched_once_anyway():
    """16 KiB fit: 256 lines in both ways."""
    assert {lines_fetched(way, 2_048)[1] for way in (two_passes, in_blocks)} == {256}


if __name__ == "__main__":
    main()
