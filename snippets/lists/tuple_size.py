# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A tuple is one piece of memory, a list is two"
# claim = "A tuple is a fixed number of words plus one per item, in one piece; a list takes two."
# browser = true
# rows = ["S060"]
# ///
"""A tuple never grows, so its items lie in the object itself.

It needs no address of a block and no count of slots. Since CPython 3.14 it has one word more, in
which it remembers its hash.
"""

import struct
import sys
import tracemalloc

WORD = struct.calcsize("P")
EMPTY_TUPLE_WORDS = sys.getsizeof(()) // WORD
EMPTY_LIST_WORDS = sys.getsizeof([]) // WORD


def pieces(make, n: int = 40) -> float:
    """Pieces of memory asked for to make one of these, the mean of 500."""
    tracemalloc.start()
    try:
        held = [None] * 500
        for i in range(500):
            held[i] = make([None] * n)
        here = tracemalloc.Filter(True, __file__)
        traces = tracemalloc.take_snapshot().filter_traces([here]).statistics("lineno")
    finally:
        tracemalloc.stop()
    return max(stat.count for stat in traces) / 500


def main() -> None:
    print(f"a word is {WORD} bytes; () has")
    print(f"{EMPTY_TUPLE_WORDS} words, [] has {EMPTY_LIST_WORDS}\n")
    print("items    tuple  [x] * n  [x for …]")
    for n in (0, 1, 3, 10, 100, 1000):
        sizes = map(sys.getsizeof, ((None,) * n, [None] * n, [None for _ in range(n)]))
        print(f"{n:5} {next(sizes):6,} B {next(sizes):6,} B {next(sizes):8,} B")


def test_a_tuple_is_its_head_and_one_word_per_item():
    """n items take n words more than none."""
    for n in range(200):
        assert sys.getsizeof((None,) * n) == (EMPTY_TUPLE_WORDS + n) * WORD


def test_an_exact_list_is_larger_by_a_fixed_number_of_words():
    """A list without spare slots takes two words more, one since tuples remember their hash."""
    remembers_hash = sys.version_info >= (3, 14)
    for n in range(200):
        more = sys.getsizeof([None] * n) - sys.getsizeof((None,) * n)
        assert more == (1 if remembers_hash else 2) * WORD


def test_a_list_is_two_pieces_and_a_tuple_one():
    """Making a list asks for two pieces of memory, the tuple for one, on average of 500."""
    assert pieces(tuple) <= 1.01
    assert 1.8 <= pieces(list) <= 2.01


if __name__ == "__main__":
    main()
