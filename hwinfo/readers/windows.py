"""Windows: topology from GetLogicalProcessorInformationEx, memory and brand beside it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.model import (
    Cache,
    Core,
    CpuKind,
    Die,
    Fact,
    Gap,
    NUMANode,
    Package,
    ProcessingUnit,
)
from hwinfo.readers.linux_caches import summarise
from hwinfo.readers.windows_records import (
    CACHE,
    CORE,
    DIE,
    NUMA_NODE,
    NUMA_NODE_EX,
    PACKAGE,
    cache_fields,
    efficiency_class,
    node_number,
    parse_records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host
    from hwinfo.model import CacheKind
    from hwinfo.readers.windows_records import Record

SOURCE = "GetLogicalProcessorInformationEx"
CACHE_TYPES: dict[int, CacheKind] = {0: "Unified", 1: "Instruction", 2: "Data"}
FULLY_ASSOCIATIVE = 0xFF
ARCHITECTURES = {0: "x86", 5: "ARM", 9: "AMD64", 12: "ARM64"}
FEATURES = (  # winnt.h, PF_*; named as Linux names them
    (6, "sse"),
    (10, "sse2"),
    (13, "pni"),
    (14, "cx16"),
    (17, "xsave"),
    (19, "asimd"),
    (28, "rdrand"),
    (30, "aes"),
    (30, "pmull"),
    (30, "sha1"),
    (30, "sha2"),
    (31, "crc32"),
    (32, "rdtscp"),
    (34, "atomics"),
    (36, "ssse3"),
    (37, "sse4_1"),
    (38, "sse4_2"),
    (39, "avx"),
    (40, "avx2"),
    (41, "avx512f"),
    (42, "erms"),
    (43, "asimddp"),
    (44, "jscvt"),
    (45, "lrcpc"),
    (46, "sve"),
    (47, "sve2"),
)
KIND_ORDER = {"Data": 0, "Instruction": 1, "Unified": 2}


def read(host: Host) -> Iterator[Fact | Gap]:
    """What Windows tells about the machine.

    Units: bytes.
    Source: sysinfoapi.h, winnt.h; registry key of CentralProcessor 0.
    """
    for field, question in (
        ("cpu.model", "brand"),
        ("cpu.vendor", "vendor"),
        ("system.kernel_release", "version"),
    ):
        text = (host.windows(question) or b"").replace(b"\0", b"").decode("utf-8", "replace")
        if text.strip():
            yield Fact(field, " ".join(text.split()), f"Windows {question}")
        else:
            yield Gap(field, "Windows gave no answer", (question,))
    yield from _memory(host)
    yield from _features(host)
    records = list(parse_records(host.windows("processors") or b""))
    cores = [record for record in records if record.relation == CORE and record.cpus]
    if not cores:
        yield Gap("cores", "no usable processor record", (SOURCE,))
        return
    yield from _topology(records, cores)


def _memory(host: Host) -> Iterator[Fact | Gap]:
    status, info = host.windows("memory") or b"", host.windows("system") or b""
    total, available = struct.unpack_from("<QQ", status, 8) if len(status) >= 24 else (0, 0)
    for field, value in (("total_bytes", total), ("available_bytes", available)):
        if value:
            yield Fact(f"memory.{field}", value, "GlobalMemoryStatusEx")
        else:
            yield Gap(f"memory.{field}", "Windows gave no answer", ("GlobalMemoryStatusEx",))
    architecture, page = struct.unpack_from("<HxxI", info) if len(info) >= 8 else (0xFFFF, 0)
    if page:
        yield Fact("memory.page_bytes", page, "GetNativeSystemInfo")
    if architecture in ARCHITECTURES:
        yield Fact("cpu.architecture", ARCHITECTURES[architecture], "GetNativeSystemInfo")


def _features(host: Host) -> Iterator[Fact | Gap]:
    present = host.windows("features") or b""
    names = [name for number, name in FEATURES if present[number : number + 1] == b"\1"]
    if names:
        yield Fact("cpu.features", tuple(names), "IsProcessorFeaturePresent")
    else:
        yield Gap("cpu.features", "Windows gave no answer", ("IsProcessorFeaturePresent",))


def _topology(records: list[Record], cores: list[Record]) -> Iterator[Fact | Gap]:
    packages = _sets(records, PACKAGE)
    nodes = _nodes(records)
    dies = [cpus for cpus in _sets(records, DIE) if cpus not in packages and len(cpus) > 1]
    online = CpuSet()
    for core in cores:
        online |= core.cpus
    core_sets = _sets(records, CORE)
    for name in ("present", "online", "allowed"):
        yield Fact(f"cpus.{name}", online, SOURCE)
    yield Fact("packages", tuple(Package(None, cpus) for cpus in packages), SOURCE)
    yield Fact("dies", tuple(Die(None, cpus) for cpus in dies), SOURCE)
    yield Fact("cores", tuple(Core(None, cpus) for cpus in core_sets), SOURCE)
    yield Fact("numa.nodes", tuple(nodes), SOURCE)
    yield Fact("numa.from_kernel", bool(nodes), SOURCE)
    kinds = _kinds(cores)
    yield (
        Fact("kinds", tuple(kinds), SOURCE)
        if kinds
        else Gap("kinds", "all of one class", (SOURCE,))
    )
    units = tuple(_units(online, core_sets, packages, [node.cpus for node in nodes], kinds))
    yield Fact("processing_units", units, SOURCE)
    yield Fact("counts.packages", len(packages), SOURCE)
    yield Fact("counts.dies", len(dies), SOURCE)
    yield Fact("counts.numa_nodes", len(nodes), SOURCE)
    yield from _core_counts(online, core_sets)
    yield from _caches(records)


def _core_counts(online: CpuSet, cores: list[CpuSet]) -> Iterator[Fact]:
    yield Fact("counts.cores", len(cores), SOURCE)
    yield Fact("counts.processing_units", len(online), SOURCE)
    threads = tuple(sorted({len(cpus) for cpus in cores}))
    yield Fact("counts.threads_per_core", threads, SOURCE)


def _sets(records: list[Record], relation: int) -> list[CpuSet]:
    found = {record.cpus for record in records if record.relation == relation and record.cpus}
    return sorted(found, key=lambda cpus: cpus.first or 0)


def _nodes(records: list[Record]) -> list[NUMANode]:
    nodes: dict[int, NUMANode] = {}
    for record in records:
        number = node_number(record)
        if record.relation in {NUMA_NODE, NUMA_NODE_EX} and number is not None:
            nodes.setdefault(number, NUMANode(number, record.cpus))
    return [nodes[number] for number in sorted(nodes)]


def _kinds(cores: list[Record]) -> list[CpuKind]:
    classes = sorted({efficiency_class(core) for core in cores})
    if len(classes) < 2:
        return []
    kinds = []
    for rank, value in enumerate(classes):
        cpus = CpuSet()
        for core in cores:
            cpus |= core.cpus if efficiency_class(core) == value else CpuSet()
        name = "performance" if rank == len(classes) - 1 else "efficiency"
        kinds.append(CpuKind(f"{name} (class {value})", cpus))
    return kinds


def _units(
    online: CpuSet,
    cores: list[CpuSet],
    packages: list[CpuSet],
    nodes: list[CpuSet],
    kinds: list[CpuKind],
) -> Iterator[ProcessingUnit]:
    owners = [
        {cpu: index for index, cpus in enumerate(sets) for cpu in cpus}
        for sets in (cores, packages, nodes, [kind.cpus for kind in kinds])
    ]
    for cpu in online:
        core, package, node, kind = (owner.get(cpu) for owner in owners)
        yield ProcessingUnit(cpu, core, package, node, kind)


def _caches(records: list[Record]) -> Iterator[Fact | Gap]:
    caches = [cache for record in records if (cache := _cache(record)) is not None]
    caches = sorted(
        dict.fromkeys(caches),
        key=lambda each: (each.level, KIND_ORDER[each.kind], each.cpus.first or 0),
    )
    if not caches:
        yield Gap("caches", "no cache record", (SOURCE,))
    for name, level in summarise(caches).items():
        yield Fact(f"caches.{name}", level, SOURCE)
        yield Fact(f"caches.{name}.size_bytes", level.size_bytes, SOURCE)


def _cache(record: Record) -> Cache | None:
    fields = cache_fields(record) if record.relation == CACHE and record.cpus else None
    if fields is None or fields.type not in CACHE_TYPES or not 0 < fields.level < 10:
        return None
    line, size = fields.line_bytes or None, fields.size_bytes or None
    full = fields.associativity == FULLY_ASSOCIATIVE
    ways = None if full else fields.associativity or None
    return Cache(
        level=fields.level,
        kind=CACHE_TYPES[fields.type],
        cpus=record.cpus,
        size_bytes=size,
        line_bytes=line,
        ways=ways,
        sets=size // line // ways if size and line and ways else None,
    )
