# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A list grows by about an eighth"
# claim = "Appending one by one gives capacities 4, 8, 16, 24, 32, 40, 52, 64, 76, 92."
# browser = true
# rows = ["S062", "S063", "W08"]
# ///
"""When a block is full, append asks for one that is about an eighth larger.

`sys.getsizeof` counts the slots a list has, used or spare, so the capacity can be seen from
outside: bytes beyond an empty list, divided by the size of an address.
"""

import struct
import sys

WORD = struct.calcsize("P")
EMPTY = sys.getsizeof([])


def capacity(items: list) -> int:
    """Slots the block of this list has, used or spare."""
    return (sys.getsizeof(items) - EMPTY) // WORD


def next_capacity(length: int) -> int:
    """Slots asked for when an append makes the length outgrow the block."""
    return (length + (length >> 3) + 6) & ~3


def growth_steps(appends: int) -> list[tuple[int, int]]:
    """Lengths at which appending changed the capacity, and the new one."""
    items: list[None] = []
    steps = []
    before = 0
    for _ in range(appends):
        items.append(None)
        if capacity(items) != before:
            before = capacity(items)
            steps.append((len(items), before))
    return steps


def main() -> None:
    print("at length   slots    spare   formula")
    for length, slots in growth_steps(100):
        print(f"{length:9}   {slots:5}    {slots - length:5}   {next_capacity(length):7}")


def test_the_first_capacities():
    """Appending gives 4, 8, 16, 24, 32, 40, 52, 64, 76, 92 slots."""
    assert [slots for _, slots in growth_steps(92)] == [4, 8, 16, 24, 32, 40, 52, 64, 76, 92]


def test_the_formula_holds_for_100_000_appends():
    """(n + n // 8 + 6) rounded down to a multiple of 4 predicts every step."""
    steps = growth_steps(100_000)
    assert all(slots == next_capacity(length) for length, slots in steps)
    assert len(steps) == 66


def test_a_list_of_exactly_100_grows_to_116():
    """One append takes a list of 100 slots to 116, neither 118 nor 112."""
    items = [None] * 100
    items.append(None)
    assert capacity(items) == 116


if __name__ == "__main__":
    main()
