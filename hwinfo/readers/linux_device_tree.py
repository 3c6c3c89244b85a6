"""What the device tree says of each CPU: its design, and its relative speed on big.LITTLE."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hwinfo.readers.linux_cpus import CPU_DIR

if TYPE_CHECKING:
    from hwinfo.cpuset import CpuSet
    from hwinfo.host import Host

MOST_CAPACITY = 1 << 24


class TreeCpu(NamedTuple):
    """One CPU's node of the tree.

    Shape: `design` is the first of its `compatible` names, such as "arm,cortex-a53"; `capacity` is
    a number that only means something next to the other CPUs'.
    """

    design: str | None
    capacity: int | None


def tree_cpus(host: Host, online: CpuSet) -> dict[int, TreeCpu]:
    """The CPUs that have a node, by number; the kernel links each to its own.

    Missing: empty where there is no device tree.
    Source: Devicetree Specification, "/cpus"; kernel bindings arm/cpus and cpu/cpu-capacity.
    """
    if online.first is None or not host.exists(_path(online.first, "")):
        return {}
    found = {cpu: TreeCpu(_design(host, cpu), _capacity(host, cpu)) for cpu in online}
    return {cpu: said for cpu, said in found.items() if said != TreeCpu(None, None)}


def design_name(design: str) -> str:
    """A design as its maker writes it: "arm,cortex-a53" is Cortex-A53."""
    return design.rpartition(",")[2].title()


def _path(cpu: int, name: str) -> str:
    return f"{CPU_DIR}/cpu{cpu}/of_node/{name}".rstrip("/")


def _design(host: Host, cpu: int) -> str | None:
    """The first of several names, each ended by a NUL byte."""
    raw = (host.read_bytes(_path(cpu, "compatible")) or b"").split(b"\0")[0]
    text = raw.decode("ascii", "replace")
    return text if 0 < len(text) <= 64 and text.isprintable() and "\ufffd" not in text else None


def _capacity(host: Host, cpu: int) -> int | None:
    """A big-endian word of four bytes."""
    raw = host.read_bytes(_path(cpu, "capacity-dmips-mhz")) or b""
    number = int.from_bytes(raw, "big") if len(raw) == 4 else 0
    return number if 0 < number < MOST_CAPACITY else None
