"""NUMA nodes, their memory and the distances between them, as Linux lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.host import parse_int
from hwinfo.model import Gap, HugePages, MemorySideCache, NUMANode
from hwinfo.readers.linux_cpus import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hwinfo.host import Host

NODE_DIR = "/sys/devices/system/node"
POOL_DIR = "/sys/kernel/mm/hugepages"
PLAUSIBLE_BYTES = 1 << 60


def read_nodes(host: Host, online: CpuSet) -> tuple[list[NUMANode], list[Gap]]:
    """The NUMA nodes whose CPU map can be read and overlaps no earlier node's.

    Missing: empty where the kernel has no NUMA support.
    Units: bytes.
    Source: kernel ABI sysfs-devices-node.
    """
    nodes: list[NUMANode] = []
    gaps: list[Gap] = []
    taken = CpuSet()
    for number in _listed_nodes(host):
        path = f"{NODE_DIR}/node{number}"
        cpus = CpuSet.parse_mask(host.read_text(f"{path}/cpumap") or "")
        problem = _problem(host, cpus, taken, path)
        if cpus is None or problem:
            gaps.append(Gap(f"numa.node{number}", problem, (f"{path}/cpumap",)))
            continue
        taken |= cpus
        nodes.append(_read_node(host, number, path, cpus & online))
    return nodes, gaps


def _listed_nodes(host: Host) -> list[int]:
    directories = numbered(host.list_dir(NODE_DIR), "node")
    listed = CpuSet.parse_list(host.read_text(f"{NODE_DIR}/online") or "")
    return list(listed) if listed else directories


def _problem(host: Host, cpus: CpuSet | None, taken: CpuSet, path: str) -> str:
    if cpus is None:
        return f"no usable CPU map ({host.why_not(path + '/cpumap')}); the node is left out"
    if cpus & taken:
        return f"its CPUs {cpus} overlap an earlier node's; the node is left out"
    return ""


def _read_node(host: Host, number: int, path: str, cpus: CpuSet) -> NUMANode:
    return NUMANode(
        id=number,
        cpus=cpus,
        memory_bytes=_memory(host, f"{path}/meminfo"),
        huge_pages=read_huge_pages(host, f"{path}/hugepages"),
        memory_side_caches=_memory_side_caches(host, f"{path}/memory_side_cache"),
    )


def _memory(host: Host, path: str) -> int | None:
    for line in (host.read_text(path) or "").splitlines():
        words = line.split()
        if len(words) >= 4 and words[2] == "MemTotal:":
            kilobytes = parse_int(words[3])
            total = 0 if kilobytes is None else kilobytes * 1024
            return total if 0 < total < PLAUSIBLE_BYTES else None
    return None


def read_huge_pages(host: Host, directory: str) -> tuple[HugePages, ...]:
    """The pools of a hugepages directory, smallest page first."""
    pools = []
    for name in host.list_dir(directory):
        kilobytes = parse_int(name.removeprefix("hugepages-").removesuffix("kB"))
        count = host.read_int(f"{directory}/{name}/nr_hugepages")
        if kilobytes and kilobytes > 0 and count is not None and count >= 0:
            pools.append(HugePages(kilobytes * 1024, count))
    return tuple(sorted(pools, key=lambda pool: pool.page_bytes))


def _memory_side_caches(host: Host, directory: str) -> tuple[MemorySideCache, ...]:
    found = []
    for index in numbered(host.list_dir(directory), "index"):
        size = host.read_int(f"{directory}/index{index}/size")
        line = host.read_int(f"{directory}/index{index}/line_size")
        if size is not None and size > 0:
            found.append(MemorySideCache(index, size, line if line and line > 0 else None))
    return tuple(found)


def read_distances(host: Host, nodes: Sequence[NUMANode]) -> tuple[tuple[int, ...], ...] | None:
    """The firmware's distance matrix over the given nodes, in their order.

    Missing: None with fewer than two nodes, or when any row is unreadable or short.
    """
    if len(nodes) < 2:
        return None
    columns = _listed_nodes(host)
    rows = []
    for node in nodes:
        words = (host.read_text(f"{NODE_DIR}/node{node.id}/distance") or "").split()
        values = [parse_int(word) for word in words]
        if len(values) < len(columns):
            return None
        row = [values[columns.index(other.id)] for other in nodes]
        numbers = tuple(value for value in row if value is not None and value >= 0)
        if len(numbers) < len(nodes):
            return None
        rows.append(numbers)
    return tuple(rows)
