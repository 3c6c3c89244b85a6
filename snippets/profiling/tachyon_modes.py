# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "One sampler, two clocks: profiling.sampling"
# claim = "By wall time the sleeping function has most samples, by CPU time the computing one."
# browser = false
# needs = ["linux", "processes", "cpython>=3.15"]
# rows = ["S111", "S142"]
# timeout_s = 120
# alone = true
# ///
"""The sampler of Python 3.15 looks into a process from outside, as py-spy does, and is part of the
standard library. `--mode` chooses the clock: wall, cpu, gil or exception.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

PROGRAM = """
import time

def waits():
    time.sleep(1.2)

def computes():
    end = time.process_time() + 0.4
    while time.process_time() < end:
        sum(range(1000))

waits()
computes()
"""


def functions(collapsed):
    """Samples by function of the program, from lines `tid:1;file.py:name:12 34`."""
    counts = Counter()
    for line in collapsed.splitlines():
        stack, _, count = line.rpartition(" ")
        names = {frame.split(":")[1] for frame in stack.split(";")}
        for name in names & {"waits", "computes"}:
            counts[name] += int(count)
    return counts


def sampled(mode):
    with tempfile.TemporaryDirectory() as folder:
        program, result = Path(folder, "program.py"), Path(folder, "stacks")
        program.write_text(PROGRAM)
        sampler = [sys.executable, "-m", "profiling.sampling", "run", "--mode", mode]
        command = [*sampler, "--collapsed", "-o", result, program]
        subprocess.run(command, check=True, capture_output=True)
        return functions(result.read_text())


def main() -> None:
    print("mode   waits  computes")
    for mode in ("wall", "cpu"):
        counts = sampled(mode)
        shares = [counts[name] / counts.total() for name in ("waits", "computes")]
        print(f"{mode:5} {shares[0]:6.0%} {shares[1]:9.0%}")


def test_waiting_has_the_wall_clock_and_computing_the_cpu():
    assert sampled("wall")["waits"] > 0
    cpu = sampled("cpu")
    assert cpu["computes"] > cpu["waits"]


def test_collapsed_stacks_are_read():
    text = "tid:7;a.py:<module>:9;a.py:waits:3 40\ntid:7;a.py:<module>:10;a.py:computes:5 2\n"
    assert functions(text) == {"waits": 40, "computes": 2}


if __name__ == "__main__":
    main()
