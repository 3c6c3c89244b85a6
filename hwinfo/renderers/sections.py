"""The sections of the text report, one function each: a report in, lines out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.features import explain_features
from hwinfo.renderers.devices import disk_lines, gpu_lines, link_lines, network_lines
from hwinfo.renderers.doubts import disagreement_section, gap_section
from hwinfo.renderers.table import pairs, table
from hwinfo.wording import (
    count,
    cpus,
    either,
    frequency,
    numbered_cpus,
    quantity,
    size,
    yes_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hwinfo.model import CacheLevel, Machine, Measurement, NUMANode, Quota, Report

WIDTH = 78
NODES_IN_MATRIX = 12
POINTS_SHOWN = 8


def cpu_section(report: Report) -> Iterator[str]:
    """What the processor is and which CPUs are in use."""
    machine, cpu = report.machine, report.machine.cpu
    yield from pairs(
        ("runs code for", cpu.microarchitecture if cpu.microarchitecture != cpu.model else None),
        ("level", cpu.isa_level),
        ("highest clock", frequency(cpu.frequency_max_hz) if cpu.frequency_max_hz else None),
        ("base clock", frequency(cpu.frequency_base_hz) if cpu.frequency_base_hz else None),
        ("offline CPUs", _missing_cpus(machine)),
        ("CPUs allowed", _allowed_cpus(machine)),
    )
    for kind in machine.kinds or ():
        extra = [frequency(kind.frequency_max_hz)] if kind.frequency_max_hz else []
        extra += [f"capacity {kind.capacity} of 1024"] if kind.capacity else []
        told = [each for each in extra if each not in kind.name]
        words = f"{kind.name}, {numbered_cpus(kind.cpus)}" + "".join(f", {each}" for each in told)
        yield from pairs(("kind of core", words))


def _missing_cpus(machine: Machine) -> str | None:
    present, online = machine.cpus.present, machine.cpus.online
    return str(present - online) or None if present and online else None


def granted_cpus(machine: Machine) -> CpuSet | None:
    """The CPUs that cpuset and affinity leave to this process, None if that is all of them."""
    sets = machine.cpus
    if sets.allowed is None or sets.online is None:
        return None
    granted = sets.allowed if sets.affinity is None else sets.allowed & sets.affinity
    return None if granted == sets.online else granted


def _allowed_cpus(machine: Machine) -> str | None:
    granted = granted_cpus(machine)
    if granted is None:
        return None
    return (
        f"{cpus(granted)} only ({count(len(granted), 'CPU')} of {machine.counts.processing_units})"
    )


def cache_section(report: Report) -> Iterator[str]:
    """The caches, one line a name."""
    levels = (report.machine.caches or {}).values()
    rows = [_cache_row(level) for level in levels]
    yield from table(("cache", "each", "number", "together", "line", "ways", "shared by"), rows)


def _cache_row(level: CacheLevel) -> tuple[str, ...]:
    sizes = " or ".join(size(each) for each in level.sizes_bytes) or "?"
    sharers = sorted({len(cache.cpus) for cache in level.instances})
    shared = count(sharers[0], "CPU") if sharers == [1] else f"{either(sharers)} CPUs"
    return (
        level.name,
        sizes,
        str(level.count),
        size(level.total_bytes),
        either(cache.line_bytes for cache in level.instances) + " B",
        either(cache.ways for cache in level.instances),
        shared,
    )


def memory_section(report: Report) -> Iterator[str]:
    """Main memory and its pages."""
    memory = report.machine.memory
    pools = [f"{pool.count} of {size(pool.page_bytes)}" for pool in memory.huge_pages or ()]
    yield from pairs(
        ("total", size(memory.total_bytes) if memory.total_bytes else None),
        ("available now", size(memory.available_bytes) if memory.available_bytes else None),
        ("swap", size(memory.swap_bytes) if memory.swap_bytes is not None else None),
        ("page size", size(memory.page_bytes) if memory.page_bytes else None),
        ("huge pages", ", ".join(pools) or None),
        ("transparent", memory.transparent_huge_pages),
    )


def numa_section(report: Report) -> Iterator[str]:
    """The NUMA nodes, where there is more than one."""
    numa = report.machine.numa
    if not numa.nodes or len(numa.nodes) < 2:
        return
    header, rows = ("node", "memory", "CPUs", "huge pages"), _node_rows(numa.nodes)
    shown = 4 if any(row[3] for row in rows) else 3
    yield from table(header[:shown], [row[:shown] for row in rows])
    if numa.distances is None:
        return
    yield ""
    if len(numa.nodes) > NODES_IN_MATRIX:
        values = sorted({value for row in numa.distances for value in row})
        yield f"distances from {values[0]} (the node itself) to {values[-1]}; all are in the JSON"
        return
    yield "distance from a node (row) to another's memory; 10 = its own"
    ids = [str(node.id) for node in numa.nodes]
    matrix = [(name, *map(str, row)) for name, row in zip(ids, numa.distances, strict=True)]
    yield from table(("", *ids), matrix)


def _node_rows(nodes: Sequence[NUMANode]) -> list[tuple[str, ...]]:
    """A row a node; on large machines nodes that look alike share one."""
    groups: dict[object, list[NUMANode]] = {}
    for node in nodes:
        alike = size(node.memory_bytes), _pools(node), len(node.cpus)
        groups.setdefault(alike if len(nodes) > NODES_IN_MATRIX else node.id, []).append(node)
    rows: list[tuple[str, ...]] = []
    for members in groups.values():
        numbers = CpuSet(node.id for node in members)
        together = CpuSet(cpu for node in members for cpu in node.cpus)
        each = " each" if len(members) > 1 else ""
        memory = f"{size(members[0].memory_bytes)}{each}"
        rows.append((str(numbers), memory, cpus(together), _pools(members[0])))
    return rows


def _pools(node: NUMANode) -> str:
    return ", ".join(f"{p.count} of {size(p.page_bytes)}" for p in node.huge_pages if p.count)


def limit_section(report: Report) -> Iterator[str]:
    """What control groups and affinity leave to this process."""
    quota = report.machine.quota
    version = f"cgroup v{quota.cgroup_version}" if quota.cgroup_version else None
    yield from pairs(
        ("control groups", version),
        ("CPU quota", _cpu_quota(quota)),
        ("memory limit", _memory_limit(quota)),
        ("workers to start", str(quota.usable_cpus) if quota.usable_cpus else None),
    )


def _cpu_quota(quota: Quota) -> str | None:
    if quota.cpus is not None:
        return f"{quota.cpus:g} CPUs' worth of time, whatever the number of CPUs above"
    return "none" if quota.cpus_limited is False else None


def _memory_limit(quota: Quota) -> str | None:
    if quota.memory_bytes is not None:
        return size(quota.memory_bytes)
    return "none" if quota.memory_limited is False else None


def system_section(report: Report) -> Iterator[str]:
    """Operating system, box and hypervisor."""
    system, virtual = report.machine.system, report.machine.virtualisation
    product = system.product or ""
    named = product.lower().startswith((system.vendor or "").lower())
    box = product if named else f"{system.vendor} {product}".strip()
    machine = virtual.hypervisor or yes_no(virtual.virtual_machine)
    yield from pairs(
        ("system", system.distribution or system.os),
        ("kernel", system.kernel_release),
        ("C library", system.libc),
        ("box", box or None),
        ("board", system.board),
        ("virtual machine", None if machine == "?" else machine),
        ("container", virtual.container),
    )


def feature_section(report: Report) -> Iterator[str]:
    """The instruction sets worth knowing, with what they bring."""
    cpu = report.machine.cpu
    for feature in explain_features(cpu.architecture, cpu.features or ()):
        first, *rest = textwrap.wrap(feature.meaning, WIDTH - 24)
        yield f"{feature.name:<23} {first}"
        yield from (f"{'':<23} {line}" for line in rest)


def python_section(report: Report) -> Iterator[str]:
    """The interpreter."""
    python = report.machine.python
    if python.version is None:
        return
    gil = "on" if python.gil_enabled else "off"
    jit = {(True, True): "on", (True, False): "built in, off"}.get(
        (bool(python.jit_available), bool(python.jit_enabled)), "not in this build"
    )
    yield from pairs(
        ("version", f"{python.implementation} {python.version}, {python.pointer_bits} bits"),
        ("compiler", f"{python.compiler} {python.optimisation or ''}".strip()),
        ("optimised by", f"profile (PGO) {python.pgo}, link time (LTO) {python.lto}"),
        ("GIL", f"{gil}{', free-threaded build' if python.free_threaded_build else ''}"),
        ("JIT", jit if python.jit_available is not None else "none before CPython 3.14"),
        ("allocator", python.allocator),
        ("debug build", "yes: several times slower" if python.debug else None),
    )


def measurement_section(report: Report) -> Iterator[str]:
    """What was measured."""
    for each in report.measurements:
        median = "not measured" if each.median is None else quantity(each.median, each.unit)
        spread = f", spread {each.spread:.0%}" if each.spread is not None else ""
        noisy = ", noisy machine" if each.quiet is False else ""
        yield f"{each.title or each.name}: {median} (n = {each.n}{spread}{noisy})"
        method = each.method if each.median is not None else ""
        for note in (each.verdict, _curve(each), method):
            yield from textwrap.wrap(note, WIDTH - 4, initial_indent="  ", subsequent_indent="  ")


def _curve(measured: Measurement) -> str:
    """Some points of a curve, evenly picked: enough to see where it bends."""
    if not measured.x_unit or len(measured.points) < 2:
        return ""
    last = len(measured.points) - 1
    shown = sorted({round(at * last / (POINTS_SHOWN - 1)) for at in range(POINTS_SHOWN)})
    pairs_shown = (measured.points[at] for at in shown)
    return "; ".join(
        f"{_x(point.x, measured.x_unit)}: {quantity(point.y, measured.unit)}"
        for point in pairs_shown
    )


def _x(value: float, unit: str) -> str:
    if unit in {"B", "bytes", "s"}:
        return quantity(value, unit)
    return f"{value:g} {unit.removesuffix('s') if value == 1 else unit}"


SECTIONS = (
    ("Processor", cpu_section),
    ("Caches", cache_section),
    ("Memory", memory_section),
    ("NUMA", numa_section),
    ("Limits of this process", limit_section),
    ("System", system_section),
    ("Instruction sets", feature_section),
    ("Graphics and accelerators", gpu_lines),
    ("PCI Express links", link_lines),
    ("Disks", disk_lines),
    ("Network", network_lines),
    ("Python", python_section),
    ("Measured", measurement_section),
    ("Sources that disagree (hwinfo --explain FIELD says why)", disagreement_section),
    ("Not there, or not known", gap_section),
)
