# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The back is cheap, the front moves everything"
# claim = "pop() writes no slot; pop(0) writes all n - 1 that are left, insert(0) all n + 1."
# browser = true
# rows = ["S053"]
# ///
"""Slots lie side by side without gaps, so a change at the front moves all that follow.

The slots are read from memory before and after: those that hold another address were written.
"""

import ctypes
from collections.abc import Callable

WORD = ctypes.sizeof(ctypes.c_void_p)


def slots_of(items: list) -> list[int]:
    """The addresses in the used slots, read from the block."""
    block = ctypes.c_size_t.from_address(id(items) + object.__basicsize__ + WORD).value
    return [ctypes.c_size_t.from_address(block + i * WORD).value for i in range(len(items))]


def rewritten(change: Callable[[list], object], n: int = 1_000) -> int:
    """Used slots that hold another address after the change than before."""
    items = [object() for _ in range(n)]
    before = slots_of(items)
    keep = list(items)  # lest an item dies and its address is used again
    change(items)
    after = slots_of(items)
    assert len(keep) == n
    return sum(before[i : i + 1] != [now] for i, now in enumerate(after))


CHANGES = {
    "items.append(x)": lambda items: items.append(object()),
    "items.pop()": lambda items: items.pop(),
    "items[0] = x": lambda items: items.__setitem__(0, object()),
    "items.insert(500, x)": lambda items: items.insert(500, object()),
    "del items[500]": lambda items: items.__delitem__(500),
    "items.insert(0, x)": lambda items: items.insert(0, object()),
    "items.pop(0)": lambda items: items.pop(0),
}


def main() -> None:
    print("on a list of 1,000      slots written")
    for name, change in CHANGES.items():
        print(f"{name:<22}  {rewritten(change):13,}")


def test_the_back_writes_at_most_one_slot():
    """append writes the new slot, pop() none, whatever the length."""
    for n in (10, 1_000, 20_000):
        assert rewritten(CHANGES["items.append(x)"], n) == 1
        assert rewritten(CHANGES["items.pop()"], n) == 0


def test_the_front_writes_every_slot():
    """insert(0) writes n + 1 slots and pop(0) writes the n - 1 that are left."""
    for n in (10, 1_000, 20_000):
        assert rewritten(CHANGES["items.insert(0, x)"], n) == n + 1
        assert rewritten(CHANGES["items.pop(0)"], n) == n - 1


def test_the_middle_writes_what_follows():
    """insert(500) in 1,000 writes 501 slots, del [500] writes 499."""
    assert rewritten(CHANGES["items.insert(500, x)"]) == 501
    assert rewritten(CHANGES["del items[500]"]) == 499


if __name__ == "__main__":
    main()
