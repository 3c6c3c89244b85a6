# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What the system says of the clock, and what a chain of additions says"
# claim = "A chain of dependent additions, one a cycle, reads the clock that nobody reports."
# browser = false
# needs = ["compiler", "linux"]
# rows = ["S004"]
# alone = true
# ///
"""On nearly all processors an integer addition that waits for the one before takes one cycle.
So a long chain of them is a ruler for the clock, whatever the label on the box says.
"""

import ctypes
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

CPUFREQ = Path("/sys/devices/system/cpu/cpu0/cpufreq")
C = """
#define ADD x += y; __asm__ volatile("" : "+r"(x));
#define ADD_10 ADD ADD ADD ADD ADD ADD ADD ADD ADD ADD
long chain(long turns, long y) {
    long x = 0;
    for (long i = 0; i < turns; i++) { ADD_10 ADD_10 ADD_10 ADD_10 ADD_10 }
    return x;
}
"""  # the empty asm keeps the compiler from folding additions into a multiplication


def told():
    """What Linux says: (subject, value, where it stands)"""
    names = ("scaling_governor", "scaling_cur_freq", "cpuinfo_max_freq")
    for name in names:
        path = CPUFREQ / name
        yield name, path.read_text().strip() if path.exists() else "not told", str(path)
    cpuinfo = Path("/proc/cpuinfo").read_text().splitlines()
    mhz = [line.split(":")[1].strip() for line in cpuinfo if line.startswith("cpu MHz")]
    yield "cpu MHz", mhz[0] if mhz else "not told", "/proc/cpuinfo"


def built(folder):
    library = Path(folder, "chain.so")
    command = ["cc", "-O1", "-x", "c", "-", "-shared", "-fPIC", "-o", library]
    subprocess.run(command, input=C.encode(), check=True)
    chain = ctypes.CDLL(str(library)).chain
    chain.argtypes, chain.restype = [ctypes.c_long, ctypes.c_long], ctypes.c_long
    return chain


def additions_per_ns(chain, turns=20_000):
    """One addition a cycle: this is the clock in GHz."""
    start = time.perf_counter_ns()
    chain(turns, 1)
    return 50 * turns / (time.perf_counter_ns() - start)


def main() -> None:
    for subject, value, _ in told():
        print(f"{subject:18} {value}")
    with tempfile.TemporaryDirectory() as folder:
        chain = built(folder)
        rates = [additions_per_ns(chain) for _ in range(25)]
    print(f"\n1,000,000 additions in a chain, n = {len(rates)}")
    for name, rate in {"best": max(rates), "median": median(rates), "worst": min(rates)}.items():
        print(f"{name:18} {rate:.2f} additions a ns")


def test_what_is_not_told_is_said_to_be_not_told():
    for _, value, where in told():
        assert value != ""
        assert where.startswith("/")
        assert value != "not told" or not Path(where).exists() or where == "/proc/cpuinfo"


def test_the_chain_makes_every_addition():
    with tempfile.TemporaryDirectory() as folder:
        assert built(folder)(1_000, 7) == 50 * 1_000 * 7


if __name__ == "__main__":
    main()
