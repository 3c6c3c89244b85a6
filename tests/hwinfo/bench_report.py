"""How long a report takes, as ratios of whole processes in one run: `nox -s bench` calls main().

Every command is run several times, in turns, and its best time counts: noise only ever adds.
They are run until the three best of each lie close together, or the time is up; that rule looks at
each command alone. On a busy machine the processor time is the fairer figure, so both are printed.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

LEAST_ROUNDS, SECONDS = 9, 45.0
SLOW_LEAST_ROUNDS, SLOW_SECONDS = 2, 6.0
SETTLED_RUNS, SETTLED_WITHIN = 3, 0.05
GOAL_ALLOWANCE_SECONDS = 0.05
GOAL_FACTOR = 1.5
GOAL_CPUINFO = 5.0
PYTHON = sys.executable
BARE = (PYTHON, "-c", "pass")
REPORT = (PYTHON, "-m", "hwinfo")
CPUINFO = (PYTHON, "-c", "import cpuinfo; cpuinfo.get_cpu_info()")


def seconds(command, environment):
    """Wall-clock and processor seconds of one whole process."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        env=environment,
    )
    wall = time.perf_counter() - start
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def best_times(commands, least_rounds, most_seconds, environment):
    """The best times of each command over interleaved rounds; the first round only warms up."""
    taken = {name: [] for name in commands}
    until = time.monotonic() + most_seconds
    for command in commands.values():
        seconds(command, environment)
    while True:
        for name, command in commands.items():
            taken[name].append(seconds(command, environment))
        rounds = min(map(len, taken.values()))
        settled = all(has_settled([wall for wall, _ in each]) for each in taken.values())
        if rounds >= least_rounds and (settled or time.monotonic() > until):
            return {name: tuple(map(min, zip(*each, strict=True))) for name, each in taken.items()}


def has_settled(samples):
    """Whether the best of the samples has been met several times."""
    ordered = sorted(samples)
    enough = len(ordered) >= SETTLED_RUNS
    return enough and ordered[SETTLED_RUNS - 1] <= (1 + SETTLED_WITHIN) * ordered[0]


def print_goals(best, column, kind):
    """The two goals, by one of the two clocks."""
    report, bare = best["hwinfo"][column], best["python -c pass"][column]
    limit = GOAL_FACTOR * (bare + GOAL_ALLOWANCE_SECONDS)
    faster = best["py-cpuinfo get_cpu_info()"][column] / report
    print(f"{kind}: report / (1.5 × (bare Python + 50 ms)) = {report / limit:.2f}, goal under 1")
    print(f"{kind}: py-cpuinfo / report = {faster:.1f}, goal at least {GOAL_CPUINFO:.0f}")


def main():
    """Print the ratios and whether they meet their goals."""
    commands = {
        "python -c pass": BARE,
        "hwinfo": REPORT,
        "hwinfo JSON": (*REPORT, "--format", "json"),
    }
    for tool in ("lscpu", "lstopo"):
        path = shutil.which(tool)
        if path:
            commands[tool] = (path,) if tool == "lscpu" else (path, "--of", "console")
        else:
            print(f"{tool}: not installed here, so not compared")
    with (
        tempfile.TemporaryDirectory() as cache
    ):  # compiled modules, as an installed package has them
        environment = {
            key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
        }
        environment["PYTHONPYCACHEPREFIX"] = cache
        best = best_times(commands, LEAST_ROUNDS, SECONDS, environment)
        slow = {"py-cpuinfo get_cpu_info()": CPUINFO}
        best |= best_times(slow, SLOW_LEAST_ROUNDS, SLOW_SECONDS, environment)
    print(f"{'best of each':<26} {'wall':>9} {'processor':>12}   report / this (wall)")
    for name, (wall, used) in best.items():
        ratio = best["hwinfo"][0] / wall
        print(f"{name:<26} {wall * 1000:6.1f} ms {used * 1000:9.1f} ms   {ratio:6.2f}")
    print_goals(best, 0, "wall clock")
    print_goals(best, 1, "processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
