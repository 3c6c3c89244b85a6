# /// script
# requires-python = ">=3.11"
# dependencies = ["pyperf==2.10.0"]
#
# [tool.snippet]
# title = "A benchmark with its noise"
# claim = "pyperf starts new processes, warms each up and keeps every value."
# browser = false
# needs = ["processes", "linux"]
# rows = ["S137"]
# timeout_s = 180
# alone = true
# ///
"""Readings within one process share its luck: memory layout, hash seed, neighbours. pyperf spreads
them over several processes, keeps all, and warns if they are wild.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pyperf

OPTIONS = ["--processes=3", "--values=4", "--warmups=1", "--min-time=0.01", "--quiet"]


def measured():
    """The benchmark as pyperf saved it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bench.json")
        command = [sys.executable, "-m", "pyperf", "timeit", *OPTIONS, "-o", file]
        subprocess.run([*command, "sum(range(1000))"], check=True, capture_output=True)
        return pyperf.Benchmark.load(str(file))


def main() -> None:
    bench = measured()
    values = bench.get_values()
    print(f"n = {len(values)} values from {bench.get_nrun() - 1} processes")
    print(f"mean    {bench.mean() * 1e6:7.2f} µs ± {bench.stdev() * 1e6:.2f} µs")
    print(f"median  {bench.median() * 1e6:7.2f} µs")
    print(f"fastest {min(values) * 1e6:7.2f} µs")
    print("loops in each value:", f"{bench.get_loops():,}")


def test_three_processes_give_four_values_each():
    bench = measured()
    assert bench.get_nvalue() == 12
    assert bench.get_nrun() == 4  # the first only finds the number of loops


def test_the_circumstances_are_kept():
    metadata = measured().get_metadata()
    assert {"python_version", "platform", "perf_version"} <= set(metadata)


if __name__ == "__main__":
    main()
