# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a dict is made of on your machine"
# claim = "A new dict has 8 slots of one byte and 5 entries; an entry takes two or three words."
# browser = true
# rows = ["S070"]
# ///
"""The figures of this chapter that depend on the build: word size, hash width, bytes an entry.

Take the sizes of a dict that has just grown: what is added is slots and entries, nothing else.
"""

import struct
import sys

WORD = struct.calcsize("P")


def table_bytes(slots: int, entry_words: int) -> int:
    """Bytes of a table: one-byte slots up to 128 of them, entries for two thirds."""
    slot_bytes = 1 if slots < 256 else 2
    return slots * slot_bytes + slots * 2 // 3 * entry_words * WORD


def main() -> None:
    print("a word, an address   ", WORD, "bytes")
    print("a hash               ", sys.hash_info.width, "bits")
    print("strings are hashed by", sys.hash_info.algorithm)
    print("{}                   ", sys.getsizeof({}), "bytes")
    print("{1: 1}               ", sys.getsizeof({1: 1}), "bytes")
    print('{"one": 1}           ', sys.getsizeof({"one": 1}), "bytes")
    print("{1}                  ", sys.getsizeof({1}), "bytes")


def test_an_entry_of_any_key_is_three_words_and_of_a_string_two():
    """From 8 to 16 slots a dict grows by 8 slots and 5 entries of 3 or 2 words."""
    for convert, words in ((int, 3), (str, 2)):
        small = dict.fromkeys(map(convert, range(5)))
        large = dict.fromkeys(map(convert, range(5)))
        large[convert(5)] = None
        grown = sys.getsizeof(large) - sys.getsizeof(small)
        assert grown == table_bytes(16, words) - table_bytes(8, words)


def test_a_hash_is_as_wide_as_a_word():
    """The hash has the bits of an address."""
    assert sys.hash_info.width == 8 * WORD


def test_a_small_set_keeps_its_eight_slots_inside():
    """A set of up to four members takes no more than an empty one."""
    assert sys.getsizeof(set()) == sys.getsizeof({1, 2, 3, 4}) < sys.getsizeof({1, 2, 3, 4, 5})


if __name__ == "__main__":
    main()
