# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "One odd key and the dict is three times as large"
# claim = "One integer among 1,000 string keys doubles the table and widens every entry by a word."
# browser = true
# rows = ["S070"]
# ///
"""Strings remember their hash, so a dict of strings alone need not keep it in the entry.

The first key of another type makes the table anew: with a hash in every entry, and, as at every
growth, with room for twice as many.
"""

import struct
import sys

WORD = struct.calcsize("P")
STRINGS = [str(i) for i in range(1_000)]


def with_keys(*keys) -> int:
    """Bytes of a dict of 1,000 strings and these keys."""
    d = dict.fromkeys(STRINGS)
    for key in keys:
        d[key] = None
    return sys.getsizeof(d)


def main() -> None:
    print("1,000 string keys         bytes")
    print(f"  and one more string   {with_keys('more'):7,}")
    print(f"  and one integer       {with_keys(1):7,}")
    print("1,000 strings in")
    print(f"  a set                 {sys.getsizeof(set(STRINGS)):7,}")
    print(f"  a list                {sys.getsizeof(STRINGS[:]):7,}")


def test_one_more_string_changes_nothing():
    """The table has room for 1,365 entries: another string takes no more bytes."""
    assert with_keys("more") == with_keys()


def test_one_integer_doubles_the_table_and_widens_the_entries():
    """2,048 slots and 1,365 entries of two words become 4,096 and 2,730 of three."""
    before = 2_048 * 2 + 1_365 * 2 * WORD
    after = 4_096 * 2 + 2_730 * 3 * WORD
    assert with_keys(1) - with_keys() == after - before


def test_a_set_of_as_many_has_more_slots():
    """A set of 1,000 has 2,048 slots of two words, and no row of entries."""
    filled = set(range(1_000))
    assert sys.getsizeof(filled) - sys.getsizeof(set()) == 2_048 * 2 * WORD


if __name__ == "__main__":
    main()
