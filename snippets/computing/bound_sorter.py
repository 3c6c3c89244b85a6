# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Where did the time go: computing, queueing or waiting?"
# claim = "Linux tells a thread's time on a core, in the queue for a core, and asleep, apart."
# browser = false
# needs = ["linux", "processes"]
# rows = ["S012"]
# alone = true
# ///
"""Four small loads, sorted by what they spend their time on.
The kernel counts for each thread the time on a core and the time in the queue for one;
what the clock shows beyond these is sleep: a timer, a disk, another program.
"""

import resource
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path


def compute():
    return sum(number * number % 7 for number in range(400_000))


def hold():
    return [bytearray(1_000) for _ in range(40_000)]


def sleep():
    for _ in range(25):
        time.sleep(0.02)


def ask_another():
    subprocess.run([sys.executable, "-S", "-c", "sum(range(10_000_000))"], check=True)


LOADS = compute, hold, sleep, ask_another


def core_and_queue_s():
    """Time this thread has been on a core, and in the queue for one."""
    on_core_ns, queued_ns, _ = Path("/proc/thread-self/schedstat").read_text().split()
    return int(on_core_ns) / 1e9, int(queued_ns) / 1e9


def watch(load):
    """(wall, on a core, in the queue, asleep) in seconds, and times it fell asleep"""
    sleeps = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
    start, (core, queue) = time.perf_counter(), core_and_queue_s()
    load()
    wall = time.perf_counter() - start
    core, queue = (now - then for now, then in zip(core_and_queue_s(), (core, queue), strict=True))
    sleeps = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw - sleeps
    return wall, core, queue, max(0.0, wall - core - queue), sleeps


def peak_mb(load):
    tracemalloc.start()
    load()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    print("             core queue sleep   peak")
    for load in LOADS:
        wall, *spent, _ = watch(load)
        shares = " ".join(f"{part / wall:5.0%}" for part in spent)
        print(f"{load.__name__:11} {shares} {peak_mb(load):3.0f} MB")


def test_a_sleeper_gives_up_its_core_each_time_and_a_computer_does_not():
    """Voluntary switches: at least one for each sleep; computing needs none."""
    assert watch(sleep)[-1] >= 25
    assert watch(compute)[-1] < 25


def test_a_sleeper_uses_next_to_no_core_and_the_parts_make_up_the_whole():
    wall, core, queue, asleep, _ = watch(sleep)
    assert core < wall / 5
    assert asleep >= 25 * 0.02 / 2
    assert abs(core + queue + asleep - wall) < wall / 20


def test_only_one_load_holds_memory():
    assert peak_mb(hold) > 40
    assert all(peak_mb(load) < 4 for load in LOADS if load is not hold)


if __name__ == "__main__":
    main()
