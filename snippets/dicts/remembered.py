# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Which keys remember their hash"
# claim = "A frozenset asks its members once; a tuple asks them at every look-up, up to 3.13."
# browser = true
# rows = ["S073", "S075"]
# ///
"""A look-up begins with the hash of the key, and that may cost more than the look-up.

Strings and frozensets remember theirs. Tuples do so since CPython 3.14; a frozen dataclass
builds a tuple of its fields each time.
"""

import sys
from dataclasses import dataclass

calls = 0


class Part:
    """A part of a key that counts how often it is hashed."""

    def __hash__(self) -> int:
        global calls
        calls += 1
        return 7


@dataclass(frozen=True)
class Place:
    x: Part
    y: Part


KINDS = {
    "frozenset({p, q})": lambda p, q: frozenset({p, q}),
    "(p, q)": lambda p, q: (p, q),
    "frozen dataclass(p, q)": Place,
}


def hashed_parts(make, lookups: int) -> int:
    """How often parts are hashed while one key is looked up again and again."""
    global calls
    key = make(Part(), Part())
    table = {key: "found"}
    calls = 0
    for _ in range(lookups):
        assert table[key] == "found"
    return calls


def main() -> None:
    print(f"CPython {sys.version_info.major}.{sys.version_info.minor}")
    print("100 look-ups of one key   parts hashed")
    for name, make in KINDS.items():
        print(f"{name:<25} {hashed_parts(make, 100):12}")


def test_a_frozenset_remembers():
    """After the first hash its members are asked no more."""
    assert hashed_parts(KINDS["frozenset({p, q})"], 100) == 0


def test_a_tuple_remembers_since_3_14():
    """Up to 3.13 each look-up hashes both items."""
    expected = 0 if sys.version_info >= (3, 14) else 200
    assert hashed_parts(KINDS["(p, q)"], 100) == expected


def test_a_frozen_dataclass_forgets():
    """Each look-up hashes every field again, on every version."""
    assert hashed_parts(Place, 100) == 200


if __name__ == "__main__":
    main()
