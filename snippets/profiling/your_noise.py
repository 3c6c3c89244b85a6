# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What counts as noise on this machine"
# claim = "What readings of unchanged work differ by is the noise of this machine."
# browser = true
# needs = []
# rows = ["S137"]
# timeout_s = 20
# alone = true
# ///
"""The same work, timed over and over. What the readings differ by, although nothing changed, is
the noise: a difference below it is no result on this machine.
"""

import time
from statistics import median

READINGS = 41


def work():
    total = 0
    for i in range(20_000):
        total += i ^ (i >> 3)
    return total


def readings_s():
    found = []
    for _ in range(READINGS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def spread(readings):
    """(half of the readings lie within this share of the median, the worst one lies above by)"""
    ordered, middle = sorted(readings), median(readings)
    quarter = len(ordered) // 4
    return (ordered[-quarter - 1] - ordered[quarter]) / middle, ordered[-1] / middle - 1


def main() -> None:
    readings = readings_s()
    half, worst = spread(readings)
    tick = time.get_clock_info("perf_counter").resolution
    print(f"one tick of the clock   {tick * 1e9:7.0f} ns")
    print(f"fastest reading         {min(readings) * 1e6:7.0f} µs")
    print(f"median                  {median(readings) * 1e6:7.0f} µs")
    print(f"middle half spreads over{half:8.1%}")
    print(f"the worst is later by   {worst:8.0%}")
    print(f"n = {READINGS}")


def test_equal_readings_have_no_spread():
    assert spread([2.0] * 41) == (0, 0)


def test_the_spread_is_that_of_the_middle_half():
    half, worst = spread([float(i) for i in range(80, 121)])
    assert round(half, 9) == round(worst, 9) == 0.2


def test_one_late_reading_does_not_move_the_middle():
    assert spread([1.0] * 40 + [9.0]) == (0, 8)


if __name__ == "__main__":
    main()
