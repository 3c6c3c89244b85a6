# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The latency ladder, climbed by a pointer chase"
# claim = "One chase visits every line of its memory once, in order or shuffled, by the same code."
# browser = false
# needs = ["compiler", "linux"]
# rows = ["S013", "S016", "W28"]
# timeout_s = 120
# alone = true
# ///
"""Each load tells where the next one goes, so no load can start before the last one ended.

The time of a step is then the latency of the level that holds the memory. In order, the
prefetcher sees where the chase is going; shuffled, it cannot. Times are reported only.
"""

import ctypes
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

C_SOURCE = """
#include <stddef.h>
enum { LINE = 64 / sizeof(size_t) };  /* words in a line of 64 bytes */

void link_lines(size_t *words, size_t lines, int shuffle) {
    for (size_t i = 0; i < lines; i++)
        words[i * LINE] = (shuffle ? i : (i + 1) % lines) * LINE;
    if (!shuffle) return;
    unsigned long long seed = 1;  /* Sattolo's shuffle: one cycle through all */
    for (size_t i = lines - 1; i > 0; i--) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        size_t j = (seed >> 33) % i, held = words[i * LINE];
        words[i * LINE] = words[j * LINE];
        words[j * LINE] = held;
    }
}

size_t chase(const size_t *words, size_t at, size_t steps) {
    while (steps--) at = words[at];
    return at;
}
"""
RUNS, STEPS = 5, 400_000


def compiled():
    """The C above as a loaded library."""
    with TemporaryDirectory() as folder:
        library = Path(folder, "chase.so")
        command = ["cc", "-O2", "-shared", "-fPIC", "-x", "c", "-", "-o", library]
        subprocess.run(command, input=C_SOURCE, text=True, check=True)
        loaded = ctypes.CDLL(str(library))
    loaded.chase.restype = ctypes.c_size_t
    return loaded


C = compiled()


def linked(size_bytes, shuffle):
    """Memory in which each line holds the place of the next one."""
    words = (ctypes.c_size_t * (size_bytes // ctypes.sizeof(ctypes.c_size_t)))()
    C.link_lines(words, ctypes.c_size_t(size_bytes // 64), shuffle)
    return words


def chase(words, at, steps):
    return C.chase(words, ctypes.c_size_t(at), ctypes.c_size_t(steps))


def step_ns(size_bytes, shuffle):
    words = linked(size_bytes, shuffle)
    at, times = chase(words, 0, min(STEPS, size_bytes // 64)), []
    for _ in range(RUNS):
        start = time.perf_counter_ns()
        at = chase(words, at, STEPS)
        times.append((time.perf_counter_ns() - start) / STEPS)
    return min(times)


def main() -> None:
    print(f"ns for a load, best of n = {RUNS}")
    print("            in order  shuffled")
    for kib in (16, 256, 1_024, 4_096, 16_384, 65_536):
        ordered, shuffled = (step_ns(kib * 1024, shuffle) for shuffle in (False, True))
        print(f"{kib:6,} KiB {ordered:8.1f} {shuffled:9.1f}")


def test_a_chase_visits_every_line_once_and_comes_back():
    """After as many steps as there are lines it is where it began, and never before."""
    for shuffle in (False, True):
        words, at, seen = linked(64 * 1_000, shuffle), 0, set()
        while at not in seen:
            seen.add(at)
            at = chase(words, at, 1)
        assert (at, len(seen)) == (0, 1_000)


def test_in_order_the_next_line_is_the_neighbour_and_shuffled_it_hardly_ever_is():
    """All of 999 steps go one line on; of the shuffled ones not one in twenty."""
    for shuffle, allowed in ((False, range(999, 1_000)), (True, range(50))):
        words = linked(64 * 1_000, shuffle)
        neighbours = sum(words[8 * i] == 8 * (i + 1) for i in range(999))
        assert neighbours in allowed


if __name__ == "__main__":
    main()
