# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 1: three threads, one addition each"
# claim = "Of the 1,680 schedules of three threads six are right."
# browser = true
# needs = []
# rows = ["S035"]
# timeout_s = 20
# ///
"""Every order of nine steps, three for each thread, is tried."""

from collections import Counter
from itertools import permutations


def run(schedule):
    """The final count if the threads take their steps in this order."""
    count, hand, steps = 0, {}, Counter()
    for thread in schedule:
        steps[thread] += 1
        if steps[thread] == 1:
            hand[thread] = count  # load
        elif steps[thread] == 2:
            hand[thread] += 1  # add
        else:
            count = hand[thread]  # store
    return count


def endings():
    return Counter(map(run, set(permutations("AAABBBCCC"))))


def main() -> None:
    found = endings()
    print(f"{found.total():,} schedules")
    for total, schedules in sorted(found.items()):
        print(f"count {total}: {schedules:5,}")


def test_six_schedules_are_right():
    """Only the 3! orders in which the threads run one after another count to three."""
    found = endings()
    assert found.total() == 1680
    assert found[3] == 6
    assert sorted(found) == [1, 2, 3]


if __name__ == "__main__":
    main()
