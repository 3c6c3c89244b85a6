# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Sorted data, and a branch that can be foretold"
# claim = "The same loop over the same bytes mispredicts far more branches if they are shuffled."
# browser = false
# needs = ["compiler", "linux", "valgrind"]
# rows = ["S003"]
# timeout_s = 90
# alone = true
# ///
"""A loop adds up the large ones among 100,000 bytes: shuffled, sorted, and without a branch.
Cachegrind runs a model of a branch predictor along with the program and counts its misses.
"""

import ctypes
import random
import re
import subprocess
import tempfile
import time
from pathlib import Path

SIZE = 100_000
SORTED = bytes(256 * place // SIZE for place in range(SIZE))
random.seed(1)
SHUFFLED = bytes(random.sample(SORTED, SIZE))
C = """
#include <stdio.h>
long branching(const unsigned char *data, long size) {
    long sum = 0;
    for (long i = 0; i < size; i++)
        if (data[i] >= 128) { sum += data[i]; __asm__ volatile(""); }
    return sum;
}
long branchless(const unsigned char *data, long size) {
    long sum = 0;
    for (long i = 0; i < size; i++) sum += data[i] & -(data[i] >> 7);
    return sum;
}
static unsigned char bytes[100000];
int main(int count, char **words) {
    long size = fread(bytes, 1, sizeof bytes, stdin);
    printf("%ld", (count > 1 ? branchless : branching)(bytes, size));
}
"""  # the empty asm keeps the compiler from replacing the branch
CASES = {
    "if, shuffled": ("branching", SHUFFLED),
    "if, sorted": ("branching", SORTED),
    "no if": ("branchless", SHUFFLED),
}


def built(folder):
    """The C above, as a program and as a library."""
    program, library = Path(folder, "branches"), Path(folder, "branches.so")
    for options in (["-o", program], ["-shared", "-fPIC", "-o", library]):
        subprocess.run(["cc", "-O1", "-x", "c", "-", *options], input=C.encode(), check=True)
    return program, library


def counts(program, loop, data):
    """(answer, instructions, mispredicted branches) of the whole program"""
    words = ["x"] if loop == "branchless" else []
    valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--branch-sim=yes"]
    command = [*valgrind, "--cachegrind-out-file=/dev/null", program, *words]
    told = program.with_name("bytes")
    told.write_bytes(data)
    with told.open("rb") as file:
        done = subprocess.run(command, stdin=file, capture_output=True, check=True)
    found = re.findall(r"(?:I\s+refs|Mispredicts):\s+([\d,]+)", done.stderr.decode())
    return int(done.stdout), *(int(number.replace(",", "")) for number in found)


def best_us(library, name, data, runs=25):
    loop = getattr(ctypes.CDLL(str(library)), name)
    loop.argtypes, loop.restype = [ctypes.c_char_p, ctypes.c_long], ctypes.c_long
    times = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        loop(data, len(data))
        times.append(time.perf_counter_ns() - start)
    return min(times) / 1_000


def main() -> None:
    print("              executed  wrong   time")
    with tempfile.TemporaryDirectory() as folder:
        program, library = built(folder)
        for name, (loop, data) in CASES.items():
            _, executed, missed = counts(program, loop, data)
            print(f"{name:12}{executed:10,}{missed:7,}", end="")
            print(f" {best_us(library, loop, data):4.0f} µs")
    print("whole program counted; best of n = 25")


def test_order_decides_how_often_the_predictor_is_wrong():
    """Shuffled data gives more than ten times the mispredictions, and the same sum."""
    with tempfile.TemporaryDirectory() as folder:
        program, _ = built(folder)
        found = {name: counts(program, *case) for name, case in CASES.items()}
    shuffled, ordered, branchless = found.values()
    assert {answer for answer, *_ in found.values()} == {sum(b for b in SORTED if b >= 128)}
    assert shuffled[2] > 10 * ordered[2]
    assert shuffled[2] > 10 * branchless[2]
    assert abs(shuffled[1] - ordered[1]) < ordered[1] / 50


if __name__ == "__main__":
    main()
