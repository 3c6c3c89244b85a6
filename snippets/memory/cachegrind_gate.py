# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A gate that counts instructions instead of seconds"
# claim = "Two runs of one Python program count the same within 2 %; a slower one is out by more."
# browser = false
# needs = ["linux", "valgrind"]
# rows = ["S118"]
# timeout_s = 240
# ///
"""Cachegrind runs this Python and counts the machine instructions it executes.

Start-up is counted by itself and taken off. What remains hardly depends on the machine's load,
so it can fail a build when a change makes the program do more.
"""

import os
import re
import subprocess
import sys
from functools import cache

COUNT = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
LIMIT = 0.02

PROGRAMS = {
    "nothing": "pass",
    "before": "sum(i * i for i in range(50_000))",
    "again": "sum(i * i for i in range(50_000))",
    "after": "sum(i ** 2 for i in range(50_000))",
}


@cache
def instructions(name):
    """Machine instructions this Python executes to run a program, start-up included."""
    command = [*COUNT, sys.executable, "-I", "-S", "-c", PROGRAMS[name]]
    fixed = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0"}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=fixed)
    return int(re.search(r"I +refs: +([\d,]+)", run.stderr)[1].replace(",", ""))


def own(name):
    """Instructions of the program without those of starting Python."""
    return instructions(name) - instructions("nothing")


def gate(before, after):
    """May this change pass?"""
    return own(after) <= own(before) * (1 + LIMIT)


def main() -> None:
    print(f"start of Python alone  {instructions('nothing'):12,}")
    for name in ("before", "again", "after"):
        change = own(name) / own("before") - 1
        verdict = "passes" if gate("before", name) else "stopped"
        print(f"{name:7}{own(name):12,} {change:+8.2%}  {verdict}")


def test_the_same_program_passes():
    """A second run of the same program differs by less than the limit of 2 %."""
    assert abs(own("again") - own("before")) < LIMIT * own("before")
    assert gate("before", "again")


def test_more_work_is_stopped():
    """Squares by ** execute more instructions than products, by more than the limit."""
    assert not gate("before", "after")


if __name__ == "__main__":
    main()
