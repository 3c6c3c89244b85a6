# /// script
# requires-python = ">=3.11"
# dependencies = ["py-spy==0.4.3"]
#
# [tool.snippet]
# title = "Looking into another process"
# claim = "py-spy finds the hot function of a program that knows nothing of it."
# browser = false
# needs = ["linux", "processes"]
# rows = ["S120", "S142"]
# timeout_s = 60
# alone = true
# ///
"""py-spy reads the memory of another process, finds the interpreter's frames in it and writes the
stacks down. The program is not changed, only paused for each look. The system has to allow it.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

PROGRAM = """
C = -0.62772 - 0.42193j

def inside(z):
    return abs(z) < 2

def step(z):
    return z * z + C

def escape(z):
    n = 0
    while n < 300 and inside(z):
        z = step(z)
        n += 1
    return n

def picture(width):
    rows = []
    for y in range(width):
        for x in range(width):
            rows.append(escape(complex(3.6 * x / width - 1.8, 3.6 * y / width - 1.8)))
    return rows

def text(rows):
    return "".join(" .:-=+*#%@"[min(n, 27) // 3] for n in rows)

def julia(width):
    return text(picture(width))

julia(400)
"""


class SkipClaim(Exception):
    """This system does not let one process look into another."""


def recorded(seconds=2):
    """Samples by stack, a stack as names from the outside in."""
    with tempfile.TemporaryDirectory() as folder:
        program, result = Path(folder, "julia.py"), Path(folder, "stacks")
        program.write_text(PROGRAM)
        spy = Path(sys.executable).with_name("py-spy")
        options = ["-f", "raw", "-F", "-r", "100", "-d", str(seconds), "-o", result]
        command = [spy, "record", *options, "--", sys.executable, program]
        run = subprocess.run(command, check=False, capture_output=True, text=True)
        if not result.exists():
            raise SkipClaim(run.stderr.strip().splitlines()[-1])
        return stacks(result.read_text())


def stacks(text):
    """Only the program's own: what Python does before it starts is left out."""
    counts = Counter()
    for line in text.splitlines():
        stack, _, count = line.rpartition(" ")
        if "julia.py" in stack:
            counts[tuple(frame.split(" (")[0].split(".")[-1] for frame in stack.split(";"))] += int(
                count
            )
    return counts


def main() -> None:
    try:
        found = recorded()
    except SkipClaim as reason:
        print("not allowed here:", reason)
        return
    for stack, count in sorted(found.items()):
        print(";".join(stack), count)


def test_the_hot_function_is_in_most_samples():
    found = recorded()
    hot = sum(count for stack, count in found.items() if "escape" in stack)
    assert hot > 0.5 * found.total()


def test_stacks_are_read_from_the_outside_in():
    text = "<module> (julia.py:9);f (julia.py:2) 3\n<module> (site.py:1) 1\n"
    assert stacks(text) == {("<module>", "f"): 3}


if __name__ == "__main__":
    main()
