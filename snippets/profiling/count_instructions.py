# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A ruler without noise"
# claim = "Two runs of one loop differ by under 0.1 % of their instructions."
# browser = false
# needs = ["valgrind", "linux", "processes"]
# rows = ["S137"]
# timeout_s = 120
# ///
"""cachegrind runs a program on a processor made of software and counts its instructions. Slow, but
other programs, turbo and temperature cannot touch the count: fit for a test in CI.
"""

import re
import subprocess
import sys
from functools import cache

START = 2_000  # turns after which the loop is warm and its numbers are large
LOOP = "def f(n=0):\n for i in range({}): n += i\nf()"


def instructions(code):
    """Machine instructions of a whole run of Python, start and end included."""
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    run = subprocess.run(
        [*command, sys.executable, "-s", "-S", "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"},
    )
    return int(re.search(r"I\s+refs:\s+([\d,]+)", run.stderr)[1].replace(",", ""))


@cache
def of_loop(turns):
    return instructions(LOOP.format(turns))


def more(turns):
    """What so many more turns cost, without the start of Python and the warming of the loop."""
    return of_loop(START + turns) - of_loop(START)


def main() -> None:
    print(" turns  instructions  for each")
    print(f"{START:6,} {of_loop(START):13,}")
    for turns in (2_000, 20_000):
        print(f"{turns:+6,} {more(turns):+13,} {more(turns) / turns:9.0f}")


def test_the_same_program_gives_the_same_count():
    again = instructions(LOOP.format(START))
    assert abs(of_loop(START) - again) < again / 1000


def test_ten_times_the_turns_cost_ten_times_as_much():
    assert 9.5 < more(20_000) / more(2_000) < 10.5


if __name__ == "__main__":
    main()
