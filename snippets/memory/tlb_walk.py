# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same lines, packed or one to a page"
# claim = "Each chase visits 8,192 lines once; only the pages they lie in differ."
# browser = false
# needs = ["compiler", "linux"]
# rows = ["S023"]
# timeout_s = 60
# alone = true
# ///
"""8,192 lines are 512 KiB and stay in many a second-level cache, wherever they lie.

Packed they share 128 pages; one to a page they need 8,192 entries of the TLB, or 16 if the
kernel grants huge pages. Times are reported only.
"""

import ctypes
import mmap
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

C_SOURCE = """
#include <stddef.h>
void link_lines(size_t *words, size_t lines, size_t apart) {
    unsigned long long seed = 1;  /* Sattolo's shuffle: one cycle through all */
    for (size_t i = 0; i < lines; i++) words[i * apart] = i * apart;
    for (size_t i = lines - 1; i > 0; i--) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        size_t j = (seed >> 33) % i, held = words[i * apart];
        words[i * apart] = words[j * apart];
        words[j * apart] = held;
    }
}
size_t chase(const size_t *words, size_t at, size_t steps) {
    while (steps--) at = words[at];
    return at;
}
"""
RUNS, STEPS, LINES = 7, 400_000, 8_192
PACKED, SPREAD = 64, 4_096 + 64  # bytes from one line to the next


def compiled():
    """The C above as a loaded library."""
    with TemporaryDirectory() as folder:
        library = Path(folder, "chase.so")
        command = ["cc", "-O2", "-shared", "-fPIC", "-x", "c", "-", "-o", library]
        subprocess.run(command, input=C_SOURCE, text=True, check=True)
        loaded = ctypes.CDLL(str(library))
    loaded.link_lines.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t]
    loaded.chase.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t]
    loaded.chase.restype = ctypes.c_size_t
    return loaded


C = compiled()


def linked(apart_bytes, pages, lines=LINES):
    """Shuffled lines, each holding the place of the next one."""
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    memory = mmap.mmap(-1, lines * apart_bytes, flags=private)
    with suppress(OSError):  # a kernel without huge pages knows no such advice
        memory.madvise(pages)
    words = (ctypes.c_size_t * (len(memory) // 8)).from_buffer(memory)
    C.link_lines(words, lines, apart_bytes // 8)
    return words


def step_ns(apart_bytes, pages):
    words = linked(apart_bytes, pages)
    at, times = C.chase(words, 0, LINES), []
    for _ in range(RUNS):
        start = time.perf_counter_ns()
        at = C.chase(words, at, STEPS)
        times.append((time.perf_counter_ns() - start) / STEPS)
    return min(times)


def main() -> None:
    print(f"8,192 shuffled lines, best of n = {RUNS}")
    small, huge = mmap.MADV_NOHUGEPAGE, mmap.MADV_HUGEPAGE
    print(f"packed, small pages    {step_ns(PACKED, small):6.1f} ns")
    print(f"one to a small page    {step_ns(SPREAD, small):6.1f} ns")
    print(f"same, huge pages asked {step_ns(SPREAD, huge):6.1f} ns")


def test_every_chase_visits_each_line_once():
    """After 500 steps it is back where it began, and not before."""
    for apart in (PACKED, SPREAD):
        words, at, seen = linked(apart, mmap.MADV_NOHUGEPAGE, 500), 0, set()
        while at not in seen:
            seen.add(at)
            at = C.chase(words, at, 1)
        assert (at, len(seen)) == (0, 500)


def test_the_lines_lie_in_128_pages_or_in_8192():
    """Packed, 64 lines share a page of 4 KiB; spread, no two do."""
    assert len({i * PACKED // 4_096 for i in range(LINES)}) == 128
    assert len({i * SPREAD // 4_096 for i in range(LINES)}) == 8_192


if __name__ == "__main__":
    main()
