# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same additions, in one chain or in eight"
# claim = "Two loops of equal instructions per turn run at different speeds: the chain waits."
# browser = false
# needs = ["compiler", "linux", "valgrind"]
# rows = ["S003"]
# timeout_s = 60
# alone = true
# ///
"""One loop adds eight times to one number, the other once to each of eight numbers.
Cachegrind counts the instructions of both; a clock shows how they differ in time.
"""

import ctypes
import re
import subprocess
import tempfile
import time
from pathlib import Path

C = """
double chained(long turns, double x) {
    double a = 0;
    for (long i = 0; i < turns; i++) {
        a += x; a += x; a += x; a += x;  a += x; a += x; a += x; a += x;
    }
    return a;
}
double independent(long turns, double x) {
    double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
    for (long i = 0; i < turns; i++) {
        a += x; b += x; c += x; d += x;  e += x; f += x; g += x; h += x;
    }
    return a + b + c + d + e + f + g + h;
}
int main(int count, char **words) {
    long turns = 1000000;
    return (count > 1 ? chained(turns, 1) : independent(turns, 1)) != 8e6;
}
"""
LOOPS = {"chained": ["one"], "independent": []}  # what to tell main() to get this loop


def built(folder):
    """The C above, as a program and as a library."""
    program, library = Path(folder, "chains"), Path(folder, "chains.so")
    for options in (["-o", program], ["-shared", "-fPIC", "-o", library]):
        subprocess.run(["cc", "-O1", "-x", "c", "-", *options], input=C.encode(), check=True)
    return program, library


def instructions(program, *words):
    """Instructions the program executed, by cachegrind's count."""
    valgrind = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ]
    done = subprocess.run([*valgrind, program, *words], capture_output=True, text=True, check=True)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    return int(found[1].replace(",", ""))


def best_ns(loop, turns=20_000, runs=99):
    """Shortest time for one addition."""
    times = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        loop(turns, 1.0)
        times.append(time.perf_counter_ns() - start)
    return min(times) / (8 * turns)


def load(library, name):
    loop = getattr(ctypes.CDLL(str(library)), name)
    loop.argtypes, loop.restype = [ctypes.c_long, ctypes.c_double], ctypes.c_double
    return loop


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        program, library = built(folder)
        print("8,000,000 additions  executed      each")
        times = {}
        for name, words in LOOPS.items():
            count, times[name] = instructions(program, *words), best_ns(load(library, name))
            print(f"{name:16} {count:12,} {times[name]:6.2f} ns")
    print(f"\nchain / independent {times['chained'] / times['independent']:.1f}, best of 99")


def test_both_loops_execute_the_same_number_of_instructions():
    """The counts of the two programs differ by less than one per cent."""
    with tempfile.TemporaryDirectory() as folder:
        program, _ = built(folder)
        one, eight = (instructions(program, *words) for words in LOOPS.values())
    assert one > 8_000_000
    assert abs(one - eight) < one / 100


def test_both_loops_add_the_same():
    with tempfile.TemporaryDirectory() as folder:
        _, library = built(folder)
        assert {load(library, name)(1_000, 1.0) for name in LOOPS} == {8_000.0}


if __name__ == "__main__":
    main()
