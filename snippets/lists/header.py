# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The header of a list, word by word"
# claim = "The length is a word of the header; slot zero holds the address of the first item."
# browser = true
# rows = ["S052", "W05"]
# ///
"""A list object is a header of fixed size, and its items are not in it.

`id()` is the address of an object in CPython, so `ctypes` can read the header as plain words:
what every object starts with, then the length, the address of the block and the slots it has.
"""

import ctypes

WORD = ctypes.sizeof(ctypes.c_void_p)


def word_at(address: int) -> int:
    """The machine word that lies at this address."""
    return ctypes.c_size_t.from_address(address).value


def read_header(items: list) -> tuple[int, int, int]:
    """Length, address of the block, number of slots: read from memory."""
    after_object_head = id(items) + object.__basicsize__
    length = word_at(after_object_head)
    block = word_at(after_object_head + WORD)
    slots = word_at(after_object_head + 2 * WORD)
    return length, block, slots


def main() -> None:
    notes = ["do", "re", "mi"]
    notes.append("fa")
    notes.append("so")
    length, block, slots = read_header(notes)
    print(f"list object at    {id(notes):#x}")
    print(f"  length          {length}")
    print(f"  slots in block  {slots}")
    print(f"  block at        {block:#x}")
    print(f"block, slot zero  {word_at(block):#x}")
    print(f"id(notes[0])      {id(notes[0]):#x}")


def test_length_is_a_word_of_the_header():
    """The word after the object head is the length, whatever the items are."""
    for n in (0, 1, 5, 1000):
        assert read_header(["x"] * n)[0] == n


def test_slot_zero_is_the_address_of_the_first_item():
    """The block starts with the address of item zero, not with a length."""
    notes = ["do", "re", "mi"]
    _, block, _ = read_header(notes)
    assert word_at(block) == id(notes[0])
    assert word_at(block) != len(notes)


def test_header_has_the_same_size_for_every_list():
    """A list type adds exactly three words to the head of an object."""
    assert list.__basicsize__ == object.__basicsize__ + 3 * WORD


if __name__ == "__main__":
    main()
