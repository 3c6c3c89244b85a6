# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Twenty threads wait at the same time"
# claim = "Twenty threads wait side by side: the last to arrive meets all the others."
# needs = ["threads"]
# rows = ["S037"]
# timeout_s = 20
# ///
"""A barrier lets nobody pass before all twenty threads stand at it.
If waiting threads kept the lock, the second one could never arrive.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

THREADS = 20


def all_wait_together():
    """The places in which the threads arrived at the barrier."""
    barrier = threading.Barrier(THREADS, timeout=10)
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda _: barrier.wait(), range(THREADS)))


def twenty_naps():
    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(time.sleep, [0.1] * THREADS))
    return time.perf_counter() - start


def main() -> None:
    print(f"{len(all_wait_together())} threads stood there together")
    print(f"{THREADS} naps of 0.1 s took {twenty_naps():.2f} s (n = 1)")


def test_all_threads_wait_at_once():
    """The barrier opens only when twenty stand there; otherwise it breaks after 10 s."""
    assert sorted(all_wait_together()) == list(range(THREADS))


if __name__ == "__main__":
    main()
