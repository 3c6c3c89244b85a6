# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 5: a cache that forgets the oldest"
# claim = "A cache of 1,000 made of a plain dict passes over hundreds of dead entries an eviction."
# browser = true
# rows = ["S069", "S071"]
# ///
"""A dict keeps its order, so the oldest key is the first: `next(iter(cache))`.

But evicted keys leave dead entries in front of it until the table is made anew. OrderedDict links
its keys and goes straight to the first.
"""

import ctypes
from collections import OrderedDict

WORD = ctypes.sizeof(ctypes.c_void_p)


def word(address: int) -> int:
    return ctypes.c_size_t.from_address(address).value


def dead_in_front(d: dict[int, object]) -> int:
    """Entries without a value before the first living one (see dicts/front_leftovers)."""
    keys = word(id(d) + (object.__basicsize__ + WORD + 7) // 8 * 8 + 8)
    index_bytes = 1 << ctypes.c_uint8.from_address(keys + WORD + 1).value
    entries = keys + WORD + 8 + 2 * WORD + index_bytes
    dead = 0
    while not word(entries + dead * 3 * WORD + 2 * WORD):
        dead += 1
    return dead


def remember(cache: dict, key: int, size: int) -> int:
    """Put a key in; evict the oldest if the cache is full; dead entries passed over."""
    passed = 0
    if len(cache) == size:
        passed = dead_in_front(cache)
        del cache[next(iter(cache))]
    cache[key] = "a result"
    return passed


def passed_per_eviction(size: int, evictions: int) -> float:
    cache = dict.fromkeys(range(size), "a result")
    passed = [remember(cache, size + i, size) for i in range(evictions)]
    return sum(passed) / evictions


def main() -> None:
    print("cache of   dead entries passed over")
    print("           an eviction, on average")
    for size in (10, 100, 1_000):
        print(f"{size:8,} {passed_per_eviction(size, 5 * size):15,.0f}")


def test_the_cost_of_an_eviction_grows_with_the_cache():
    """A cache ten times as large passes over about ten times as many dead entries."""
    small, large = passed_per_eviction(100, 1_000), passed_per_eviction(1_000, 4_000)
    assert small > 20
    assert 5 < large / small < 20


def test_the_oldest_goes_first_in_both():
    """A plain dict and OrderedDict.popitem(last=False) evict the same keys."""
    plain, linked = {}, OrderedDict()
    for key in range(50):
        remember(plain, key, 8)
        if len(linked) == 8:
            linked.popitem(last=False)
        linked[key] = "a result"
    assert list(plain) == list(linked) == list(range(42, 50))


if __name__ == "__main__":
    main()
