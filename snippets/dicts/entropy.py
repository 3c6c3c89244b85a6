# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What makes a hash bad"
# claim = "Only the low bits choose the slot: keys that agree there collide, and look further."
# browser = true
# rows = ["S073"]
# ///
"""A table of 2^k slots looks at the last k bits of the hash first.

What counts is how much those bits differ: their entropy. At most it is log2 of the number of
keys, about 10 bits for 1,000 keys; at 0 all keys want the same slot.
"""

import random
import sys
from collections import Counter
from math import log2

SLOTS = 2_048  # of a dict with 1,000 keys
WRAP = (1 << sys.hash_info.width) - 1
DRAW = random.Random(3)  # noqa: S311 - repeatable on purpose

KEYS = {
    "0, 1, 2, …": range(1_000),
    "at random": DRAW.sample(range(2**31 - 1), 1_000),
    "multiples of 64": range(0, 64_000, 64),
    "multiples of 4,096": range(0, 4_096_000, 4_096),
    "multiples of 1,000": range(0, 1_000_000, 1_000),
    "1/1024, 2/1024, …": [n / 1_024 for n in range(1, 1_001)],
}


def entropy_bits(hashes, slots: int = SLOTS) -> float:
    """Entropy of the slot that is wanted first."""
    wanted = Counter(h % slots for h in hashes).values()
    total = sum(wanted)
    return sum(n / total * log2(total / n) for n in wanted)


def looks_per_key(hashes, slots: int = SLOTS) -> float:
    """Slots looked at per insert, as dicts probe."""
    taken, looked = set(), 0
    for h in hashes:
        slot, perturb = h % slots, h & WRAP
        looked += 1
        while slot in taken:
            perturb >>= 5
            slot = (5 * slot + perturb + 1) % slots
            looked += 1
        taken.add(slot)
    return looked / len(taken)


def main() -> None:
    print("1,000 keys         entropy  looks")
    for name, keys in KEYS.items():
        hashes = [hash(key) for key in keys]
        print(f"{name:<18} {entropy_bits(hashes):7.2f} {looks_per_key(hashes):6.2f}")
    print(f"\nhash(1), hash(-1), hash(-2): {hash(1)}, {hash(-1)}, {hash(-2)}")


def test_small_integers_are_their_own_hash_but_for_minus_one():
    """hash(n) is n; -1 means an error in C, so -1 shares the hash of -2."""
    assert all(hash(n) == n for n in range(-1_000, 1_000) if n != -1)
    assert hash(-1) == hash(-2) == -2
    assert {-1: "a", -2: "b"} == {-2: "b", -1: "a"}


def test_a_row_of_integers_never_collides():
    """0 … 999 spread perfectly: log2(1000) bits, one look each."""
    hashes = list(map(hash, KEYS["0, 1, 2, …"]))
    assert abs(entropy_bits(hashes) - log2(1_000)) < 1e-9
    assert looks_per_key(hashes) == 1


def test_multiples_of_a_power_of_two_want_the_same_slots():
    """Multiples of 4,096 want one slot of 2,048: no entropy, several looks a key."""
    hashes = list(map(hash, KEYS["multiples of 4,096"]))
    assert abs(entropy_bits(hashes)) < 1e-9
    assert 2 < looks_per_key(hashes) < 20
    assert looks_per_key(hashes) > looks_per_key(list(map(hash, KEYS["at random"])))


def test_binary_fractions_are_worse():
    """n/1024 hashes to n times a high power of two: every key wants slot 0, for many looks."""
    hashes = list(map(hash, KEYS["1/1024, 2/1024, …"]))
    assert entropy_bits(hashes) == 0
    assert looks_per_key(hashes) > looks_per_key(list(map(hash, KEYS["multiples of 4,096"])))


def test_the_higher_bits_come_to_the_rescue():
    """Equal hashes cost (n + 1) / 2 looks each; equal low bits only, far fewer."""
    assert looks_per_key([0] * 1_000) == 1_001 / 2
    assert looks_per_key([n * SLOTS for n in range(1_000)]) < 50


if __name__ == "__main__":
    main()
