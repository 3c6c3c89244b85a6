# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 3: three parts under the lock, seven parts outside"
# claim = "If a job holds the lock for 30 of its 100 ms, no number of threads gives more than 10/3."
# browser = true
# needs = []
# rows = ["S033", "S036"]
# timeout_s = 10
# ///
"""Each job holds the lock for 30 ms and then computes in C for 70 ms without it.
Jobs run on a virtual clock with enough cores, so that only the lock can be scarce.
"""

import heapq

HOLD_MS, FREE_MS, JOBS = 30, 70, 240


def makespan_ms(threads):
    """Each thread takes job after job; the lock goes to whoever asks first."""
    asks_at = [0] * threads
    lock_free_at = 0
    for _ in range(JOBS):
        start = max(heapq.heappop(asks_at), lock_free_at)
        lock_free_at = start + HOLD_MS
        heapq.heappush(asks_at, lock_free_at + FREE_MS)
    return max(asks_at)


def main() -> None:
    print("threads  speed-up  lock in use")
    for threads in (1, 2, 3, 4, 8, 64):
        total_ms = makespan_ms(threads)
        speedup = makespan_ms(1) / total_ms
        print(f"{threads:7} {speedup:8.2f}× {JOBS * HOLD_MS / total_ms:11.0%}")


def test_the_lock_is_the_ceiling():
    """240 jobs need the lock for 240 × 30 ms, one after another, whatever the cores do."""
    assert makespan_ms(64) == JOBS * HOLD_MS + FREE_MS
    assert all(makespan_ms(1) / makespan_ms(n) < 100 / 30 for n in range(1, 100))


def test_up_to_three_threads_nobody_waits_for_long():
    assert makespan_ms(1) / makespan_ms(2) > 1.98
    assert makespan_ms(4) == makespan_ms(64)


if __name__ == "__main__":
    main()
