# /// script
# requires-python = ">=3.11"
# dependencies = ["guppy3==3.1.7", "objgraph==3.7.0", "pympler==1.1"]
#
# [tool.snippet]
# title = "guppy3, Pympler and objgraph agree"
# claim = "All three count the planted 1,000 orders, and no more."
# browser = false
# needs = []
# rows = ["S129", "S133", "S134"]
# timeout_s = 60
# ///
"""Three packages, one idea: what is on the heap, by type, and what came since? They differ in
comfort. guppy3 and Pympler add sizes; objgraph draws who holds what.
"""

import gc

import objgraph
from guppy import hpy
from pympler import muppy, summary


class Order:
    pass


def by_guppy():
    heap = hpy()
    gc.collect()
    heap.setrelheap()  # from here on, only what is new
    kept = [Order() for _ in range(1000)]
    new = heap.heap()
    count = next(row.count for row in new.bytype.parts if "Order" in str(row.kind))
    del kept
    return count


def by_pympler():
    before = summary.summarize(muppy.get_objects())
    kept = [Order() for _ in range(1000)]
    after = summary.summarize(muppy.get_objects())
    del kept
    return next(n for name, n, _ in summary.get_diff(before, after) if name.endswith("Order"))


def by_objgraph():
    before = objgraph.count("Order")
    kept = [Order() for _ in range(1000)]
    count = objgraph.count("Order") - before
    del kept
    return count


def main() -> None:
    for census in (by_guppy, by_pympler, by_objgraph):
        print(f"{census.__name__:12} {census():+6,} Order")


def test_all_three_find_exactly_what_was_planted():
    assert by_guppy() == by_pympler() == by_objgraph() == 1000


if __name__ == "__main__":
    main()
