# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "How long until a line is wanted again?"
# claim = "A load hits exactly if fewer other lines than the cache holds came in between."
# browser = true
# rows = ["S019", "S020"]
# ///
"""The reuse distance of a load: how many other lines were used since its line was used last.

It belongs to the program, not to the machine. One histogram foretells the misses of every cache
size, as long as a line may lie anywhere in the cache.
"""

from collections import Counter, OrderedDict

FIRST = float("inf")  # never used before


def distances(lines):
    """How many loads there are of each reuse distance."""
    recent, found = [], Counter()
    for line in lines:
        place = recent.index(line) if line in recent else None
        found[FIRST if place is None else place] += 1
        if place is not None:
            del recent[place]
        recent.insert(0, line)
    return found


def lines_of(n, by_rows):
    """The line of each load when n × n doubles are walked."""
    steps = [(i, j) for i in range(n) for j in range(n)]
    return [(i * n + j) // 8 if by_rows else (j * n + i) // 8 for i, j in steps]


def misses(lines, capacity):
    """The same from a cache that keeps the lines used last."""
    held, missed = OrderedDict(), 0
    for line in lines:
        missed += line not in held
        held[line] = None
        held.move_to_end(line)
        if len(held) > capacity:
            held.popitem(last=False)
    return missed


def main() -> None:
    print("walk        distance   loads")
    for name, by_rows in (("by rows", True), ("by columns", False)):
        for distance, loads in sorted(distances(lines_of(256, by_rows)).items()):
            told = "first use" if distance == FIRST else f"{distance}"
            print(f"{name:10} {told:>9} {loads:7,}")


def test_by_rows_a_line_is_wanted_again_at_once():
    """Seven loads of eight have distance 0, the others are first uses."""
    assert distances(lines_of(64, by_rows=True)) == {0: 64 * 56, FIRST: 64 * 8}


def test_by_columns_a_whole_column_comes_in_between():
    """Seven loads of eight have distance n - 1."""
    assert distances(lines_of(64, by_rows=False)) == {63: 64 * 56, FIRST: 64 * 8}


def test_the_histogram_foretells_every_cache_size():
    """For 1 to 80 lines: misses are the loads whose distance is not below the capacity."""
    lines = lines_of(32, by_rows=False) + lines_of(32, by_rows=True)
    found = distances(lines)
    for capacity in range(1, 81):
        foretold = sum(loads for distance, loads in found.items() if distance >= capacity)
        assert foretold == misses(lines, capacity)


if __name__ == "__main__":
    main()
