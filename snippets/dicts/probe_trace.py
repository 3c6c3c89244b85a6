# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "How a dict finds a slot"
# claim = "Six lines predict the slot of every key, and agree with the memory of real dicts."
# browser = true
# rows = ["S070"]
# ///
"""Open addressing: if the slot is taken, the next one to look at is computed from the hash.

Every look brings five more bits of the hash into play. The tests compare this model, slot by
slot, with what real dicts have in memory.
"""

import ctypes
import random
import sys

WRAP = (1 << sys.hash_info.width) - 1  # a hash is used as an unsigned number


def looks(key_hash: int, slots: int):
    """The slots that are looked at for a hash, in order, without end."""
    slot, perturb = key_hash & (slots - 1), key_hash & WRAP
    while True:
        yield slot
        perturb >>= 5
        slot = (5 * slot + perturb + 1) & (slots - 1)


def fill(keys, slots: int) -> tuple[list[int], dict]:
    """Entry number in each slot after inserting the keys, and the path of each key."""
    table, paths = [-1] * slots, {}
    for entry, key in enumerate(keys):
        paths[key] = []
        for slot in looks(hash(key), slots):
            paths[key].append(slot)
            if table[slot] < 0:
                table[slot] = entry
                break
    return table, paths


def main() -> None:
    print("8 slots\nkey   hash in bits   looks at slots")
    for key, path in fill([3, 8, 16, 24, 32], 8)[1].items():
        print(f"{key:3}   {key:012b}   {' → '.join(map(str, path))}")


def slots_in_memory(d: dict) -> list[int]:
    """The index table of a real dict (see dicts/inside)."""
    word = ctypes.sizeof(ctypes.c_void_p)
    offset = (object.__basicsize__ + word + 7) // 8 * 8 + 8
    keys = ctypes.c_size_t.from_address(id(d) + offset).value
    log2_slots, log2_bytes = (ctypes.c_uint8.from_address(keys + word + i).value for i in (0, 1))
    kind = {0: ctypes.c_int8, 1: ctypes.c_int16, 2: ctypes.c_int32}[log2_bytes - log2_slots]
    start = keys + word + 8 + 2 * word
    return list((kind * (1 << log2_slots)).from_address(start))


def test_the_model_is_the_memory_of_real_dicts():
    """For 200 dicts of random integers, strings, floats and tuples every slot agrees."""
    draw = random.Random(6)  # noqa: S311 - repeatable on purpose
    for _ in range(200):
        numbers = [draw.getrandbits(62) - 2**61 for _ in range(draw.randrange(1, 6))]
        for convert in (int, str, float, lambda n: (n, "key")):
            keys = list(dict.fromkeys(map(convert, numbers)))
            assert slots_in_memory(dict.fromkeys(keys)) == fill(keys, 8)[0]


def test_growing_places_the_entries_anew_in_their_order():
    """After growing, a dict of n keys looks as if they came to the larger table at once."""
    draw = random.Random(7)  # noqa: S311 - repeatable on purpose
    keys = [draw.getrandbits(60) for _ in range(300)]
    d: dict[int, None] = {}
    for n, key in enumerate(keys, 1):
        d[key] = None
        table = slots_in_memory(d)
        if n in (6, 11, 22, 43, 86, 171, 300):
            assert table == fill(keys[:n], len(table))[0]


def test_every_slot_is_reached():
    """Once the hash is used up, 5 * slot + 1 visits all slots before it repeats."""
    for slots in (8, 64, 1_024):
        path = looks(0, slots)
        assert {next(path) for _ in range(slots)} == set(range(slots))


if __name__ == "__main__":
    main()
