# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Too small a chunk, too large a chunk"
# claim = "Handing out tasks one by one, eight workers are slower than one; chunks mend it."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 20
# ///
"""10,000 tasks of 1 ms on eight workers. The parent needs 2 ms to hand out one chunk of tasks.
Small chunks keep the parent busy, large ones leave workers without any.
Discrete events on a virtual clock, whole milliseconds: no noise, the same on every machine.
"""

import heapq

TASKS, TASK_MS, HAND_OUT_MS, WORKERS = 10_000, 1, 2, 8
POOL_MAP = -(-TASKS // (4 * WORKERS))  # what multiprocessing.Pool.map takes by itself


def makespan_ms(chunk_size, workers=WORKERS):
    free_at = [0] * workers
    parent_ms = 0
    for first in range(0, TASKS, chunk_size):
        size = min(chunk_size, TASKS - first)
        parent_ms += HAND_OUT_MS
        start_ms = max(parent_ms, heapq.heappop(free_at))  # first free
        heapq.heappush(free_at, start_ms + size * TASK_MS)
    return max(free_at)


def main() -> None:
    alone_ms = TASKS * TASK_MS
    print(f"one process, no pool: {alone_ms:,} ms\n")
    print("a chunk     total  speed-up")
    for chunk_size in (1, 2, 10, 50, 100, POOL_MAP, 1000, 2500, 10_000):
        total_ms = makespan_ms(chunk_size)
        speedup = alone_ms / total_ms
        bar = "█" * round(speedup)
        print(f"{chunk_size:7,} {total_ms:6,} ms  {speedup:5.2f}×  {bar}")


def test_tasks_shorter_than_their_hand_out_lose_to_one_process():
    assert makespan_ms(1) > TASKS * TASK_MS
    assert makespan_ms(1, workers=64) == makespan_ms(1, workers=8)


def test_both_ends_are_worse_than_the_middle():
    assert makespan_ms(1) > makespan_ms(10) > makespan_ms(100)
    assert makespan_ms(10_000) > makespan_ms(2500) > makespan_ms(100)


def test_four_chunks_a_worker_is_within_two_per_cent_of_the_best_size():
    best_ms = min(makespan_ms(size) for size in range(1, TASKS + 1))
    assert POOL_MAP == 313
    assert makespan_ms(POOL_MAP) < 1.02 * best_ms


def test_the_best_chunk_comes_near_eight_but_not_above():
    best_ms = min(makespan_ms(size) for size in range(1, TASKS + 1))
    assert 7 < TASKS * TASK_MS / best_ms < WORKERS


if __name__ == "__main__":
    main()
