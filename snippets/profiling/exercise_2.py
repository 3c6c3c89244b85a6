# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 2: how many samples are enough"
# claim = "For a share of 20 % within 1 point, 6,400 samples; a tenth of them gives 3.2 points."
# browser = true
# needs = []
# rows = ["S111"]
# timeout_s = 20
# ///
"""Samples are throws of a coin: a share p from n of them is uncertain by 2·√(p(1 − p)/n)."""

import random
from math import ceil, sqrt


def margin(share, samples):
    """Half of the 95 % interval."""
    return 2 * sqrt(share * (1 - share) / samples)


def needed(share, within):
    return ceil(4 * share * (1 - share) / within**2 - 1e-9)


def main() -> None:
    print("samples  20 % means")
    for samples in (64, 640, 6400):
        print(f"{samples:7}  20 % ± {margin(0.2, samples):.1%}")
    print("for ± 1 point:", needed(0.2, 0.01))


def test_a_point_needs_six_thousand_four_hundred_samples():
    assert needed(0.2, 0.01) == 6400
    assert margin(0.2, 6400) == 0.01


def test_ninety_five_of_a_hundred_profiles_lie_within_the_margin():
    dice = random.Random(5)  # noqa: S311
    within = 0
    for _ in range(500):
        seen = sum(dice.random() < 0.2 for _ in range(640)) / 640
        within += abs(seen - 0.2) <= margin(0.2, 640)
    assert 0.93 < within / 500 < 0.98


if __name__ == "__main__":
    main()
