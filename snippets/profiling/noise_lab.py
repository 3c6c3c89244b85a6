# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Which statistic finds a difference of 3 %?"
# claim = "On a seeded noisy clock the minimum ranks right most often, the mean least."
# browser = true
# needs = []
# rows = ["S137"]
# timeout_s = 20
# ///
"""Two programs, 100 and 103 ms, on a clock that is only ever late: small delays mostly, and now
and then a large one. Which is faster? Three statistics vote 400 times on 15 readings each.
"""

import random
from statistics import mean, median

TRUTH_MS = {"new": 100, "old": 103}


def readings(true_ms, count, dice):
    """Noise is one-sided: nothing makes a program faster than it is."""
    late = [dice.expovariate(1 / 4) for _ in range(count)]
    spikes = [dice.uniform(20, 80) if dice.random() < 0.1 else 0 for _ in range(count)]
    return [true_ms + a + b for a, b in zip(late, spikes, strict=True)]


def right_votes(statistic, count=15, trials=400):
    """Share of trials in which `statistic` finds the faster program."""
    dice = random.Random(1)  # noqa: S311
    right = 0
    for _ in range(trials):
        new, old = (readings(ms, count, dice) for ms in TRUTH_MS.values())
        right += statistic(new) < statistic(old)
    return right / trials


def interval(new, old, dice, trials=500):
    """Bootstrap: 95 % interval for the ratio of the medians, old over new."""
    ratios = sorted(
        median(dice.choices(old, k=len(old))) / median(dice.choices(new, k=len(new)))
        for _ in range(trials)
    )
    return ratios[trials // 40], ratios[-trials // 40]


def main() -> None:
    print("readings    mean  median   minimum")
    for count in (5, 15, 60):
        votes = [right_votes(statistic, count) for statistic in (mean, median, min)]
        print(f"{count:8}  {votes[0]:6.0%}  {votes[1]:6.0%}  {votes[2]:8.0%}")
    dice = random.Random(2)  # noqa: S311
    for count in (15, 200):
        new, old = (readings(ms, count, dice) for ms in TRUTH_MS.values())
        low, high = interval(new, old, dice)
        print(f"n = {count:3}: faster by {low - 1:+.1%} to {high - 1:+.1%}")


def test_the_minimum_is_right_most_often_and_the_mean_least():
    votes = {statistic: right_votes(statistic) for statistic in (mean, median, min)}
    assert votes[mean] < votes[median] < votes[min]
    assert votes[min] > 0.9


def test_the_mean_is_at_or_above_the_median_and_that_above_the_minimum():
    dice = random.Random(3)  # noqa: S311
    for _ in range(50):
        sample = readings(100, 15, dice)
        assert min(sample) <= median(sample)
    assert mean(readings(100, 1000, dice)) > median(readings(100, 1000, dice))


def test_few_readings_cannot_tell_and_many_can():
    dice = random.Random(2)  # noqa: S311
    new, old = (readings(ms, 15, dice) for ms in TRUTH_MS.values())
    low, high = interval(new, old, dice)
    assert low < 1 < high
    new, old = (readings(ms, 200, dice) for ms in TRUTH_MS.values())
    low, high = interval(new, old, dice)
    assert 1 < low < high


if __name__ == "__main__":
    main()
