# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A real pool of processes against its own bound"
# claim = "Pools of any size give the plain loop's answer, and give it from other processes."
# browser = false
# needs = ["processes"]
# rows = ["S048"]
# timeout_s = 180
# alone = true
# ///
"""One job, run alone and by pools of real processes, the pool's start included in the time.
The serial share is worked out from the timings; the answers must not change.
"""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from statistics import median

CHUNKS, CHUNK = 32, 2_000
RUNS = 3


def collatz_steps(start):
    steps = 0
    while start != 1:
        start = 3 * start + 1 if start % 2 else start // 2
        steps += 1
    return steps


def longest_in(first):
    """(longest walk from these numbers, process that walked it)"""
    longest = max(map(collatz_steps, range(first, first + CHUNK)))
    return longest, os.getpid()


def run(workers):
    firsts = range(1, CHUNKS * CHUNK, CHUNK)
    if workers == 1:
        return [longest_in(first) for first in firsts]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(longest_in, firsts))


def wall_s(workers):
    start = time.perf_counter()
    run(workers)
    return time.perf_counter() - start


def main() -> None:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    times = {n: median(wall_s(n) for _ in range(RUNS)) for n in (1, 2, 4, 8)}
    print(f"{usable} usable CPUs, median of n = {RUNS}")
    print("workers      time  speed-up  serial?")
    for workers, time_s in times.items():
        ratio = time_s / times[1]
        share = "–" if workers == 1 else f"{(ratio - 1 / workers) / (1 - 1 / workers):.0%}"
        print(f"{workers:7}  {time_s * 1000:5.0f} ms {1 / ratio:8.2f}×  {share:>6}")


def test_the_answer_does_not_depend_on_the_number_of_workers():
    alone = [longest for longest, _ in run(1)]
    pooled = [longest for longest, _ in run(3)]
    assert alone == pooled


def test_the_pool_works_elsewhere_and_the_loop_here():
    assert {pid for _, pid in run(1)} == {os.getpid()}
    assert os.getpid() not in {pid for _, pid in run(2)}


if __name__ == "__main__":
    main()
