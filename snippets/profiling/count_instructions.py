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

LOOP = "n = 0\nfor i in range({}): n += i"


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


def main() -> None:
    empty = instructions("pass")
    print("  turns  instructions  for each")
    print(f"{'none':>7} {empty:13,}")
    for turns in (10_000, 100_000):
        more = instructions(LOOP.format(turns)) - empty
        print(f"{turns:7,} {more:+13,} {more / turns:9.0f}")


def test_the_same_program_gives_the_same_count():
    first, second = (instructions(LOOP.format(20_000)) for _ in range(2))
    assert abs(first - second) < first / 1000


def test_ten_times_the_turns_cost_ten_times_as_much():
    few, many, most = (instructions(LOOP.format(n)) for n in (0, 20_000, 200_000))
    assert 9 < (most - few) / (many - few) < 11


if __name__ == "__main__":
    main()
