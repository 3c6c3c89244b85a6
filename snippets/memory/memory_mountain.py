# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The memory mountain: size, stride and read speed"
# claim = "Each cell of the mountain reads the same number of doubles; only size and stride differ."
# browser = false
# needs = ["compiler", "linux"]
# rows = ["S015", "S016"]
# timeout_s = 120
# alone = true
# ///
"""Read every first, second, eighth or 64th double of smaller and larger memory.

Every cell makes as many loads. How fast they come shows the caches from one side and the
prefetcher from the other. Times are reported only.
"""

import ctypes
import subprocess
import time
from array import array
from pathlib import Path
from tempfile import TemporaryDirectory

C_SOURCE = """
#include <stddef.h>
double read_strided(const double *memory, size_t doubles, size_t stride, size_t loads) {
    double sums[4] = {0, 0, 0, 0};
    for (size_t at = 0; loads; loads -= 4) {
        for (int k = 0; k < 4; k++) {
            sums[k] += memory[at];
            at += stride;
            if (at >= doubles) at -= doubles;
        }
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
}
"""
RUNS, LOADS = 5, 1_000_000
SIZES_KIB, STRIDES = (16, 512, 4_096, 65_536), (1, 4, 8, 64)


def compiled():
    """The C above as a function that Python can call."""
    with TemporaryDirectory() as folder:
        library = Path(folder, "mountain.so")
        command = ["cc", "-O2", "-shared", "-fPIC", "-x", "c", "-", "-o", library]
        subprocess.run(command, input=C_SOURCE, text=True, check=True)
        function = ctypes.CDLL(str(library)).read_strided
    function.restype = ctypes.c_double
    function.argtypes = [ctypes.c_void_p] + 3 * [ctypes.c_size_t]
    return function


read_strided = compiled()


def read(memory, stride, loads=LOADS):
    """Sum of so many doubles, each a stride after the last one, round and round."""
    address, doubles = memory.buffer_info()
    return read_strided(address, doubles, stride, loads)


def load_ns(memory, stride):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter_ns()
        read(memory, stride)
        times.append((time.perf_counter_ns() - start) / LOADS)
    return min(times)


def main() -> None:
    print(f"ns for a load, best of n = {RUNS}")
    print("one double of" + "".join(f"{stride:6}" for stride in STRIDES))
    for kib in SIZES_KIB:
        memory = array("d", [1.0]) * (kib * 128)
        cells = "".join(f"{load_ns(memory, stride):6.2f}" for stride in STRIDES)
        print(f"{kib:9,} KiB{cells}")


def test_every_cell_makes_the_same_number_of_loads():
    """In memory full of ones the sum is the number of loads."""
    memory = array("d", [1.0]) * 2_048
    assert {read(memory, stride, 10_000) for stride in STRIDES} == {10_000.0}


def test_only_every_eighth_double_is_read_at_stride_eight():
    """With ones at multiples of eight and zeros between, the sum does not change."""
    memory = array("d", [1.0, 0, 0, 0, 0, 0, 0, 0]) * 256
    assert read(memory, 8, 10_000) == 10_000.0
    assert read(memory, 1, 2_048) == 256.0


if __name__ == "__main__":
    main()
