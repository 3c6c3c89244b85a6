# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "real − user − sys is waiting of every kind"
# claim = "A sleep leaves most of real time over; two busy CPUs leave less than nothing."
# browser = false
# needs = ["threads", "linux"]
# rows = ["S106"]
# timeout_s = 20
# alone = true
# ///
"""Three loads, each with wall-clock time, CPU time and what is left between them.
The remainder is not I/O: it is all waiting, and threads on several CPUs push it below zero.
"""

import hashlib
import resource
import threading
import time

BLOCK, RUNS = bytes(10_000_000), 9


def sleep():
    time.sleep(0.2)


def hash_one():
    hashlib.sha256(BLOCK).digest()


def hash_two():
    threads = [threading.Thread(target=hash_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measured(load):
    """(real seconds, CPU seconds, blocks read from a device)"""
    blocks = resource.getrusage(resource.RUSAGE_SELF).ru_inblock
    real, cpu = time.perf_counter(), time.process_time()
    load()
    real, cpu = time.perf_counter() - real, time.process_time() - cpu
    return real, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_inblock - blocks


def left_over(real, user, system):
    return real - (user + system)


def main() -> None:
    print("load       real    CPU    rest  blocks")
    for load in (sleep, hash_one, hash_two):
        runs = [measured(load) for _ in range(RUNS)]
        real, cpu, blocks = min(runs, key=lambda run: left_over(*run[:2], 0))
        rest = left_over(real, cpu, 0)
        print(f"{load.__name__:9}{real:6.3f} {cpu:6.3f}  {rest:6.3f}  {blocks:6}")
    print(f"seconds; of n = {RUNS} runs the least rest")


def test_a_sleep_is_all_remainder_and_no_io():
    real, cpu, _ = measured(sleep)
    assert real >= 0.2
    assert left_over(real, cpu, 0) > 0.5 * real


def test_two_busy_cpus_make_the_remainder_negative():
    assert left_over(real=1.0, user=1.9, system=0.1) == -1.0


def test_a_busy_process_that_has_to_queue_looks_like_one_that_does_io():
    alone, sharing = left_over(2.0, 2.0, 0.0), left_over(4.0, 2.0, 0.0)
    assert alone == 0
    assert sharing == 2


if __name__ == "__main__":
    main()
