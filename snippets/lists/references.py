# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A block of addresses, one word apart"
# claim = "Slot i lies at block + i words and holds the address of item i, whatever its type."
# browser = true
# rows = ["S050", "S053"]
# ///
"""The block of a list holds addresses and nothing else.

All slots are one word wide, so the place of item i is a multiplication and an addition away.
What lies at the address found there may be of any type and any size.
"""

import ctypes
import sys

WORD = ctypes.sizeof(ctypes.c_void_p)


def word_at(address: int) -> int:
    """The machine word that lies at this address."""
    return ctypes.c_size_t.from_address(address).value


def block_of(items: list) -> int:
    """Address of the block of slots, the second word after the object head."""
    return word_at(id(items) + object.__basicsize__ + WORD)


def main() -> None:
    mixed = [7, "seven", 7.0, [7] * 7, None]
    block = block_of(mixed)
    print(f"block at {block:#x}, slots of {WORD} bytes\n")
    print("slot   lies at block +   holds             the item there")
    for i, item in enumerate(mixed):
        held = word_at(block + i * WORD)
        where = f"{i * WORD} bytes"
        print(f"{i:4}   {where:<17} {held:<#14x}    {item!r}, {sys.getsizeof(item)} bytes")


def test_slot_i_lies_i_words_into_the_block():
    """For items of any type, block + i words holds the address of item i."""
    mixed = [7, "seven", 7.0, [7] * 7, None, object()]
    block = block_of(mixed)
    for i, item in enumerate(mixed):
        assert word_at(block + i * WORD) == id(item)


def test_the_same_object_may_stand_in_many_slots():
    """A thousand slots may all hold one address."""
    one = object()
    block = block_of(crowd := [one] * 1000)
    assert {word_at(block + i * WORD) for i in range(len(crowd))} == {id(one)}


if __name__ == "__main__":
    main()
