# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Integers that all collide"
# claim = "All multiples of one prime hash to 0, so n of them cost n (n - 1) / 2 comparisons."
# browser = true
# rows = ["S067", "S073"]
# ///
"""The hash of an integer is its remainder by a prime, and no secret is mixed in.

So it is easy to write down integers with equal hashes. Whoever chooses the keys of your dict
chooses how long it takes.
"""

import sys

PRIME = sys.hash_info.modulus
compared = 0


class Number(int):
    """An integer that counts comparisons; its hash is that of an int."""

    __hash__ = int.__hash__

    def __eq__(self, other: object) -> bool:
        global compared
        compared += 1
        return int(self) == int(other)


def comparisons(numbers) -> int:
    """Comparisons while a dict of these numbers is built."""
    global compared
    compared = 0
    dict.fromkeys(map(Number, numbers))
    return compared


def main() -> None:
    print(f"the prime is 2**{PRIME.bit_length()} - 1")
    print("hashes:", *(hash(k * PRIME) for k in (1, 2, 3)), "…")
    print("\n    n    comparisons     comparisons")
    print("        for 0, 1, 2, …   for multiples")
    for n in (100, 1_000, 2_000):
        ours = comparisons(range(n))
        theirs = comparisons(k * PRIME for k in range(n))
        print(f"{n:5,} {ours:13,} {theirs:15,}")


def test_multiples_of_the_modulus_hash_to_zero():
    """hash(k * modulus) is 0 for every k."""
    assert {hash(k * PRIME) for k in range(-1_000, 1_000)} == {0}
    assert 2 ** PRIME.bit_length() - 1 == PRIME


def test_they_all_meet():
    """n such keys cost n (n - 1) / 2 comparisons, consecutive integers none."""
    for n in (10, 500):
        assert comparisons(k * PRIME for k in range(n)) == n * (n - 1) // 2
        assert comparisons(range(n)) == 0


def test_as_strings_they_do_not():
    """The same numbers as text have hashes of their own, give or take one in 32 bits."""
    assert len({hash(str(k * PRIME)) for k in range(1_000)}) >= 997


if __name__ == "__main__":
    main()
