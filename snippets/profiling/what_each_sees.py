# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same run on two clocks"
# claim = "Waiting leads the profile on the wall clock, computing on the CPU clock."
# browser = false
# needs = []
# rows = ["S142"]
# timeout_s = 20
# alone = true
# ///
"""A profiler shows the clock it reads. cProfile takes any: here one program is profiled twice,
once with wall-clock time and once with the CPU time of the process.
"""

import cProfile
import pstats
import time


def ask_the_server():
    time.sleep(0.3)


def compute():
    total = 0
    for i in range(200_000):
        total += i * i % 7
    return total


def program():
    ask_the_server()
    return compute()


def seen_by(clock):
    """Cumulative seconds by function, on this clock."""
    profile = cProfile.Profile(clock)
    profile.runcall(program)
    stats = pstats.Stats(profile).stats
    return {name: row[3] for (*_, name), row in stats.items()}


def main() -> None:
    wall, cpu = seen_by(time.perf_counter), seen_by(time.process_time)
    print("function           wall      CPU")
    for name in ("ask_the_server", "compute", "program"):
        print(f"{name:14} {wall[name] * 1e3:5.0f} ms {cpu[name] * 1e3:5.0f} ms")
    print("n = 1 run on each clock")


def test_waiting_is_seen_by_the_wall_clock():
    assert seen_by(time.perf_counter)["ask_the_server"] >= 0.29


def test_waiting_is_not_seen_by_the_cpu_clock():
    cpu = seen_by(time.process_time)
    assert cpu["ask_the_server"] < 0.1
    assert cpu["compute"] > cpu["ask_the_server"]


if __name__ == "__main__":
    main()
