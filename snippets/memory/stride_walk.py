# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same walks as machine code, counted by cachegrind"
# claim = "Cachegrind counts the model's misses, and as many instructions for rows as for columns."
# browser = false
# needs = ["compiler", "linux", "valgrind"]
# rows = ["S015", "S118", "M35"]
# timeout_s = 120
# ///
"""One C function walks a 256 × 256 grid; two steps, given at run time, make it rows or columns.

Cachegrind runs it on a simulated 32 KiB cache. What the program costs without a walk is counted
too and taken off.
"""

import re
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

C_SOURCE = """
#include <stdlib.h>
static volatile double grid[256 * 256] __attribute__((aligned(4096)));

static double walk(long n, long outer, long inner) {
    double sum = 0;
    for (long i = 0; i < n; i++)
        for (long j = 0; j < n; j++) sum += grid[i * outer + j * inner];
    return sum;
}

int main(int argc, char **argv) {
    return argc == 4 && walk(atol(argv[1]), atol(argv[2]), atol(argv[3])) != 0;
}
"""
VALGRIND = [
    "valgrind", "--tool=cachegrind", "--cachegrind-out-file=/dev/null", "--cache-sim=yes",
    "--I1=32768,8,64", "--D1=32768,8,64", "--LL=8388608,16,64",
]  # fmt: skip


def counted(program, n, outer, inner):
    """(instructions, first-level read misses) of one run."""
    command = [*VALGRIND, program, str(n), str(outer), str(inner)]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    figures = (r"I +refs: +([\d,]+)", r"D1 +misses: .*\( *([\d,]+) rd")
    return tuple(int(re.search(each, report)[1].replace(",", "")) for each in figures)


@cache
def walks():
    """Instructions and misses of both walks, less those of no walk."""
    with TemporaryDirectory() as folder:
        program = Path(folder, "walk")
        command = ["cc", "-O1", "-x", "c", "-", "-o", program]
        subprocess.run(command, input=C_SOURCE, text=True, check=True)
        nothing = counted(program, 0, 256, 1)
        runs = {"by rows": (256, 1), "by columns": (1, 256)}
        return {
            name: tuple(a - b for a, b in zip(counted(program, 256, *steps), nothing, strict=True))
            for name, steps in runs.items()
        }


def main() -> None:
    print("walk         instructions   read misses")
    for name, (instructions, missed) in walks().items():
        print(f"{name:11} {instructions:13,} {missed:13,}")


def test_both_walks_execute_the_same_instructions():
    """The counts differ by less than one in a thousand."""
    rows, columns = walks().values()
    assert abs(rows[0] - columns[0]) * 1_000 < rows[0]


def test_cachegrind_agrees_with_the_model_in_python():
    """8,192 and 65,536 misses, give or take a hundredth of the first."""
    (_, rows), (_, columns) = walks().values()
    assert abs(rows - 8_192) < 82
    assert abs(columns - 65_536) < 82


if __name__ == "__main__":
    main()
