# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A census of the heap, and its difference"
# claim = "1,000 orders made between two counts show up as exactly 1,000 more."
# browser = true
# needs = []
# rows = ["S129", "S132", "S134"]
# timeout_s = 20
# ///
"""Count all objects by type, do the suspicious thing, count again: heapy, Meliae and Pympler
are built on this idea. The standard library's collector knows every container there is.
"""

import gc
from collections import Counter


class Order:
    def __init__(self, number):
        self.number = number
        self.items = [number]


def census():
    """Objects that the collector watches, by type name; no plain numbers or strings."""
    gc.collect()
    return Counter(type(thing).__name__ for thing in gc.get_objects())


def growth(action):
    """What there is more of after `action`, and its result kept alive."""
    before = census()
    kept = action()
    after = census()
    del kept
    return Counter({name: n - before[name] for name, n in after.items() if n > before[name]})


def main() -> None:
    more = growth(lambda: [Order(i) for i in range(1000)])
    for name, count in more.most_common(3):
        print(f"{count:+6,}  {name}")


def test_a_thousand_orders_are_a_thousand_more():
    assert growth(lambda: [Order(i) for i in range(1000)])["Order"] == 1000


def test_what_each_order_holds_is_counted_too():
    more = growth(lambda: [Order(i) for i in range(1000)])
    assert 1000 <= more["list"] <= 1010


def test_numbers_are_not_seen():
    assert growth(lambda: [float(i) for i in range(1000)])["float"] == 0


if __name__ == "__main__":
    main()
