# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 2: the hash of a point"
# claim = "x ^ y gives 10,000 points 128 hashes; hash((x, y)) gives each its own."
# browser = true
# rows = ["S073", "S075"]
# ///
"""A hash made by hand easily throws away what tells the keys apart.

`x ^ y` is 0 on the whole diagonal and the same for (x, y) and (y, x). A tuple mixes the order in.
"""

from collections import Counter
from itertools import product

POINTS = list(product(range(100), repeat=2))

HASHES = {
    "x ^ y": lambda x, y: x ^ y,
    "x + y": lambda x, y: x + y,
    "31 * x + y": lambda x, y: 31 * x + y,
    "hash((x, y))": lambda x, y: hash((x, y)),
}


def crowding(make_hash) -> tuple[int, int]:
    """Different hashes of all points, and how many pairs of points share one."""
    sharing = Counter(make_hash(x, y) for x, y in POINTS).values()
    return len(sharing), sum(n * (n - 1) // 2 for n in sharing)


def main() -> None:
    print(f"{len(POINTS):,} points   hashes  colliding pairs")
    for name, make_hash in HASHES.items():
        hashes, pairs = crowding(make_hash)
        print(f"{name:<14} {hashes:8,} {pairs:15,}")


def test_xor_leaves_128_hashes():
    """Two numbers below 128 have an exclusive or below 128."""
    hashes, pairs = crowding(HASHES["x ^ y"])
    assert hashes == 128
    assert pairs > 300_000


def test_sums_leave_199():
    """Sums of two numbers from 0 to 99 are 0 to 198."""
    assert crowding(HASHES["x + y"])[0] == 199


def test_a_tuple_tells_them_apart():
    """Nearly all points get hashes of their own, also where a hash has 32 bits."""
    hashes, pairs = crowding(HASHES["hash((x, y))"])
    assert hashes >= 9_900
    assert pairs <= 100


if __name__ == "__main__":
    main()
