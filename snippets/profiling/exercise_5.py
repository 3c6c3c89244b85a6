# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 5: is three per cent real?"
# claim = "The intervals overlap with 15 readings; the same difference stands clear with 300."
# browser = true
# needs = []
# rows = ["S137"]
# timeout_s = 20
# ///
"""Readings of an old and a new version on a seeded clock; the true difference is 3 %.
How often does a 95 % interval of the difference leave nothing out?
"""

import random
from statistics import median


def readings(true_ms, count, dice):
    return [true_ms + dice.expovariate(1 / 6) for _ in range(count)]


def interval(new, old, dice, trials=200):
    """95 % bootstrap interval of the medians' ratio, old over new."""
    draws = range(trials)
    ratios = sorted(
        median(dice.choices(old, k=len(old))) / median(dice.choices(new, k=len(new))) for _ in draws
    )
    return ratios[trials // 40], ratios[-trials // 40]


def decided(count, trials=20, old_ms=103):
    """In how many of the trials the interval does not contain 1."""
    dice = random.Random(11)  # noqa: S311
    clear = 0
    for _ in range(trials):
        new, old = readings(100, count, dice), readings(old_ms, count, dice)
        low, high = interval(new, old, dice)
        clear += not low <= 1 <= high
    return clear


def main() -> None:
    print("readings  decided in 20 trials")
    for count in (15, 60, 200):
        print(f"{count:8}  {decided(count):2}")
    print(f"no difference, 60 readings: {decided(60, old_ms=100)}")


def test_more_readings_decide_more_often():
    few, some, many = (decided(count) for count in (15, 60, 200))
    assert few < some <= many
    assert many >= 19


def test_equal_programs_are_seldom_told_apart():
    assert decided(60, old_ms=100) <= 3


if __name__ == "__main__":
    main()
