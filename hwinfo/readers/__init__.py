"""The readers in order of trust: where two disagree, the earlier is believed.

A reader is a module with `read(host)`, which yields facts and gaps. To add one, write the module
and a line here.
"""

from __future__ import annotations

from typing import NamedTuple


class Reader(NamedTuple):
    """A reader's module, and on which hosts it has anything to say.

    Shape: `only_for` names fields; a reader with some is asked only if one of them is still
    unknown. `live` readers ask this very machine and are skipped for recorded ones.
    """

    name: str
    systems: tuple[str, ...] = ()
    live: bool = False
    only_for: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The module's full name."""
        return f"hwinfo.readers.{self.name}"


READERS = (
    Reader("linux_cpus", ("Linux",)),
    Reader("linux_topology", ("Linux",)),
    Reader("linux_cpuinfo", ("Linux",)),
    Reader("linux_frequency", ("Linux",)),
    Reader("linux_memory", ("Linux",)),
    Reader("linux_cgroup", ("Linux",)),
    Reader("usable_cpus", ("Linux",)),
    Reader("linux_platform", ("Linux",)),
    Reader("linux_pci", ("Linux",)),
    Reader("linux_devices", ("Linux",)),
    Reader("macos", ("Darwin",)),
    Reader("windows", ("Windows",)),
    Reader("operating_system"),
    Reader("isa_level", ("Linux",)),
    Reader("python_build"),
    Reader("c_library", ("Linux",)),
    Reader("psutil_figures", live=True, only_for=("memory.total_bytes", "counts.processing_units")),
    Reader("archspec_names", ("Linux",)),
    Reader("cpuinfo_package", live=True, only_for=("cpu.model", "cpu.features")),
)
