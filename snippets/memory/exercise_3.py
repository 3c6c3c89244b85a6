# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise: transpose in tiles"
# claim = "Transposing 256 × 256 doubles misses 73,728 times, and 16,384 times in tiles of 8."
# browser = true
# rows = ["S017", "S020"]
# ///
"""A transpose reads by rows and writes by columns, or the other way round: one of them loses.

In small tiles both the rows read and the rows written stay in the cache until they are used up.
"""

from collections import OrderedDict

N, DOUBLE = 256, 8


def misses(addresses, sets=64, ways=8, line=64):
    """Misses of a 32 KiB cache."""
    cache = [OrderedDict() for _ in range(sets)]
    missed = 0
    for address in addresses:
        number = address // line
        held = cache[number % sets]
        missed += number not in held
        held[number] = None
        held.move_to_end(number)
        if len(held) > ways:
            held.popitem(last=False)
    return missed


def tiles(size):
    """Row and column of every item, one size × size tile after another."""
    for top in range(0, N, size):
        for left in range(0, N, size):
            for i in range(top, top + size):
                for j in range(left, left + size):
                    yield i, j


def transpose(order, row_bytes=N * DOUBLE):
    """Addresses read from one grid and written to the next, item by item."""
    for i, j in order:
        yield i * row_bytes + j * DOUBLE
        yield (N + j) * row_bytes + i * DOUBLE


def main() -> None:
    print("tile        misses  spare doubles")
    for size in (256, 32, 16, 8, 4):
        plain, padded = misses(transpose(tiles(size))), misses(transpose(tiles(size), 2_112))
        print(f"{size:3} × {size:3} {plain:8,} {padded:10,}")


def test_every_item_is_moved_once_in_any_tiles():
    """65,536 pairs, in whatever order."""
    plain = sorted(tiles(256))
    assert all(sorted(tiles(size)) == plain for size in (32, 16, 8, 4))


def test_tiles_of_a_line_reach_the_least_possible():
    """8 × 8 doubles use each line up: 8,192 misses for each of the two grids."""
    assert misses(transpose(tiles(8))) == 2 * 8_192
    assert misses(transpose(tiles(256))) == 8_192 + 65_536


def test_smaller_tiles_fetch_lines_twice():
    """At 4 × 4 half a line is left over when it goes."""
    assert misses(transpose(tiles(4))) == 24_576


if __name__ == "__main__":
    main()
