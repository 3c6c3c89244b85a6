# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same floats, summed in another order"
# claim = "Shuffling changes no instruction and no object, only which cache lines are still there."
# browser = true
# rows = ["S015", "S020", "M35"]
# alone = true
# ///
"""One list of floats is summed as it was made, shuffled, and sorted by address.

All three hold the same objects. The times are reported; what is proved is that Python does the
same work, and that a model cache, fed with the real addresses, misses more after the shuffle.
"""

import random
import time
from collections import OrderedDict
from statistics import median

N, RUNS = 500_000, 5


def orders(n):
    """The same floats as made, shuffled, and sorted by address again."""
    made = [float(i) for i in range(n)]
    random.seed(2)
    shuffled = random.sample(made, n)
    return {"as made": made, "shuffled": shuffled, "by address": sorted(shuffled, key=id)}


def lines_missed(addresses, sets=64, ways=8, line=64):
    """Loads that do not find their line in a 32 KiB cache."""
    cache = [OrderedDict() for _ in range(sets)]
    missed = 0
    for address in addresses:
        number = address // line
        held = cache[number % sets]
        missed += number not in held
        held[number] = None
        held.move_to_end(number)
        if len(held) > ways:
            held.popitem(last=False)
    return missed


def sum_ms(items):
    start = time.perf_counter()
    sum(items)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    print(f"{N:,} floats, median of n = {RUNS}")
    print("order         sum()   misses (model)")
    for name, items in orders(N).items():
        sample = [id(item) for item in items[:20_000]]
        share = lines_missed(sample) / len(sample)
        took = median(sum_ms(items) for _ in range(RUNS))
        print(f"{name:10} {took:5.1f} ms {share:10.0%}")


def test_all_three_orders_hold_the_same_objects():
    """Not one float is copied: the sets of addresses are equal."""
    made, *others = orders(1_000).values()
    assert all(set(map(id, other)) == set(map(id, made)) for other in others)


def test_python_executes_the_same_instructions():
    """A loop that adds the floats runs the same opcodes in each order."""
    from explainer.evidence import executed_opcodes

    def total(items):
        subtotal = 0.0
        for item in items:
            subtotal += item
        return subtotal

    counts = [executed_opcodes(total, items) for items in orders(1_000).values()]
    assert counts[0] == counts[1] == counts[2]


def test_shuffled_objects_miss_more_than_neighbours():
    """Neighbours share a line, and it is gone before they come: misses double where two share one.

    With the 48 bytes that a float takes in a free-threaded build, a third more.
    """
    missed = {name: lines_missed(map(id, items)) for name, items in orders(20_000).items()}
    assert missed["shuffled"] > 1.25 * missed["by address"]
    assert missed["by address"] <= missed["as made"] < missed["shuffled"]


if __name__ == "__main__":
    main()
