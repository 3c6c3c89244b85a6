"""The readers in order of trust: where two disagree, the earlier is believed.

A reader is a module with `read(host)`, which yields facts and gaps. To add one, write the module
and a line here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
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
    Reader("linux_memory", ("Linux",)),
    Reader("linux_cgroup", ("Linux",)),
    Reader("operating_system"),
)
