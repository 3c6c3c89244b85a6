# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A range is a sequence, not an iterator"
# claim = "A range has one size at any length and finds an int without looking at its items."
# browser = true
# rows = ["S081"]
# ///
"""A range holds start, stop, step and length. Everything else is arithmetic."""

import sys


class Probe:
    """Equal to 9,999, and counts how often it is compared."""

    def __init__(self):
        self.compared = 0

    def __eq__(self, other):
        self.compared += 1
        return other == 9_999

    __hash__ = None


def main() -> None:
    far = range(0, 10**18, 3)
    print("bytes:", *(sys.getsizeof(range(n)) for n in (0, 10, 10**18)))
    print("999,999 in it:", 999_999 in far, "  index:", far.index(999_999))
    print("last item:", far[-1])
    print("every 1000th item:", far[::1000], sep="\n  ")
    probe = Probe()
    print("found:", probe in range(10_000), "  compared:", probe.compared)


def test_the_size_does_not_depend_on_the_length():
    """Empty or a trillion million long, a range has the same bytes: a head and four addresses."""
    import struct

    sizes = {sys.getsizeof(range(n)) for n in (0, 10, 10**9, 10**18)}
    assert sizes == {object.__basicsize__ + 4 * struct.calcsize("P")}


def test_an_int_is_found_by_arithmetic():
    """Membership, index, item and slice of a range no list could hold come out right."""
    far = range(0, 10**18, 3)
    assert 999_999 in far
    assert 1_000_000 not in far
    assert far.index(999_999) == 333_333
    assert far[-1] == 10**18 - 1
    assert far[::1000] == range(0, 10**18 + 2, 3000)


def test_anything_else_is_found_by_a_walk():
    """An object that is not an int is compared with every item up to its own."""
    probe = Probe()
    assert probe in range(10_000)
    assert probe.compared == 10_000


if __name__ == "__main__":
    main()
