# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The TLB: a cache of addresses"
# claim = "64 entries cover 256 KiB in small pages and 128 MiB in huge ones; misses follow."
# browser = true
# rows = ["S023", "S020"]
# ///
"""Every load needs its page's place in RAM, and the core keeps only the latest of those answers.

A model of such a table of 64 entries, and 20,000 random loads: what counts is how much memory
the entries cover together.
"""

import random
from collections import OrderedDict

ENTRIES = 64
KIB, MIB = 1024, 1024**2


def tlb_misses(addresses, page_bytes, entries=ENTRIES):
    """Loads whose page is not among the latest ones."""
    table, missed = OrderedDict(), 0
    for address in addresses:
        page = address // page_bytes
        missed += page not in table
        table[page] = None
        table.move_to_end(page)
        if len(table) > entries:
            table.popitem(last=False)
    return missed


def random_loads(size_bytes, loads=20_000):
    random.seed(3)
    return [8 * word for word in random.sample(range(size_bytes // 8), loads)]


def main() -> None:
    for page, name in ((4 * KIB, "4 KiB"), (2 * MIB, "2 MiB")):
        print(f"64 entries × {name} = {ENTRIES * page // KIB:7,} KiB")
    print("misses of 20,000   4 KiB    2 MiB")
    for size, name in ((256 * KIB, "256 KiB"), (4 * MIB, "4 MiB"), (64 * MIB, "64 MiB")):
        small, huge = (tlb_misses(random_loads(size), page) for page in (4 * KIB, 2 * MIB))
        print(f"in {name:>8} {small:12,} {huge:8,}")


def test_within_reach_each_page_misses_once():
    """256 KiB are 64 small pages: 64 misses. 64 MiB are 32 huge pages: 32 misses."""
    assert tlb_misses(random_loads(256 * KIB), 4 * KIB) == 64
    assert tlb_misses(random_loads(64 * MIB), 2 * MIB) == 32


def test_far_out_of_reach_nearly_every_load_misses():
    """64 MiB are 16,384 small pages; 64 entries hit in fewer than one load of a hundred."""
    assert tlb_misses(random_loads(64 * MIB), 4 * KIB) > 0.99 * 20_000


def test_in_order_a_page_misses_once_however_small_the_table():
    """One entry is enough for a walk from start to end."""
    walk = range(0, 4 * MIB, 64)
    assert tlb_misses(walk, 4 * KIB, entries=1) == 1_024


if __name__ == "__main__":
    main()
