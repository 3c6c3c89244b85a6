# /// script
# requires-python = ">=3.11"
# dependencies = ["scalene==2.4.0"]
#
# [tool.snippet]
# title = "Lines, and who spent their time: Python or C"
# claim = "Scalene sees a far larger share of Python in a Python loop than in a call of sum()."
# browser = false
# needs = ["linux", "processes"]
# rows = ["S120"]
# timeout_s = 120
# alone = true
# ///
"""Scalene samples CPU time and tells the interpreter's share of a line from that of compiled code.
A line that is native already will not get faster by rewriting the Python around it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
def computed_in_python(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total

def computed_in_c(n):
    return sum(range(n))

computed_in_python(8_000_000)
computed_in_c(60_000_000)
"""


def profiled():
    """Percent of CPU time, in Python and in native code, by line of the program."""
    with tempfile.TemporaryDirectory() as folder:
        program, result = Path(folder, "program.py"), Path(folder, "profile.json")
        program.write_text(PROGRAM)
        command = [sys.executable, "-m", "scalene", "run", "--cpu-only", "-o", result, program]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        (file,) = json.loads(result.read_text())["files"].values()
    return {
        line["lineno"]: (line["n_cpu_percent_python"], line["n_cpu_percent_c"])
        for line in file["lines"]
    }


def main() -> None:
    source = PROGRAM.splitlines()
    print("Python  native  line")
    for number, (python, native) in sorted(profiled().items()):
        if python + native >= 2:
            print(f"{python:5.0f} % {native:5.0f} %  {source[number - 1].strip()}")


def test_the_python_loop_is_told_from_the_builtin():
    """Of the loop's samples a larger part is Python than of the builtin's, at least twice."""
    lines = profiled()
    loop = [sum(lines.get(n, (0, 0))[side] for n in (4, 5)) for side in (0, 1)]
    builtin = lines[9]
    assert loop[0] / sum(loop) > 2 * builtin[0] / sum(builtin)
    assert builtin[1] > builtin[0]


if __name__ == "__main__":
    main()
