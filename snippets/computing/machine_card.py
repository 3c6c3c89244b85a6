# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Your machine in three parts, each fact with its source"
# claim = "Units, memory and connections are told by the system, or said to be not told."
# browser = true
# rows = ["S001"]
# ///
"""A computer is units that compute, memory, and connections between them.
Ask the system for all three, name the source of each fact, and say what it does not tell.
"""

import os
import platform
import struct
from pathlib import Path

CPU = Path("/sys/devices/system/cpu/cpu0")
NODES = Path("/sys/devices/system/node")
WANTED = ["avx2", "avx512f", "fma", "asimd", "sve"]  # vector and fused instructions, x86 and ARM


def usable_cpus():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def quota():
    """CPUs that a container's quota allows this process."""
    path = Path("/sys/fs/cgroup/cpu.max")
    if not path.exists():
        return None
    time, period = path.read_text().split()
    return "no limit" if time == "max" else int(time) / int(period)


def flags():
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    told = {word for line in lines if line.lower().startswith(("flags", "features"))
            for word in line.split(":")[1].split()}  # fmt: skip
    return " ".join(flag for flag in WANTED if flag in told) or None


def caches():
    """Sizes from the first level up, as sysfs writes them."""
    found = [folder for folder in sorted(CPU.glob("cache/index*")) if (folder / "size").exists()]
    kinds = [(folder / "type").read_text().strip() for folder in found]
    sizes = [(folder / "size").read_text().strip() for folder in found]
    data = [size for kind, size in zip(kinds, sizes, strict=True) if kind != "Instruction"]
    return " ".join(data) or None


def nodes():
    return len(list(NODES.glob("node[0-9]*"))) or None


def card():
    """Facts as (part, subject, value or None, source)"""
    return [
        ("units", "architecture", platform.machine() or None, "platform.machine()"),
        ("units", "usable CPUs", usable_cpus(), "affinity mask, else os.cpu_count()"),
        ("units", "quota", quota(), "/sys/fs/cgroup/cpu.max"),
        ("units", "instructions", flags(), "/proc/cpuinfo"),
        ("memory", "data caches", caches(), "/sys/devices/system/cpu"),
        ("links", "address bits", 8 * struct.calcsize("P"), 'struct.calcsize("P")'),
        ("links", "NUMA nodes", nodes(), "/sys/devices/system/node"),
    ]


def main() -> None:
    for part, subject, value, _ in card():
        print(f"{part:7}{subject:13} {'not told' if value is None else value}")


def test_all_three_parts_are_there_and_every_fact_names_its_source():
    assert {part for part, *_ in card()} == {"units", "memory", "links"}
    assert all(source for *_, source in card())


def test_what_is_told_is_neither_empty_nor_zero():
    """Numbers are above zero, texts say something; all else is None, 'not told'."""
    told = [value for _, _, value, _ in card() if value is not None]
    assert len(told) >= 3
    assert all(value > 0 if isinstance(value, (int, float)) else value.strip() for value in told)


def test_no_more_cpus_may_be_used_than_there_are():
    assert 1 <= usable_cpus() <= os.cpu_count()


if __name__ == "__main__":
    main()
