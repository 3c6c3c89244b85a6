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


def slots_of(items: list) -> list[int]:
    """What the slots of a list hold, read from memory."""
    block = word_at(id(items) + object.__basicsize__ + WORD)
    return [word_at(block + i * WORD) for i in range(len(items))]


def main() -> None:
    mixed = [7, "seven", 7.0, [7] * 7, None]
    print(f"block of {WORD}-byte slots")
    print("at    holds           there lies")
    for i, (item, held) in enumerate(zip(mixed, slots_of(mixed), strict=True)):
        what = f"{type(item).__name__}, {sys.getsizeof(item)} B"
        print(f"+ {i * WORD:<3} {held:<#14x}  {what}")


def test_slot_i_lies_i_words_into_the_block():
    """For items of any type, block + i words holds the address of item i."""
    mixed = [7, "seven", 7.0, [7] * 7, None, object()]
    assert slots_of(mixed) == [id(item) for item in mixed]


def test_the_same_object_may_stand_in_many_slots():
    """A thousand slots may all hold one address."""
    one = object()
    assert slots_of([one] * 1000) == [id(one)] * 1000


if __name__ == "__main__":
    main()
