# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The built-in that was made for it"
# claim = "A list rewrites its slots at each pop(0); a deque drops a block at every 64th popleft."
# browser = true
# rows = ["S086"]
# ///
"""Emptying a queue from the front: we look at what happens to the memory.

For the list we read its slots before and after. A deque is a chain of blocks of 64, and
`sys.getsizeof` counts the blocks, so we can see when one is given back: nothing else changes.
"""

import ctypes
import struct
import sys
from collections import deque

WORD = struct.calcsize("P")


def slots(items: list) -> list[int]:
    """The addresses in the slots of a list, read from memory."""
    block = ctypes.c_size_t.from_address(id(items) + object.__basicsize__ + WORD).value
    return list((ctypes.c_size_t * len(items)).from_address(block))


def written_by_list(n: int) -> int:
    """Slots rewritten while a list of n is emptied by pop(0)."""
    items = [object() for _ in range(n)]
    written = 0
    while items:
        before = slots(items)
        items.pop(0)
        written += sum(a != b for a, b in zip(before, slots(items), strict=False))
    return written


def blocks_dropped_by_deque(n: int) -> int:
    """Blocks given back while a deque of n is emptied by popleft()."""
    items = deque(object() for _ in range(n))
    dropped = 0
    while items:
        before = sys.getsizeof(items)
        items.popleft()
        dropped += sys.getsizeof(items) < before
    return dropped


def main() -> None:
    print("items   slots a list   blocks a deque")
    print("             writes        gives back")
    for n in (64, 128, 256, 512):
        print(f"{n:5} {written_by_list(n):14,} {blocks_dropped_by_deque(n):16}")


def test_a_list_writes_a_quadratic_number_of_slots():
    """n items take n (n - 1) / 2 slot writes."""
    for n in (1, 10, 100, 300):
        assert written_by_list(n) == n * (n - 1) // 2


def test_a_deque_gives_back_a_block_for_every_64():
    """One block for each 64 items or part of them, at most one more, and never a quadratic many."""
    for n in (64, 640, 6400):
        assert abs(blocks_dropped_by_deque(n) - n // 64) <= 1


if __name__ == "__main__":
    main()
