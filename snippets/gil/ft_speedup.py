# /// script
# requires-python = ">=3.13"
# dependencies = []
#
# [tool.snippet]
# title = "Pure Python on two cores"
# claim = "Without the lock, two threads of pure Python are inside the same loop at the same time."
# needs = ["threads", "free-threading", "cpython>=3.13"]
# rows = ["S036", "S040"]
# timeout_s = 60
# alone = true
# ///
"""On a free-threaded build threads of pure Python run side by side.
The switch interval of 1,000 s proves it: with the lock on, the watcher would see nothing move.
"""

import sys
import threading
import time
from statistics import median

PAIRS = 11


def pure_python():
    total = 0
    for i in range(2_000_000):
        total += i
    return total


def run(threads):
    """(wall seconds, CPUs busy on average) of so many threads, each with the same work"""
    crew = [threading.Thread(target=pure_python) for _ in range(threads)]
    wall, cpu = time.perf_counter(), time.process_time()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    return wall_s, cpu_s / wall_s


def saw_it_move():
    """Whether this thread, in a plain loop, sees what another thread does meanwhile."""
    steps, before = [0], sys.getswitchinterval()
    sys.setswitchinterval(1000)
    go = threading.Event()
    other = threading.Thread(target=lambda: (go.wait(), steps.append(1)))
    other.start()
    go.set()
    moved = any(len(steps) > 1 for _ in range(50_000_000))
    sys.setswitchinterval(before)
    other.join()
    return moved


def main() -> None:
    pairs = [(run(1), run(2)) for _ in range(PAIRS)]
    ratio = median(two[0] / one[0] for one, two in pairs)
    print(f"the lock is {'on' if sys._is_gil_enabled() else 'off'}")
    print(f"two threads / one: {ratio:5.2f} (n = {PAIRS} pairs)")
    print(f"CPUs busy, at most: {max(two[1] for _, two in pairs):.2f}")


def test_threads_of_pure_python_run_side_by_side():
    lock_is_on = sys._is_gil_enabled()
    assert saw_it_move() == (not lock_is_on)


if __name__ == "__main__":
    main()
