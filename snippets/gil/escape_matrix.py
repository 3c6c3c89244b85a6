# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Five ways to run the same work twice"
# claim = "Threads, processes, sub-interpreters and C code all give the loop's answer."
# needs = ["threads", "processes", "compiler", "linux"]
# rows = ["S034", "S042", "W04"]
# timeout_s = 180
# alone = true
# ///
"""Two halves of one job: add up i squared for i below n, modulo 2 to the 64.
Each route runs both halves; the start of its workers is part of its time.
"""

import concurrent.futures as futures
import ctypes
import os
import shutil
import subprocess
import tempfile
import time

N, RUNS = 3_500_000, 7
HALVES = [(0, N // 2), (N // 2, N)]
SOURCE = """typedef unsigned long long u64;
u64 squares(u64 i, u64 end) {
    u64 total = 0;
    for (; i < end; i++) total += i * i;
    return total;
}"""


def squares(half):
    total = 0
    for i in range(*half):
        total += i * i
    return total


def squares_in_c():
    compiler = shutil.which("cc") or shutil.which("gcc") or "clang"
    with tempfile.TemporaryDirectory() as directory:
        library = f"{directory}/squares.so"
        command = f"{compiler} -O1 -shared -fPIC -x c - -o {library}".split()
        subprocess.run(command, input=SOURCE.encode(), check=True)
        function = ctypes.CDLL(library).squares  # CDLL lets go of the lock
    function.argtypes = [ctypes.c_uint64] * 2
    function.restype = ctypes.c_uint64
    return lambda half: function(*half)


def pooled(pool_type, work=squares):
    def run():
        with pool_type(2) as pool:
            return list(pool.map(work, HALVES))

    return run


def routes():
    threads = futures.ThreadPoolExecutor
    found = {
        "plain loop": lambda: [squares(half) for half in HALVES],
        "2 threads": pooled(threads),
        "2 processes": pooled(futures.ProcessPoolExecutor),
    }
    if hasattr(futures, "InterpreterPoolExecutor"):  # 3.14
        found["2 interpreters"] = pooled(futures.InterpreterPoolExecutor)
    return found | {"2 threads in C": pooled(threads, squares_in_c())}


def wall_ms(run):
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def best_ms(found):
    """Shortest time of each route. They take turns, so that a busy machine slows all."""
    rounds = [{name: wall_ms(run) for name, run in found.items()} for _ in range(RUNS)]
    return {name: min(times_ms[name] for times_ms in rounds) for name in found}


def main() -> None:
    print(f"{os.cpu_count()} CPUs, best of n = {RUNS}")
    times_ms = best_ms(routes())
    for name, time_ms in times_ms.items():
        print(f"{name:14} {time_ms:6.1f} ms {times_ms['plain loop'] / time_ms:7.2f}×")


def test_every_route_gives_the_same_answer():
    expected = (N - 1) * N * (2 * N - 1) // 6
    assert expected < 2**64
    answers = {name: sum(run()) % 2**64 for name, run in routes().items()}
    assert set(answers.values()) == {expected}, answers
    assert len(answers) >= 4


if __name__ == "__main__":
    main()
