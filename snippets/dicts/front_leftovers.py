# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A dict is no queue"
# claim = "Emptying a dict of n keys from the front passes over n (n - 1) / 2 dead entries."
# browser = true
# rows = ["S071"]
# ///
"""A deleted entry leaves a hole in the row, and iteration starts at the front of the row.

So the first living key lies behind all the dead ones. The holes are counted in memory: a dead
entry has no value.
"""

import ctypes

WORD = ctypes.sizeof(ctypes.c_void_p)


def word(address: int) -> int:
    return ctypes.c_size_t.from_address(address).value


def dead_in_front(d: dict[int, object]) -> int:
    """Entries that iteration passes over before it meets the first living key."""
    keys = word(id(d) + (object.__basicsize__ + WORD + 7) // 8 * 8 + 8)
    index_bytes = 1 << ctypes.c_uint8.from_address(keys + WORD + 1).value
    entries = keys + WORD + 8 + 2 * WORD + index_bytes
    used_up = word(keys + WORD + 8 + WORD)
    for dead in range(used_up):
        if word(entries + dead * 3 * WORD + 2 * WORD):
            return dead
    return used_up


def from_the_front(d: dict) -> None:
    del d[next(iter(d))]


def from_the_back(d: dict) -> None:
    d.popitem()


def passed_over(take, n: int) -> int:
    """Dead entries passed over while all of n keys are looked for and taken out."""
    d = dict.fromkeys(range(n), "job")
    passed = 0
    while d:
        passed += dead_in_front(d)
        take(d)
    return passed


def main() -> None:
    print("keys      dead entries passed over")
    print("          from the front    popitem()")
    for n in (10, 100, 1_000):
        front, back = (passed_over(take, n) for take in (from_the_front, from_the_back))
        print(f"{n:5,} {front:18,} {back:12,}")


def test_the_front_gets_further_away_with_every_deletion():
    """All of n keys taken from the front pass n (n - 1) / 2 dead entries."""
    for n in (1, 10, 300):
        assert passed_over(from_the_front, n) == n * (n - 1) // 2


def test_the_back_stays_near():
    """popitem() takes the last entry and leaves no hole."""
    assert passed_over(from_the_back, 300) == 0


def test_deleting_takes_them_in_order_of_insertion():
    """next(iter(d)) is the oldest key that is left."""
    d = dict.fromkeys("cab")
    from_the_front(d)
    assert list(d) == ["a", "b"]


if __name__ == "__main__":
    main()
