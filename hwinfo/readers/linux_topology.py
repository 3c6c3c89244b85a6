"""The topology of a Linux machine: what holds what, and which caches and memory lie where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hwinfo.model import Fact, Gap, ProcessingUnit
from hwinfo.readers.linux_caches import (
    cache_order,
    is_knights_landing,
    read_caches,
    summarise,
)
from hwinfo.readers.linux_cores import drop_needless_dies, read_objects
from hwinfo.readers.linux_cpuinfo import first_processor
from hwinfo.readers.linux_cpus import CPU_DIR, online_cpus, present_cpus
from hwinfo.readers.linux_kinds import kinds_gap, read_kinds
from hwinfo.readers.linux_nesting import leave_out_conflicts
from hwinfo.readers.linux_numa import NODE_DIR, read_distances, read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hwinfo.cpuset import CpuSet
    from hwinfo.host import Host
    from hwinfo.model import Cache, Cluster, Core, CpuKind, Die, NUMANode, Package
    from hwinfo.readers.linux_cores import Objects

TOPOLOGY = f"{CPU_DIR}/cpu*/topology"


class Topology(NamedTuple):
    """Everything the masks gave, before it becomes facts."""

    online: CpuSet
    objects: Objects
    caches: list[Cache]
    nodes: list[NUMANode]
    kinds: list[CpuKind]


def read(host: Host) -> Iterator[Fact | Gap]:
    """Packages, dies, clusters, cores, hardware threads, caches and NUMA nodes.

    Missing: no directory gives a gap; masks that cut through each other give one by name.
    Source: kernel ABI sysfs-devices-system-cpu, sysfs-devices-node; hwloc's topology-linux.c.
    """
    online, _ = online_cpus(host, present_cpus(host))
    if not online:
        reason = "no online CPU has a topology directory"
        yield from (Gap(name, reason, (TOPOLOGY,)) for name in ("packages", "cores", "caches"))
        return
    objects = read_objects(host, online, host.uname("machine"))
    info = first_processor(host)
    knights = is_knights_landing(info.get("vendor_id"), info.get("cpu family"), info.get("model"))
    found = read_caches(host, online, objects.core_masks, knights_landing=knights)
    caches = sorted(leave_out_conflicts(objects, found), key=cache_order)
    drop_needless_dies(objects)
    nodes, node_gaps = read_nodes(host, online)
    kinds, kinds_source = read_kinds(host, online)
    topology = Topology(online, objects, caches, nodes, kinds)
    objects.clusters[:] = _useful_clusters(topology)
    yield from _object_facts(topology)
    yield from _cache_facts(caches)
    yield from _numa_facts(host, nodes)
    yield Fact("kinds", tuple(kinds), kinds_source) if kinds else kinds_gap()
    yield from (*objects.gaps, *node_gaps)


def _useful_clusters(topology: Topology) -> list[Cluster]:
    """The clusters that are not just another name for an object with the same CPUs."""
    objects = topology.objects
    named: set[CpuSet] = {topology.online}
    for group in (objects.cores, objects.packages, objects.dies, topology.caches, topology.nodes):
        named.update(each.cpus for each in group)
    useful = []
    for cluster in objects.clusters:
        if len(cluster.cpus) > 1 and cluster.cpus not in named:
            named.add(cluster.cpus)
            useful.append(cluster)
    return useful


def _object_facts(topology: Topology) -> Iterator[Fact | Gap]:
    objects = topology.objects
    for name, found in (
        ("packages", objects.packages),
        ("dies", objects.dies),
        ("clusters", objects.clusters),
        ("cores", objects.cores),
    ):
        yield Fact(name, tuple(found), TOPOLOGY)
    yield Fact("processing_units", tuple(_units(topology)), TOPOLOGY)
    threads = sorted({len(core.cpus) for core in objects.cores})
    yield Fact("counts.threads_per_core", tuple(threads), TOPOLOGY)
    yield Fact("counts.processing_units", len(topology.online), f"{CPU_DIR}/online")
    if objects.cores:
        yield Fact("counts.cores", len(objects.cores), TOPOLOGY)
    else:
        yield Gap("counts.cores", "the kernel gives no core masks", (TOPOLOGY,))
    yield Fact("counts.dies", len(objects.dies), TOPOLOGY)
    if objects.packages:
        yield Fact("counts.packages", len(objects.packages), TOPOLOGY)
    else:
        yield Gap("counts.packages", "the kernel gives no package masks", (TOPOLOGY,))


def _units(topology: Topology) -> Iterator[ProcessingUnit]:
    cores = _owners(topology.objects.cores)
    packages = _owners(topology.objects.packages)
    nodes = _owners(topology.nodes)
    kinds = _owners(topology.kinds)
    for cpu in topology.online:
        yield ProcessingUnit(cpu, cores.get(cpu), packages.get(cpu), nodes.get(cpu), kinds.get(cpu))


def _owners(objects: Sequence[Core | Die | Package | NUMANode | CpuKind]) -> dict[int, int]:
    return {cpu: index for index, each in enumerate(objects) for cpu in each.cpus}


def _cache_facts(caches: list[Cache]) -> Iterable[Fact | Gap]:
    if not caches:
        path = f"{CPU_DIR}/cpu*/cache"
        yield Gap("caches", "the kernel describes no cache, as in many virtual machines", (path,))
    for name, level in summarise(caches).items():
        first = level.instances[0].cpus.first
        source = f"{CPU_DIR}/cpu{first}/cache/index* (level {level.level}, {level.kind})"
        yield Fact(f"caches.{name}", level, source)
        for part in ("size_bytes", "line_bytes", "ways", "count"):
            value = getattr(level, part)
            if value is None:
                yield Gap(f"caches.{name}.{part}", "the kernel does not say", (source,))
            else:
                yield Fact(f"caches.{name}.{part}", value, source)


def _numa_facts(host: Host, nodes: list[NUMANode]) -> Iterator[Fact | Gap]:
    yield Fact("numa.from_kernel", bool(nodes), NODE_DIR)
    if not nodes:
        reason = f"the kernel lists no NUMA node ({host.why_not(NODE_DIR)}): memory is one piece"
        for name in ("numa.nodes", "numa.distances", "counts.numa_nodes"):
            yield Gap(name, reason, (NODE_DIR,))
        return
    yield Fact("numa.nodes", tuple(nodes), f"{NODE_DIR}/node*")
    yield Fact("counts.numa_nodes", len(nodes), f"{NODE_DIR}/node*")
    distances = read_distances(host, nodes)
    if distances is None:
        reason = "a single node" if len(nodes) < 2 else "a row is missing or damaged"
        yield Gap("numa.distances", reason, (f"{NODE_DIR}/node*/distance",))
    else:
        yield Fact("numa.distances", distances, f"{NODE_DIR}/node*/distance")
