# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The last few per cent of serial work own the curve"
# claim = "Half of the ceiling is reached with exactly p / (1 - p) workers."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""Amdahl's law with workers for the factor: share p runs on n workers, share 1 - p on one.
Where serial and parallel time are equal, half of the ceiling is reached.
"""

from fractions import Fraction
from itertools import pairwise


def speedup(parallel, workers):
    return 1 / (1 - parallel + parallel / workers)


def half_ceiling_workers(parallel):
    """The number of workers at which both shares take the same time."""
    return parallel / (1 - parallel)


def main() -> None:
    shares = [Fraction(percent, 100) for percent in (50, 75, 90, 95, 99)]
    print("workers   50%   75%   90%   95%   99%")
    for workers in (2, 4, 8, 16, 64, 1024):
        print(f"{workers:7,}", *(f"{float(speedup(share, workers)):5.2f}" for share in shares))
    print("ceiling", *(f"{int(1 / (1 - share)):5}" for share in shares))
    print("half at", *(f"{int(half_ceiling_workers(share)):5}" for share in shares))


def test_half_the_ceiling_needs_p_over_one_minus_p_workers():
    for percent in range(50, 100):
        parallel = Fraction(percent, 100)
        workers = half_ceiling_workers(parallel)
        assert speedup(parallel, workers) == 1 / (1 - parallel) / 2


def test_there_the_next_worker_adds_about_a_quarter_of_the_first():
    for percent in range(90, 100):
        parallel = Fraction(percent, 100)
        workers = half_ceiling_workers(parallel)
        gain = speedup(parallel, workers + 1) - speedup(parallel, workers)
        assert Fraction(25, 100) < gain < Fraction(27, 100)


def test_more_workers_never_reach_the_ceiling():
    parallel = Fraction(95, 100)
    curve = [speedup(parallel, n) for n in range(1, 2000)]
    assert curve == sorted(curve)
    assert max(curve) < 20


def test_each_further_worker_adds_less():
    curve = [speedup(Fraction(95, 100), n) for n in range(1, 100)]
    gains = [after - before for before, after in pairwise(curve)]
    assert gains == sorted(gains, reverse=True)


if __name__ == "__main__":
    main()
