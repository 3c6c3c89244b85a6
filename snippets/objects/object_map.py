# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Objects, word by word"
# claim = "An object starts with its reference count and its type's address; then come its data."
# browser = true
# rows = ["S087"]
# ///
"""Every object begins with a head: how many references there are to it, and what type it is.

What follows is the type's own affair: a float has its eight bytes there, a tuple its length and
the addresses of its items, an instance with slots one address for each slot.
"""

import ctypes
import struct
import sysconfig

WORD = ctypes.sizeof(ctypes.c_void_p)
HEAD = object.__basicsize__
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
COUNT_AT = WORD + 4 if FREE_THREADED else 0


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y


def word_at(address: int) -> int:
    """The machine word that lies at this address."""
    return ctypes.c_size_t.from_address(address).value


def count_at(address: int) -> int:
    """The reference count of the object there; to look by address adds none."""
    return ctypes.c_uint32.from_address(address + COUNT_AT).value


def type_at(address: int) -> int:
    """The address of its type: the last word of the head."""
    return word_at(address + HEAD - WORD)


def main() -> None:
    x = float("1.5")
    p = Point(x, float("2.5"))
    for line, address in (("x = 1.5", id(x)), ("p = Point(x, 2.5)", id(p))):
        print(f"{line} at {address:#x}")
        print(f"  +{COUNT_AT:<3} count   {count_at(address)}")
        print(f"  +{HEAD - WORD:<3} type    {type_at(address):#x}")
        if address == id(x):
            print(f"  +{HEAD:<3} value   {ctypes.string_at(address + HEAD, 8).hex(' ')}")
    print(f"  +{HEAD:<3} slot x  {word_at(id(p) + HEAD):#x}")
    print(f"  +{HEAD + WORD:<3} slot y  {word_at(id(p) + HEAD + WORD):#x}")


def test_the_count_is_the_number_of_references():
    """One name, one; ten slots of a list more, eleven."""
    thing = object()
    alone = count_at(id(thing))
    row = [thing] * 10
    listed = count_at(id(thing))
    assert (alone, listed) == (1, 1 + len(row))


def test_the_type_is_an_address():
    """The head names its type by the type's address."""
    for thing in (1.5, "text", [], Point(1.0, 2.0), int):
        assert type_at(id(thing)) == id(type(thing))


def test_a_float_is_its_eight_bytes():
    """What follows the head of a float is the number itself."""
    assert struct.unpack("d", ctypes.string_at(id(0.1) + HEAD, 8)) == (0.1,)


def test_a_slot_is_the_address_of_the_value():
    """Slots lie in the object, in order, one address each."""
    p = Point(1.5, 2.5)
    assert [word_at(id(p) + HEAD + i * WORD) for i in (0, 1)] == [id(p.x), id(p.y)]


if __name__ == "__main__":
    main()
