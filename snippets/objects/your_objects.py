# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A million small objects on this machine"
# claim = "A plain object with three attributes takes 11 or 12 words, its values not counted."
# browser = true
# rows = ["S083", "S077", "W15"]
# ///
"""What a million objects with three attributes take here, and how that compares with the cache.

The three values are not counted: all objects share the same ones. The cache size is what Linux
says of it; `hwinfo` asks more sources and says which it trusts.
"""

import gc
import os
import struct
import sysconfig
import tracemalloc
from pathlib import Path

WORD = struct.calcsize("P")
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
HAS_PYMALLOC = sysconfig.get_config_var("WITH_PYMALLOC") != 0  # Windows does not say: it has
LARGEST_CACHE = Path("/sys/devices/system/cpu/cpu0/cache/index3/size")


class Job:
    def __init__(self) -> None:
        self.name = self.owner = self.state = None


def bytes_each(make, n: int = 1_000) -> int:
    """Bytes asked for to make one, the mean of many, once the class is in use."""
    in_use = [make() for _ in range(200)]
    held = [None] * n
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for i in range(n):
            held[i] = make()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del in_use
    return round((after - before) / n)


def allocator() -> str:
    """Who hands out the memory of small objects, unless PYTHONMALLOC says otherwise."""
    if FREE_THREADED:
        return "mimalloc"
    return os.environ.get("PYTHONMALLOC") or ("pymalloc" if HAS_PYMALLOC else "malloc")


def cache_bytes(text: str) -> int:
    """The number in Linux's "32768K" or "32M"."""
    return int(text.strip()[:-1]) * {"K": 1024, "M": 1024**2}[text.strip()[-1]]


def main() -> None:
    each = bytes_each(Job)
    print(f"an address         {WORD:11} bytes")
    print(f"head of an object  {object.__basicsize__:11} bytes")
    print(f"allocator          {allocator():>11}")
    print(f"a Job              {each:11} bytes")
    print(f"1,000,000 of them  {each * 10**6:11,} bytes")
    try:
        cache = cache_bytes(LARGEST_CACHE.read_text())
    except OSError:
        print("level 3 cache    not seen from here")
    else:
        print(f"level 3 cache      {cache:11,} bytes")
    print(f"collector starts at {gc.get_threshold()[0]:10,} more")


def test_a_plain_object_of_three_attributes_takes_about_twelve_words():
    """11 words on CPython 3.12, 12 on the others, whatever a word is."""
    if not FREE_THREADED:
        assert bytes_each(Job) / WORD in (11, 12)
    assert 9 * WORD <= bytes_each(Job) <= 18 * WORD


def test_cache_sizes_are_read_with_their_unit():
    """Linux writes 32768K and means 32 MiB."""
    assert cache_bytes("32768K\n") == cache_bytes("32M") == 2**25


if __name__ == "__main__":
    main()
