"""The sections of the report that say what the machine is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.features import explain_features
from hwinfo.renderers.html import topology
from hwinfo.renderers.html.markup import Markup, join, tag
from hwinfo.renderers.html.quantities import digits, large, percent, size
from hwinfo.renderers.html.tables import Column, matrix, pairs, table
from hwinfo.wording import either

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hwinfo.model import Gpu, Machine, PcieLink, Report

NODES_IN_SIGHT = 16
YES_NO = {True: "yes", False: "no", None: ""}


def tiles(machine: Machine) -> Markup:
    """The handful of figures a reader looks for first."""
    found = [tag("li", tag("b", value), tag("span", name)) for name, value in _tiles(machine)]
    return tag("ul", *found, class_="tiles")


def topology_figure(machine: Machine) -> Markup:
    """The drawing, once for wide and once for narrow screens, with its legend."""
    wide = topology.topology_svg(machine)
    narrow = topology.topology_svg(machine, topology.NARROW, "topology-narrow")
    caption = (
        "Each box is what the boxes inside share. Numbers are the system's CPU numbers; "
        "a stack stands for that many identical boxes, with the numbers of the first inside."
    )
    return tag(
        "figure",
        tag("div", Markup(wide), class_="wide"),
        tag("div", Markup(narrow), class_="narrow"),
        _legend(machine),
        tag("figcaption", caption),
    )


def caches_table(report: Report) -> Markup:
    """Each cache level: how many, how large, shared by whom."""
    columns = [
        Column("Cache"),
        Column("Size", "n"),
        Column("Caches", "n"),
        Column("Line", "n"),
        Column("Ways", "n"),
        Column("CPUs that share one", "n"),
        Column("Source", "s"),
    ]
    rows = []
    for name, level in (report.machine.caches or {}).items():
        sizes = " or ".join(size(one) for one in level.sizes_bytes) or size(level.size_bytes)
        line = size(level.line_bytes) if level.line_bytes else ""
        source = _source(report, f"caches.{name}")
        ways = either(cache.ways for cache in level.instances)
        shared = either(len(cache.cpus) for cache in level.instances)
        rows.append([name, sizes, level.count, line, ways, shared, source])
    return table(columns, rows)


def memory_tables(report: Report) -> Markup:
    """Memory, page sizes, NUMA nodes and their distances."""
    memory, quota = report.machine.memory, report.machine.quota
    rows = [
        ("Main memory", memory.total_bytes, "memory.total_bytes"),
        ("Available at the time", memory.available_bytes, "memory.available_bytes"),
        ("Control group limit", quota.memory_bytes, "quota.memory_bytes"),
        ("Swap", memory.swap_bytes, "memory.swap_bytes"),
        ("Page", memory.page_bytes, "memory.page_bytes"),
        ("Huge page by default", memory.huge_page_default_bytes, "memory.huge_page_default_bytes"),
    ]
    facts = [
        (name, None if value is None else size(value), _source(report, path))
        for name, value, path in rows
    ]
    thp = memory.transparent_huge_pages
    facts.append(("Transparent huge pages", thp, _source(report, "memory.transparent_huge_pages")))
    return join(pairs(facts), _numa(report))


def limits_table(report: Report) -> Markup:
    """What the control group grants, and what the machine runs on."""
    machine = report.machine
    quota, virtual = machine.quota, machine.virtualisation
    cpus = digits(quota.cpus) if quota.cpus is not None else _unlimited(quota.cpus_limited)
    rows: list[tuple[str, object, str]] = [
        ("CPUs granted by the control group", cpus, "quota.cpus_limited"),
        ("CPUs a program can use", quota.usable_cpus, "quota.usable_cpus"),
        ("CPUs allowed", str(machine.cpus.allowed or ""), "cpus.allowed"),
        ("Virtual machine", YES_NO[virtual.virtual_machine], "virtualisation.virtual_machine"),
        ("Hypervisor", virtual.hypervisor, "virtualisation.hypervisor"),
        ("Container", virtual.container, "virtualisation.container"),
        ("Operating system", _system(machine), "system.distribution"),
        ("Kernel", machine.system.kernel_release, "system.kernel_release"),
        ("C library", machine.system.libc, "system.libc"),
    ]
    return pairs([(name, value, _source(report, path)) for name, value, path in rows])


PYTHON_LABELS = {
    "version": "Version",
    "implementation": "Implementation",
    "compiler": "Compiler",
    "optimisation": "Optimisation",
    "pgo": "Profile-guided optimisation",
    "lto": "Link-time optimisation",
    "bolt": "BOLT",
    "free_threaded_build": "Free-threaded build",
    "gil_enabled": "GIL enabled",
    "jit_available": "JIT available",
    "jit_enabled": "JIT enabled",
    "tail_call_interpreter": "Tail-call interpreter",
    "allocator": "Allocator",
    "debug": "Debug build",
    "pointer_bits": "Pointer bits",
    "hash_algorithm": "Hash of strings",
}


def python_table(report: Report) -> Markup:
    """How the interpreter was built, which decides more than most settings."""
    build = report.machine.python
    return pairs(
        (words, _plain(getattr(build, name)), _source(report, f"python.{name}"))
        for name, words in PYTHON_LABELS.items()
    )


def features_table(machine: Machine) -> Markup:
    """What the instruction set means for NumPy and CPython."""
    found = explain_features(machine.cpu.architecture, machine.cpu.features or ())
    rows = [(feature.name, feature.meaning, " ".join(feature.flags)) for feature in found]
    return table([Column("Extension"), Column("What it brings"), Column("Flags", "s")], rows)


def devices_tables(machine: Machine) -> Markup:
    """Disks, accelerators, network and PCI Express links."""
    disks = [
        (disk.name, disk.kind, size(disk.size_bytes), disk.scheduler, disk.queue_requests)
        for disk in machine.block_devices or ()
    ]
    network = [
        (one.name, one.kind, large(one.speed_bits_per_second, "bit/s"))
        if one.speed_bits_per_second
        else (one.name, one.kind, "unknown")
        for one in machine.network or ()
    ]
    gpus = [
        (gpu.name, size(gpu.memory_bytes), _driver(gpu), gpu.compute_capability, _link(gpu.link))
        for gpu in machine.gpus or ()
    ]
    links = [
        (one.address, one.kind, f"{one.vendor_id}:{one.device_id}", _link(one.link))
        for one in machine.pci or ()
    ]
    return join(
        _titled("Disks", ["Disk", "Kind", "Size", "Scheduler", "Queue"], disks),
        _titled("Accelerators", ["Device", "Memory", "Driver", "Capability", "Link"], gpus),
        _titled("Network", ["Interface", "Kind", "Speed"], network),
        _titled("PCI devices", ["Address", "Kind", "Vendor and device", "Link"], links),
    )


def _driver(gpu: Gpu) -> str:
    return " ".join(part for part in (gpu.driver, gpu.driver_version) if part)


def _tiles(machine: Machine) -> Iterator[tuple[str, str]]:
    counts, quota = machine.counts, machine.quota
    several_nodes = counts.numa_nodes if (counts.numa_nodes or 0) > 1 else None
    packages = "packages" if (counts.packages or 0) > 1 else "package"
    figures: list[tuple[str, object]] = [
        ("cores", counts.cores),
        ("hardware threads", counts.processing_units),
        (packages, counts.packages),
        ("NUMA nodes", several_nodes),
        ("memory", machine.memory.total_bytes and size(machine.memory.total_bytes)),
        *_cache_tiles(machine),
        ("CPUs granted by the control group", quota.cpus and digits(quota.cpus)),
        ("memory the control group grants", quota.memory_bytes and size(quota.memory_bytes)),
        ("instruction set level", machine.cpu.isa_level),
        ("Python", machine.python.version),
    ]
    return ((name, str(figure)) for name, figure in figures if figure)


def _cache_tiles(machine: Machine) -> Iterator[tuple[str, object]]:
    for name in ("L2", "L3"):
        level = (machine.caches or {}).get(name)
        if level is not None and level.size_bytes:
            sizes = level.sizes_bytes or (level.size_bytes,)
            words = " or ".join(size(one) for one in sizes)
            yield f"{name}, each" if level.count > 1 else name, words


def _legend(machine: Machine) -> Markup:
    entries = [
        ("memory", "memory of a NUMA node", machine.numa.nodes),
        ("l3", "cache", machine.caches),
        ("core", "core", machine.cores and not machine.kinds),
        ("thread", "hardware thread", machine.processing_units),
        *((f"kind-{at}", kind.name, True) for at, kind in enumerate(machine.kinds or (), 1)),
    ]
    drawn = [
        tag("li", tag("i", style=f"background:var(--{colour})", aria_hidden="true"), words)
        for colour, words, there in entries[:8]
        if there
    ]
    cpus = machine.cpus
    if cpus.allowed is not None and cpus.online is not None and cpus.online - cpus.allowed:
        drawn.append(tag("li", "hatched: not allowed to this control group"))
    return tag("ul", *drawn, class_="legend")


def _numa(report: Report) -> Markup:
    numa = report.machine.numa
    nodes = numa.nodes or ()
    if len(nodes) < 2:
        return Markup("")
    rows = [
        (f"node {node.id}", size(node.memory_bytes), str(node.cpus) or "none: memory only")
        for node in nodes
    ]
    shown = table([Column("NUMA node"), Column("Memory", "n"), Column("CPUs", "s")], rows)
    if numa.distances:
        caption = "NUMA distances as the firmware tells them; 10 is local"
        shown = join(shown, matrix([node.id for node in nodes], numa.distances, caption))
    if len(nodes) <= NODES_IN_SIGHT:
        return shown
    return tag("details", tag("summary", f"All {len(nodes)} NUMA nodes"), shown)


def _link(link: PcieLink | None) -> str:
    if link is None or not link.bytes_per_second:
        return ""
    now = f"{large(link.bytes_per_second, 'B/s')} (×{link.width_lanes})"
    most = link.max_bytes_per_second
    if not most or most <= link.bytes_per_second:
        return now
    share = percent(link.bytes_per_second / most)
    return f"{now}, {share} of the {large(most, 'B/s')} it could do"


def _titled(title: str, names: list[str], rows: Sequence[Sequence[object]]) -> Markup:
    if not rows:
        return Markup("")
    return join(tag("h3", title), table([Column(name) for name in names], rows))


def _source(report: Report, path: str) -> str:
    return next((fact.source for fact in report.facts if fact.field == path), "")


def _plain(value: object) -> object:
    return YES_NO[value] if isinstance(value, bool) else value


def _unlimited(limited: bool | None) -> str:
    return "no limit" if limited is False else ""


def _system(machine: Machine) -> str:
    return machine.system.distribution or machine.system.os or ""
