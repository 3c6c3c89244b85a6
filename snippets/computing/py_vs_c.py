# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "One line of Python and the same line of C"
# claim = "A turn of the Python loop executes over 20 times the instructions of the same C loop's."
# browser = false
# needs = ["compiler", "linux", "valgrind"]
# rows = ["S010", "W32"]
# timeout_s = 120
# alone = true
# ///
"""The ZX81's random numbers, one line: as a loop in Python, and as a loop in C that Python calls.
Cachegrind counts instructions; a long run minus a short one leaves the turns alone.
"""

import ctypes
import inspect
import re
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

C = """
int generate(int turns) {
    unsigned x = 1;
    for (int i = 0; i < turns; i++)
        x = (x * 75 + 74) % 65537;
    return x;
}
"""


def generate(turns):
    x = 1
    for _ in range(turns):
        x = (x * 75 + 74) % 65537
    return x


def built(folder):
    library = Path(folder, "generate.so")
    command = ["cc", "-O2", "-x", "c", "-", "-shared", "-fPIC", "-o", library]
    subprocess.run(command, input=C.encode(), check=True)
    return str(library)


def instructions(define, turns):
    """Instructions of a whole Python process that makes so many turns."""
    valgrind = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ]
    python = [sys.executable, "-S", "-c", f"{define}\ngenerate({turns})"]
    env = {"PYTHONHASHSEED": "0"}  # else start-up takes another path each time
    done = subprocess.run([*valgrind, *python], capture_output=True, text=True, check=True, env=env)
    return int(re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)[1].replace(",", ""))


@cache
def per_turn():
    """Instructions for one turn, in Python and in C."""
    with tempfile.TemporaryDirectory() as folder:
        call_c = f"import ctypes; generate = ctypes.CDLL({built(folder)!r}).generate"
        cases = {inspect.getsource(generate): 10_000, call_c: 1_000_000}
        return [
            (instructions(define, 1_000 + turns) - instructions(define, 1_000)) / turns
            for define, turns in cases.items()
        ]


def best_ns(loop, turns=10_000, runs=99):
    times = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        loop(turns)
        times.append(time.perf_counter_ns() - start)
    return min(times) / turns


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        in_c = ctypes.CDLL(built(folder)).generate
        times = [best_ns(loop) for loop in (generate, in_c)]
    counts = per_turn()
    print("one turn         executed      time")
    for name, count, time_ns in zip(("loop in Python", "loop in C"), counts, times, strict=True):
        print(f"{name:15} {count:9.1f} {time_ns:6.1f} ns")
    print(f"{'Python / C':15} {counts[0] / counts[1]:9.0f} {times[0] / times[1]:6.0f}")
    print("executed instructions; best of n = 99")


def test_a_turn_in_python_executes_far_more_instructions():
    in_python, in_c = per_turn()
    assert in_python > 20 * in_c > 20


def test_both_generate_the_same_number():
    with tempfile.TemporaryDirectory() as folder:
        in_c = ctypes.CDLL(built(folder)).generate
        assert [generate(n) for n in range(100)] == [in_c(n) for n in range(100)]


if __name__ == "__main__":
    main()
