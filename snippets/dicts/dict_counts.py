# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Constant time, if the hash is any good"
# claim = "200 inserts cost no comparison with a good hash and 19,900 with a constant one."
# browser = true
# rows = ["S067"]
# ///
"""A dict asks each key for its hash once, and compares keys only where hashes are equal.

So let the keys count. A hash that is always the same turns the table into a list to be scanned.
"""

from collections import Counter

asked: Counter[str] = Counter()


class Key:
    """A key that counts the questions it is asked."""

    def __init__(self, name: int) -> None:
        self.name = name

    def __hash__(self) -> int:
        asked["hash"] += 1
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        asked["=="] += 1
        return isinstance(other, Key) and self.name == other.name


class BadKey(Key):
    """The same, with the laziest hash that is still legal."""

    def __hash__(self) -> int:
        asked["hash"] += 1
        return 7


def cost(kind: type[Key], n: int) -> tuple[Counter[str], Counter[str]]:
    """Questions asked for n inserts, and then for one look-up of the last key."""
    asked.clear()
    table = {kind(i): i for i in range(n)}
    inserts = +asked
    asked.clear()
    assert table[kind(n - 1)] == n - 1
    return inserts, +asked


def main() -> None:
    print("            n inserts    last one found")
    print("    n     hash      ==      hash    ==")
    for kind in (Key, BadKey):
        print("good hash" if kind is Key else "constant hash")
        for n in (100, 200, 400):
            inserts, found = cost(kind, n)
            counts = inserts["hash"], inserts["=="], found["hash"], found["=="]
            print("{:5} {:8,} {:7,} {:9} {:5}".format(n, *counts))


def test_a_good_hash_needs_no_comparison_to_insert():
    """n inserts cost n hashes and no ==, a look-up one of each, at any n."""
    for n in (10, 200, 5_000):
        assert cost(Key, n) == ({"hash": n}, {"hash": 1, "==": 1})


def test_a_constant_hash_compares_with_everybody():
    """n inserts cost n (n - 1) / 2 comparisons, and finding the last costs n."""
    for n in (10, 200):
        assert cost(BadKey, n) == ({"hash": n, "==": n * (n - 1) // 2}, {"hash": 1, "==": n})


if __name__ == "__main__":
    main()
