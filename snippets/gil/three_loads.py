# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same two threads, three kinds of work"
# claim = "Two threads of pure Python use no more CPU time than one CPU has."
# needs = ["threads"]
# rows = ["S032", "S033", "S036", "W01"]
# timeout_s = 60
# alone = true
# ///
"""Give one thread some work, then give the same work to each of two threads.
Twice the work: 2.0 times the time means that nothing ran side by side, 1.0 that all of it did.
"""

import hashlib
import sys
import threading
import time
from statistics import median

PAIRS = 11
BIG = bytes(60_000_000)


def pure_python():
    total = 0
    for i in range(2_000_000):
        total += i
    return total


def hashing():
    return hashlib.sha256(BIG).hexdigest()


def waiting():
    time.sleep(0.05)


def run(load, threads):
    """(wall seconds, CPUs busy on average)"""
    crew = [threading.Thread(target=load) for _ in range(threads)]
    wall, cpu = time.perf_counter(), time.process_time()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    return wall_s, cpu_s / wall_s


def compare(load):
    """(time of two threads over time of one, most CPUs busy with two threads)"""
    pairs = [(run(load, 1), run(load, 2)) for _ in range(PAIRS)]
    ratio = median(two[0] / one[0] for one, two in pairs)
    return ratio, max(two[1] for _, two in pairs)


def main() -> None:
    print(f"n = {PAIRS} pairs  two threads /")
    print("             one thread   CPUs busy")
    for load in (pure_python, waiting, hashing):
        ratio, busy = compare(load)
        print(f"{load.__name__:12} {ratio:10.2f} {busy:11.2f}")


def test_the_lock_leaves_pure_python_one_cpu():
    """CPU seconds cannot outrun the clock if one thread at a time may run; a busy machine
    only makes the clock's share larger."""
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        assert all(run(pure_python, 2)[1] < 1.5 for _ in range(3))


def test_waiting_needs_no_cpu():
    assert run(waiting, 2)[1] < 0.5


if __name__ == "__main__":
    main()
