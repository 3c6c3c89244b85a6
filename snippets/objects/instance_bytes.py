# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Five ways to keep three values together"
# claim = "Bytes a record: slots < named tuple < plain object < plain object with its dict."
# browser = true
# rows = ["S077", "S082", "S083", "S084", "W15"]
# ///
"""How many bytes are asked for to make one record of three fields.

The memory is counted by `tracemalloc`, which sees every request to the allocator; the three
values are shared by all records and not counted. 200 records are made and kept first, so that
what was parked for reuse is used up.
"""

import gc
import struct
import sysconfig
import tracemalloc
from collections import namedtuple
from dataclasses import dataclass

WORD = struct.calcsize("P")
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
Named = namedtuple("Named", "name owner state")


class Plain:
    def __init__(self, name, owner, state):
        self.name = name
        self.owner = owner
        self.state = state


@dataclass(slots=True)
class Slots:
    name: str
    owner: str
    state: str


def asked(name, owner, state):
    thing = Plain(name, owner, state)
    vars(thing)
    return thing


WAYS = {
    "slots": Slots,
    "named tuple": Named,
    "plain object": Plain,
    "plain, dict asked for": asked,
    "dict": lambda name, owner, state: {"name": name, "owner": owner, "state": state},
}


def bytes_each(make, n: int = 1_000) -> int:
    """Bytes asked for to make one, the mean of many, once the class is in use."""
    in_use = [make("n", "o", "s") for _ in range(200)]
    held = [None] * n
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for i in range(n):
            held[i] = make("n", "o", "s")
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del in_use
    return round((after - before) / n)


def main() -> None:
    print("one record               bytes   words")
    for way, make in WAYS.items():
        each = bytes_each(make)
        print(f"{way:<23} {each:6} {each // WORD:7}")


def test_slots_are_smallest_and_dicts_largest():
    """slots < named tuple < plain < plain with its dict, and a dict is over twice the slots."""
    size = {way: bytes_each(make) for way, make in WAYS.items()}
    assert size["slots"] < size["named tuple"] < size["plain object"]
    assert 1.4 * size["plain object"] < size["plain, dict asked for"]
    assert 2 * size["slots"] < size["dict"]


def test_sizes_follow_from_the_words():
    """Slots: two words for the collector, the head, three addresses; plain: 11 or 12 words."""
    collector = 0 if FREE_THREADED else 2 * WORD
    assert bytes_each(Slots) == collector + object.__basicsize__ + 3 * WORD
    if not FREE_THREADED:
        assert bytes_each(Plain) / WORD in (11, 12)


def test_slots_refuse_a_new_name():
    """An object with slots has the named attributes and no others."""
    thing = Slots("n", "o", "s")
    refused = False
    try:
        thing.colour = "red"
    except AttributeError:
        refused = True
    assert refused
    assert not hasattr(thing, "__dict__")


if __name__ == "__main__":
    main()
