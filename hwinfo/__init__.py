"""The hardware of this machine, reported with its sources: nothing guessed, nothing hidden."""

from __future__ import annotations

__version__ = "0.1.0"

CARD_READERS = (
    "linux_cpus",
    "linux_topology",
    "linux_cpuinfo",
    "linux_memory",
    "linux_cgroup",
    "macos",
    "windows",
    "operating_system",
    "psutil_figures",
)


def card() -> dict[str, object]:
    """This machine in a few figures, to be put beside a result: no host or user name.

    Units: bytes; `quota_cpus` in CPUs, 0.5 = half of one.
    Missing: None where unknown or, for `quota_cpus`, unlimited.
    """
    from hwinfo.collect import collect
    from hwinfo.host import LiveHost
    from hwinfo.readers import READERS

    readers = [reader for reader in READERS if reader.name in CARD_READERS]
    machine = collect(LiveHost(), readers).machine
    return {
        "model": machine.cpu.model,
        "packages": machine.counts.packages,
        "cores": machine.counts.cores,
        "processing_units": machine.counts.processing_units,
        "caches": {name: level.size_bytes for name, level in (machine.caches or {}).items()},
        "memory_bytes": machine.memory.total_bytes,
        "os": machine.system.os,
        "architecture": machine.cpu.architecture,
        "quota_cpus": machine.quota.cpus,
    }
