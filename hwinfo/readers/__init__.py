"""The readers in order of trust: where two disagree, the earlier is believed.

A reader is a module with `read(host)`, which yields facts and gaps. To add one, write the module
and a line here.
"""

from __future__ import annotations

from typing import NamedTuple


class Reader(NamedTuple):
    """A reader's module, on which hosts it has anything to say, and why it stands where it does.

    Shape: `only_for` names fields; a reader with some is asked only if one of them is still
    unknown, or by --explain. `live` readers ask this very machine and are skipped for recorded
    ones.
    """

    name: str
    trust: str
    systems: tuple[str, ...] = ()
    live: bool = False
    only_for: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The module's full name."""
        return f"hwinfo.readers.{self.name}"


LINUX = ("Linux",)
KERNEL = "the kernel schedules by these files, so they are what programs get"
PSUTIL_FIELDS = ("memory.total_bytes", "memory.available_bytes", "counts.processing_units")

READERS = (
    Reader("linux_cpus", KERNEL, LINUX),
    Reader("linux_topology", KERNEL, LINUX),
    Reader("linux_cpuinfo", "the kernel's own reading of the processor's identity", LINUX),
    Reader("linux_frequency", "what the frequency driver promises", LINUX),
    Reader("linux_memory", KERNEL, LINUX),
    Reader("linux_cgroup", "the limits that the kernel enforces on this process", LINUX),
    Reader("usable_cpus", "computed from this report's CPU sets and quota", LINUX),
    Reader("linux_platform", "firmware tables, as the kernel passes them on", LINUX),
    Reader("nvidia_nvml", "the maker's own library knows model and memory", ("Linux", "Windows")),
    Reader("linux_pci", "the bus as the kernel enumerated it", LINUX),
    Reader("linux_devices", "the drivers' own figures", LINUX),
    Reader("macos", "the kernel's own answers", ("Darwin",)),
    Reader("windows", "the kernel's own answers", ("Windows",)),
    Reader("operating_system", "the kernel's names for itself"),
    Reader("isa_level", "computed from the features", LINUX),
    Reader("python_build", "the running interpreter about itself"),
    Reader("c_library", "glibc reads CPUID without sharing, and on AMD it divides wrongly", LINUX),
    Reader("psutil_figures", "totals only, and blind to containers", (), True, PSUTIL_FIELDS),
    Reader("archspec_names", "a list of known designs, matched by features", LINUX),
    Reader(
        "cpuinfo_package",
        "py-cpuinfo adds L1 and L2 up over all cores and mistakes units of L3 and line size",
        live=True,
        only_for=("cpu.model", "cpu.features"),
    ),
)
