"""Kinds of core on hybrid machines: P and E cores, big.LITTLE, other mixtures.

The kernel's own division wins (cpu_core/cpu_atom), then the core's ID register, then the device
tree, then the scheduler's capacity, then the highest frequency; the source says which one it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hwinfo.cpuset import CpuSet
from hwinfo.model import CpuKind, Gap
from hwinfo.readers.arm_parts import core_name
from hwinfo.readers.linux_cpuinfo import processors
from hwinfo.readers.linux_cpus import CPU_DIR
from hwinfo.readers.linux_device_tree import design_name, tree_cpus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hwinfo.host import Host

INTEL_KINDS = (
    ("/sys/devices/cpu_atom/cpus", "efficiency (E)", "IntelAtom"),
    ("/sys/devices/cpu_core/cpus", "performance (P)", "IntelCore"),
)
Key = TypeVar("Key")
FREQUENCY_STEP = 1.1  # favoured cores of one kind turbo a few per cent higher


def read_kinds(host: Host, online: CpuSet) -> tuple[list[CpuKind], str]:
    """The kinds, slowest first, and their source; no kinds where all cores are alike.

    Source: perf's cpu_core/cpu_atom; MIDR_EL1; device tree; cpu_capacity;
    cpufreq/cpuinfo_max_freq.
    """
    per_cpu = _Figures(host, online)
    for divide in (
        _intel_kinds,
        _part_kinds,
        _tree_kinds,
        _capacity_kinds,
        _frequency_kinds,
    ):
        kinds, source = divide(per_cpu)
        if len(kinds) > 1:
            return sorted(kinds, key=_speed), source
    return [], ""


def kinds_gap() -> Gap:
    """Why most machines list no kinds."""
    per_cpu = ("of_node", "cpu_capacity", "cpufreq")
    looked_at = (INTEL_KINDS[0][0], *(f"{CPU_DIR}/cpu*/{name}" for name in per_cpu))
    return Gap("kinds", "nothing tells the cores apart: all of one kind", looked_at)


class _Figures:
    """What distinguishes one CPU from another."""

    def __init__(self, host: Host, online: CpuSet) -> None:
        self.host, self.online = host, online
        self.frequency = _frequencies(host, online)
        self.capacity = _positive(host, online, "cpu_capacity")
        self.parts = arm_ids(host, online)

    def kind(self, name: str, cpus: CpuSet, core_type: str | None = None) -> CpuKind:
        """A kind with the figures its cores share; a part only if they all have it."""
        parts = {self.parts.get(cpu) for cpu in cpus}
        part = next(iter(parts)) if len(parts) == 1 else None
        frequencies = [self.frequency[cpu] for cpu in cpus if cpu in self.frequency]
        capacities = [self.capacity[cpu] for cpu in cpus if cpu in self.capacity]
        return CpuKind(
            name=name,
            cpus=cpus,
            core_type=core_type,
            implementer=f"{part[0]:#04x}" if part else None,
            part=f"{part[1]:#05x}" if part else None,
            capacity=max(capacities, default=None),
            frequency_max_hz=max(frequencies, default=None),
        )


def _speed(kind: CpuKind) -> tuple[int, int, bool]:
    """What sorts kinds; those it cannot tell apart keep their order."""
    fast = kind.core_type == "IntelCore"
    return kind.capacity or 0, kind.frequency_max_hz or 0, fast


def _intel_kinds(figures: _Figures) -> tuple[list[CpuKind], str]:
    kinds = []
    for path, name, core_type in INTEL_KINDS:
        cpus = CpuSet.parse_list(figures.host.read_text(path) or "")
        if cpus and cpus & figures.online:
            kinds.append(figures.kind(name, cpus & figures.online, core_type))
    return kinds, "/sys/devices/cpu_core and cpu_atom"


def _part_kinds(figures: _Figures) -> tuple[list[CpuKind], str]:
    groups = _group(figures.parts)
    return [figures.kind(core_name(*part), cpus) for part, cpus in groups.items()], "MIDR_EL1"


def _tree_kinds(figures: _Figures) -> tuple[list[CpuKind], str]:
    """By design where the tree names several, else by the speed it gives them."""
    tree = tree_cpus(figures.host, figures.online)
    source = f"{CPU_DIR}/cpu*/of_node"
    slowest_first = sorted(tree, key=lambda cpu: (tree[cpu].capacity or 0, cpu))
    tree = {cpu: tree[cpu] for cpu in slowest_first}
    designs = _group({cpu: said.design for cpu, said in tree.items() if said.design})
    if len(designs) > 1:
        kinds = [figures.kind(design_name(design), cpus) for design, cpus in designs.items()]
        return kinds, f"{source}/compatible"
    speeds = _group({cpu: said.capacity for cpu, said in tree.items() if said.capacity})
    kinds = [figures.kind(f"{speed} DMIPS/MHz", cpus) for speed, cpus in speeds.items()]
    return kinds, f"{source}/capacity-dmips-mhz"


def _capacity_kinds(figures: _Figures) -> tuple[list[CpuKind], str]:
    groups = _group(figures.capacity)
    kinds = [figures.kind(f"capacity {value} of 1024", cpus) for value, cpus in groups.items()]
    return kinds, f"{CPU_DIR}/cpu*/cpu_capacity"


def _frequency_kinds(figures: _Figures) -> tuple[list[CpuKind], str]:
    steps: list[int] = []
    for value in sorted(set(figures.frequency.values())):
        if not steps or value > steps[-1] * FREQUENCY_STEP:
            steps.append(value)
    step_of = {
        cpu: max(step for step in steps if step <= value)
        for cpu, value in figures.frequency.items()
    }
    kinds = []
    for cpus in _group(step_of).values():
        fastest = max(figures.frequency[cpu] for cpu in cpus)
        kinds.append(figures.kind(f"up to {fastest / 1e9:.2f} GHz", cpus))
    return kinds, f"{CPU_DIR}/cpu*/cpufreq/cpuinfo_max_freq"


def _group(values: Mapping[int, Key]) -> dict[Key, CpuSet]:
    groups: dict[Key, CpuSet] = {}
    for cpu, value in values.items():
        groups[value] = groups.get(value, CpuSet()) | CpuSet((cpu,))
    return groups


def _frequencies(host: Host, online: CpuSet) -> dict[int, int]:
    kilohertz = _positive(host, online, "cpufreq/cpuinfo_max_freq")
    return {cpu: value * 1000 for cpu, value in kilohertz.items()}


def _positive(host: Host, online: CpuSet, name: str) -> dict[int, int]:
    found = {cpu: host.read_int(f"{CPU_DIR}/cpu{cpu}/{name}") for cpu in online}
    return {cpu: value for cpu, value in found.items() if value and 0 < value < 1 << 40}


def arm_ids(host: Host, online: CpuSet) -> dict[int, tuple[int, int]]:
    """Implementer and part of each CPU, from its ID register or /proc/cpuinfo."""
    ids: dict[int, tuple[int, int]] = {}
    for number, fields in processors(host).items():
        implementer, part = _hex(fields.get("CPU implementer")), _hex(fields.get("CPU part"))
        if number in online and implementer is not None and part is not None:
            ids[number] = implementer, part
    for cpu in online if ids else ():
        midr = _hex(host.read_text(f"{CPU_DIR}/cpu{cpu}/regs/identification/midr_el1"))
        if midr is not None:
            ids[cpu] = midr >> 24 & 0xFF, midr >> 4 & 0xFFF
    return ids


def _hex(text: str | None) -> int | None:
    digits = (text or "").removeprefix("0x")
    try:
        return int(digits, 16) if 0 < len(digits) <= 16 else None
    except ValueError:
        return None
