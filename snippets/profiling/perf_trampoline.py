# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Python's functions, visible to perf"
# claim = "With the trampoline on, the map file names each Python function that ran."
# browser = false
# needs = ["linux", "processes", "cpython>=3.12"]
# rows = ["S136"]
# timeout_s = 60
# alone = true
# ///
"""perf sees machine code, and all Python runs in the same few C functions. With `-X perf` every
Python function gets a piece of machine code of its own, and a file tells perf their names.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
def escape(z, n=0):
    while abs(z) < 2 and n < 300:
        z = z * z - 0.62772 - 0.42193j
        n += 1

def julia():
    for i in range(6000):
        escape(complex(i / 4000, 0.3))

julia()
import os; print(os.getpid())
"""


def names_in_map():
    """Python functions that the map file of one run names, without their paths."""
    command = [sys.executable, "-X", "perf", "-c", PROGRAM]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    file = Path(f"/tmp/perf-{int(run.stdout)}.map")  # noqa: S108
    try:
        text = file.read_text()
    finally:
        file.unlink()
    return [line.split("py::")[1].split(":")[0] for line in text.splitlines() if "py::" in line]


def hottest():
    """Top symbols by perf's own samples; none where perf is missing or not allowed."""
    if shutil.which("perf") is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "perf.data")
        record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "-g", "-o", data, "--"]
        run = subprocess.run(
            [*record, sys.executable, "-X", "perf", "-c", PROGRAM], check=False, capture_output=True
        )
        if run.returncode:
            return []
        Path(f"/tmp/perf-{int(run.stdout)}.map").unlink()  # noqa: S108
        report = ["perf", "report", "-i", data, "--stdio", "--no-children", "-g", "none"]
        told = subprocess.run(report, check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in told.splitlines() if line.strip() and line[0] != "#"]
    return [(row[0], row[-1]) for row in rows[:5]]


def main() -> None:
    names = names_in_map()
    print(f"{len(names)} Python functions mapped, as")
    print(*(f"  py::{name}" for name in names if name in {"escape", "julia"}), sep="\n")
    for share, symbol in hottest():
        print(f"{share:>7}  {symbol}")


def test_the_map_names_our_functions():
    assert {"escape", "julia"} <= set(names_in_map())


if __name__ == "__main__":
    main()
