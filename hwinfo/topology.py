"""The objects of the topology: what holds what, in hwloc's nouns; identity is the CPU set."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hwinfo.cpuset import CpuSet

CacheKind = Literal["Data", "Instruction", "Unified"]


class Package(NamedTuple):
    """A physical package (socket); its identity is the CPU set, ids may repeat."""

    id: int | None
    cpus: CpuSet


class Die(NamedTuple):
    """A die within a package, where the kernel tells dies apart."""

    id: int | None
    cpus: CpuSet


class Cluster(NamedTuple):
    """A group of cores between core and package: a cluster, or a book or drawer of a mainframe."""

    kind: Literal["Cluster", "Book", "Drawer"]
    id: int | None
    cpus: CpuSet


class Core(NamedTuple):
    """A physical core and its hardware threads; ids repeat from package to package."""

    id: int | None
    cpus: CpuSet


class ProcessingUnit(NamedTuple):
    """A hardware thread: the kernel's CPU number, and the indices of what holds it.

    Shape: `core`, `package`, `numa_node`, `kind` index the machine's lists of those objects.
    """

    number: int
    core: int | None = None
    package: int | None = None
    numa_node: int | None = None
    kind: int | None = None


class CpuKind(NamedTuple):
    """One kind of core of a hybrid machine; kinds are listed from the slowest to the fastest."""

    name: str
    cpus: CpuSet
    core_type: str | None = None
    implementer: str | None = None
    part: str | None = None
    capacity: int | None = None
    frequency_max_hz: int | None = None


class Cache(NamedTuple):
    """One physical cache and the CPUs that share it."""

    level: int
    kind: CacheKind
    cpus: CpuSet
    size_bytes: int | None = None
    line_bytes: int | None = None
    ways: int | None = None
    sets: int | None = None
    id: int | None = None

    @property
    def name(self) -> str:
        """The usual short name: L1d, L1i, L2, L3."""
        return f"L{self.level}{ {'Data': 'd', 'Instruction': 'i', 'Unified': ''}[self.kind] }"


class CacheLevel(NamedTuple):
    """All caches of one name; the single figures are those of the cache of the lowest CPU.

    Units: `size_bytes` is one cache, `total_bytes` the sum, `sizes_bytes` the distinct sizes.
    """

    name: str
    level: int
    kind: CacheKind
    count: int  # type: ignore[assignment] # hides tuple.count, which nobody needs here
    size_bytes: int | None = None
    total_bytes: int | None = None
    sizes_bytes: tuple[int, ...] = ()
    line_bytes: int | None = None
    ways: int | None = None
    sets: int | None = None
    shared_by: int | None = None
    instances: tuple[Cache, ...] = ()


class HugePages(NamedTuple):
    """A pool of huge pages of one size."""

    page_bytes: int
    count: int  # type: ignore[assignment] # hides tuple.count, which nobody needs here


class MemorySideCache(NamedTuple):
    """A cache in front of a NUMA node's memory, such as MCDRAM or a CXL device's buffer."""

    level: int
    size_bytes: int | None = None
    line_bytes: int | None = None


class NUMANode(NamedTuple):
    """A NUMA node; `cpus` is empty for a node that has only memory."""

    id: int
    cpus: CpuSet
    memory_bytes: int | None = None
    huge_pages: tuple[HugePages, ...] = ()
    memory_side_caches: tuple[MemorySideCache, ...] = ()


class Numa(NamedTuple):
    """The NUMA nodes and the firmware's distances between them (10 = local).

    Shape: `distances` is a square matrix in node order, None when unreadable or a single node.
    """

    nodes: tuple[NUMANode, ...] | None = None
    distances: tuple[tuple[int, ...], ...] | None = None
    from_kernel: bool | None = None
