# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Two answers to one question: how large is my L3?"
# claim = "getconf passes on what the processor says of itself, sysfs what the kernel made of it."
# browser = false
# needs = ["linux"]
# rows = ["S013", "W28", "M52"]
# ///
"""The C library and the kernel are asked for the sizes of the caches.

They read different sources: the CPUID instruction, and the kernel's own tables of which CPUs
share what. In a virtual machine the two may disagree.
"""

import subprocess
from pathlib import Path

SYSFS = Path("/sys/devices/system/cpu/cpu0/cache")


def from_getconf(level):
    """Bytes of this level by the C library; 0 if it does not know."""
    name = f"LEVEL{level}_DCACHE_SIZE" if level == 1 else f"LEVEL{level}_CACHE_SIZE"
    told = subprocess.run(["getconf", name], capture_output=True, text=True).stdout.strip()
    return int(told) if told.isdecimal() else 0


def from_sysfs(level):
    """Bytes of this level by the kernel, and the CPUs that share it; 0 if it does not know."""
    for index in SYSFS.glob("index*"):
        kind, size, number, shared = (
            (index / name).read_text().strip()
            for name in ("type", "size", "level", "shared_cpu_list")
        )
        if int(number) == level and kind != "Instruction":
            return parse_size(size), shared
    return 0, "–"


def parse_size(text):
    """The kernel writes 32768K."""
    return int(text.removesuffix("K")) * 1024


def main() -> None:
    print("KiB    getconf    sysfs   CPUs")
    for level in (1, 2, 3):
        told, (kernel, shared) = from_getconf(level), from_sysfs(level)
        print(f"L{level} {told // 1024:11,} {kernel // 1024:8,}   {shared}")


def test_the_kernel_writes_kibibytes():
    """32768K are 32 MiB."""
    assert parse_size("32768K") == 32 * 1024**2


def test_each_answer_is_a_whole_number_of_lines():
    """Whatever the sources say, a cache is made of lines of at least 32 bytes."""
    for level in (1, 2, 3):
        assert from_getconf(level) % 32 == from_sysfs(level)[0] % 32 == 0


def test_a_level_that_does_not_exist_is_not_guessed():
    """Nobody claims a ninth level."""
    assert from_sysfs(9) == (0, "–")
    assert from_getconf(9) == 0


if __name__ == "__main__":
    main()
