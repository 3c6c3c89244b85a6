# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Saved seconds are linear; the ceiling is what bites"
# claim = "Seconds saved are linear in seconds removed, and the speed-up grows faster."
# browser = true
# needs = []
# rows = ["S045", "W31"]
# timeout_s = 10
# ///
"""The same 80 s part of a 100 s program, looked at in two ways.
Counted by seconds removed, each step is worth as much as the one before, and its factor grows.
Counted by doublings of the part's speed, each step saves half of what the last one did.
"""

from fractions import Fraction
from itertools import pairwise

TOTAL_S, PART_S = 100, 80


def by_seconds(step_s):
    """(seconds out of the part, program time, speed-up)"""
    for removed_s in range(0, PART_S + 1, step_s):
        time_s = TOTAL_S - removed_s
        yield removed_s, time_s, Fraction(TOTAL_S, time_s)


def by_doublings(count):
    """(factor on the part, seconds that this doubling saved)"""
    part_s = Fraction(PART_S)
    for doubling in range(1, count + 1):
        part_s /= 2
        yield 2**doubling, part_s


def main() -> None:
    print("removed  program  speed-up  this step")
    last = Fraction(1)
    for removed_s, time_s, speedup in by_seconds(20):
        step = f"{float(speedup / last):.2f}×" if removed_s else "–"
        print(f"{removed_s:5} s {time_s:6} s {float(speedup):9.3f}× {step:>9}")
        last = speedup
    print("\nthe part made    this doubling saves")
    for factor, saved_s in by_doublings(5):
        print(f"{factor:5}× faster {float(saved_s):20.1f} s")


def test_each_second_removed_is_a_second_saved():
    assert [TOTAL_S - time_s for _, time_s, _ in by_seconds(10)] == list(range(0, 81, 10))


def test_equal_steps_in_seconds_are_growing_steps_in_speed():
    speedups = [speedup for _, _, speedup in by_seconds(10)]
    steps = [after / before for before, after in pairwise(speedups)]
    assert steps == sorted(steps)
    assert speedups[4] == Fraction(5, 3)
    assert speedups[6] == Fraction(5, 2)
    assert speedups[-1] == 5


def test_doublings_do_pay_less_and_less():
    assert [saved_s for _, saved_s in by_doublings(5)] == [40, 20, 10, 5, Fraction(5, 2)]


if __name__ == "__main__":
    main()
