# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Spare slots depend on how the list was born"
# claim = "Ten items take 10, 12 or 16 slots: a known length is exact, a counted one is not."
# browser = true
# rows = ["S062", "W09"]
# ///
# ruff: noqa: C400, C416 - how the lists are made is what we look at
"""A list made from something of known length gets exactly the slots it needs.

A comprehension or a generator cannot say how many items will come, so the list grows as it
does under append and keeps the spare slots.
"""

import struct
import sys

WORD = struct.calcsize("P")
EMPTY = sys.getsizeof([])
TEN = list(range(10))


def capacity(items: list) -> int:
    return (sys.getsizeof(items) - EMPTY) // WORD


def extended(start: list, more: list) -> list:
    start.extend(more)
    return start


BIRTHS = {
    "[None] * 10": lambda: [None] * 10,
    "list(range(10))": lambda: list(range(10)),
    "ten[:]": lambda: TEN[:],
    "[*ten]": lambda: [*TEN],
    "five + five": lambda: TEN[:5] + TEN[5:],
    "sorted(ten)": lambda: sorted(TEN),
    "[].extend(ten)": lambda: extended([], TEN),
    "one.extend(nine)": lambda: extended(TEN[:1], TEN[1:]),
    "[x for x in ten]": lambda: [x for x in TEN],
    "list(x for x in ten)": lambda: list(x for x in TEN),
    "list(map(abs, ten))": lambda: list(map(abs, TEN)),
}


def main() -> None:
    print("ten items by          slots, spare")
    for how, make in BIRTHS.items():
        slots = capacity(make())
        print(f"{how:<21} {slots:5}  {'□' * (slots - 10)}".rstrip())


def test_a_known_length_is_allocated_exactly():
    """Repetition, a range, a slice, a star, a sum, sorted and a first extend take 10 slots."""
    for how in list(BIRTHS)[:7]:
        assert capacity(BIRTHS[how]()) == 10, how


def test_what_grows_while_it_is_filled_keeps_spare_slots():
    """Comprehension, generator and map end at 16 slots for 10 items, as append does."""
    for how in list(BIRTHS)[8:]:
        assert capacity(BIRTHS[how]()) == 16, how


def test_exact_can_mean_rounded_up_to_even():
    """[1, 2, 3] has 4 slots and list(range(7)) has 8, but a slice of 7 has 7."""
    assert capacity([1, 2, 3]) == 4
    assert capacity(list(range(7))) == 8
    assert capacity(TEN[:7]) == 7


def test_extending_a_full_list_rounds_up_to_a_multiple_of_four():
    """One item extended by nine gets 12 slots."""
    assert capacity(BIRTHS["one.extend(nine)"]()) == 12


if __name__ == "__main__":
    main()
