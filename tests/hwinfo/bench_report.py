"""How long a report takes, as ratios of whole processes in one run: `nox -s bench` calls main().

Every command is run several times, in turns, and its best time counts: noise only ever adds.
On a busy machine the processor time is the fairer figure, so both are printed.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROUNDS = 25  # on a machine with others at work, few rounds meet no quiet moment
SLOW_ROUNDS = 2
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


def best_times(commands, rounds, environment):
    """The best times of each command over interleaved rounds; the first round only warms up."""
    best = dict.fromkeys(commands, (float("inf"), float("inf")))
    for round_number in range(rounds + 1):
        for name, command in commands.items():
            taken = seconds(command, environment)
            if round_number:
                best[name] = tuple(map(min, best[name], taken))
    return best


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
        best = best_times(commands, ROUNDS, environment)
        best |= best_times({"py-cpuinfo get_cpu_info()": CPUINFO}, SLOW_ROUNDS, environment)
    print(f"{'best of each':<26} {'wall':>9} {'processor':>12}   report / this (wall)")
    for name, (wall, used) in best.items():
        ratio = best["hwinfo"][0] / wall
        print(f"{name:<26} {wall * 1000:6.1f} ms {used * 1000:9.1f} ms   {ratio:6.2f}")
    print_goals(best, 0, "wall clock")
    print_goals(best, 1, "processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
