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
"""One C function walks a 256 × 256 grid; two steps, chosen at run time, make it rows or columns.

Cachegrind runs it on a simulated 32 KiB cache, once with one walk and once with two. The
difference is one walk and nothing of the program around it.
"""

import re
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

C_SOURCE = """
static volatile double grid[256 * 256] __attribute__((aligned(4096)));
static volatile long steps[][2] = {{256, 1}, {1, 256}};  /* by rows, by columns */

static double walk(long outer, long inner) {
    double sum = 0;
    for (long i = 0; i < 256; i++)
        for (long j = 0; j < 256; j++) sum += grid[i * outer + j * inner];
    return sum;
}

int main(int argc, char **argv) {
    volatile long *chosen = steps[argv[1][0] == 'c'];
    long outer = chosen[0], inner = chosen[1];
    double sum = 0;
    for (int times = argv[2][0] - '0'; times; times--) sum += walk(outer, inner);
    return sum != 0;
}
"""
VALGRIND = [
    "valgrind", "--tool=cachegrind", "--cachegrind-out-file=/dev/null", "--cache-sim=yes",
    "--I1=32768,8,64", "--D1=32768,8,64", "--LL=8388608,16,64",
]  # fmt: skip


def counted(program, order, times):
    """(instructions, first-level read misses) of so many walks and all around them."""
    command = [*VALGRIND, program, order, str(times)]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    figures = (r"I +refs: +([\d,]+)", r"D1 +misses: .*\( *([\d,]+) rd")
    return tuple(int(re.search(each, report)[1].replace(",", "")) for each in figures)


@cache
def walks():
    """Instructions and misses of one walk: those of two, less those of one."""
    with TemporaryDirectory() as folder:
        program = Path(folder, "walk")
        command = ["cc", "-O1", "-x", "c", "-", "-o", program]
        subprocess.run(command, input=C_SOURCE, text=True, check=True)
        return {
            order: tuple(
                two - one
                for one, two in zip(*(counted(program, order, n) for n in (1, 2)), strict=True)
            )
            for order in ("rows", "columns")
        }


def main() -> None:
    print("walk         instructions   read misses")
    for name, (instructions, missed) in walks().items():
        print(f"by {name:8} {instructions:13,} {missed:13,}")


def test_both_walks_execute_the_same_instructions():
    """The counts differ by less than one in a thousand."""
    rows, columns = walks().values()
    assert abs(rows[0] - columns[0]) * 1_000 < rows[0]


def test_cachegrind_agrees_with_the_model_in_python():
    """8,192 and 65,536 misses, give or take a handful that another compiler may add."""
    (_, rows), (_, columns) = walks().values()
    assert abs(rows - 8_192) < 9
    assert abs(columns - 65_536) < 9


if __name__ == "__main__":
    main()
