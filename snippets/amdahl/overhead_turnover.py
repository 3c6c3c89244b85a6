# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The worker that made it slower"
# claim = "With work W and a cost c per worker, √(W/c) workers are best and give √(W/c)/2."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""All the work can be spread, nothing is serial, and still there is a best number of workers:
each one costs the parent 100 ms (start a process, send it its data) before the work begins.
"""

from fractions import Fraction
from math import isqrt

WORK_MS, START_MS = 10_000, 100


def time_ms(workers):
    """Alone there is no pool to pay for."""
    if workers == 1:
        return Fraction(WORK_MS)
    return Fraction(WORK_MS, workers) + START_MS * workers


def main() -> None:
    print("workers  work + start =  total")
    for workers in (1, 2, 5, 10, 20, 50, 100, 200):
        work_s, total_s = WORK_MS / workers / 1000, float(time_ms(workers)) / 1000
        speedup = WORK_MS / 1000 / total_s
        sum_s = f"{work_s:5.2f} + {total_s - work_s:5.2f} = {total_s:5.2f} s"
        print(f"{workers:7} {sum_s}  {'█' * round(speedup)}")


def test_the_best_count_is_the_root_of_work_over_cost():
    best = min(range(1, 1000), key=time_ms)
    assert best == isqrt(WORK_MS // START_MS) == 10
    assert WORK_MS / time_ms(best) == Fraction(best, 2)


def test_at_the_best_count_half_of_the_time_is_start_up():
    assert time_ms(10) == 2 * START_MS * 10


def test_beyond_it_every_worker_makes_the_job_slower():
    curve = [time_ms(workers) for workers in range(10, 300)]
    assert curve == sorted(curve)
    assert time_ms(200) > 2 * time_ms(1)


if __name__ == "__main__":
    main()
