"""How long a report takes, as ratios of whole processes in one run: `nox -s bench` calls main().

Every command is run several times, in turns, and its best time counts: noise only ever adds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

ROUNDS = 9
SLOW_ROUNDS = 2
GOAL_ALLOWANCE_SECONDS = 0.05
GOAL_FACTOR = 1.5
GOAL_CPUINFO = 5.0
PYTHON = sys.executable
BARE = (PYTHON, "-c", "pass")
REPORT = (PYTHON, "-m", "hwinfo")
CPUINFO = (PYTHON, "-c", "import cpuinfo; cpuinfo.get_cpu_info()")


def seconds(command, environment):
    """Wall-clock seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment
    )
    return time.perf_counter() - start


def best_times(commands, rounds, environment):
    """The best time of each command over interleaved rounds; the first round only warms up."""
    best = dict.fromkeys(commands, float("inf"))
    for round_number in range(rounds + 1):
        for name, command in commands.items():
            taken = seconds(command, environment)
            if round_number:
                best[name] = min(best[name], taken)
    return best


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
    report = best["hwinfo"]
    for name, taken in best.items():
        print(f"{name:<26} {taken * 1000:8.1f} ms   {report / taken:6.2f} × (a report / this)")
    limit = GOAL_FACTOR * (best["python -c pass"] + GOAL_ALLOWANCE_SECONDS)
    faster = best["py-cpuinfo get_cpu_info()"] / report
    print(f"report / (1.5 × (bare Python + 50 ms)) = {report / limit:.2f}  goal: under 1")
    print(f"py-cpuinfo / report = {faster:.1f}  goal: at least {GOAL_CPUINFO:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
