# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The two tables inside a dict"
# claim = "A dict holds its entries in the order they came; the hash table holds their numbers."
# browser = true
# rows = ["S069", "S070"]
# ///
"""A dict is a row of entries and a table of small numbers that say where in the row a key is.

The structures are those of CPython 3.11 and later, laid over the memory of a real dict.
"""

import ctypes
from ctypes import c_ssize_t, c_uint8, c_uint32, c_uint64, c_void_p


class Dict(ctypes.Structure):
    _fields_ = [
        ("header", ctypes.c_byte * object.__basicsize__),
        ("used", c_ssize_t),
        ("tag", c_uint64),
        ("keys", c_void_p),
    ]


class Keys(ctypes.Structure):
    _fields_ = [
        ("references", c_ssize_t),
        ("log2_slots", c_uint8),
        ("log2_index_bytes", c_uint8),
        ("kind", c_uint8),
        ("version", c_uint32),
        ("usable", c_ssize_t),
        ("entries", c_ssize_t),
    ]


def index_table(d: dict) -> list[int]:
    """The entry number in each slot; -1 is a free slot, -2 a deleted one."""
    at = Dict.from_address(id(d)).keys
    keys = Keys.from_address(at)
    slots = 1 << keys.log2_slots
    width = (1 << keys.log2_index_bytes) // slots
    number = getattr(ctypes, f"c_int{8 * width}")
    return list((number * slots).from_address(at + ctypes.sizeof(Keys)))


def main() -> None:
    stock = {40: "nuts", 7: "figs", 16: "dates"}
    table = index_table(stock)
    print("slot  ", *(f"{slot:3}" for slot in range(len(table))))
    print("entry ", *(f"{'·' if entry < 0 else entry:>3}" for entry in table))
    print("\nentry   hash   key   value")
    for entry, (key, value) in enumerate(stock.items()):
        print(f"{entry:5} {hash(key):6} {key:5}   {value}")


def test_the_table_holds_the_numbers_of_the_entries():
    """For any number of keys the slots in use hold 0 … n - 1, each once."""
    for n in (0, 1, 5, 6, 100, 1_000, 50_000):
        d = dict.fromkeys(range(n))
        assert sorted(entry for entry in index_table(d) if entry >= 0) == list(range(n))


def test_the_first_choice_is_the_low_bits_of_the_hash():
    """Small integers lie in the slot of their own number, in whatever order they came."""
    table = index_table(dict.fromkeys([4, 0, 3]))
    assert [table.index(entry) for entry in range(3)] == [4, 0, 3]


def test_who_comes_second_gets_another_slot():
    """40 and 16 both want slot 0 of 8: 16 came later and lies in slot 1."""
    assert index_table({40: 0, 7: 0, 16: 0}) == [0, 2, -1, -1, -1, -1, -1, 1]


if __name__ == "__main__":
    main()
