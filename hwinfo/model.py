"""What a hardware report says, in hwloc's nouns: facts, gaps, the machine and its measurements.

Units are in the names: `_bytes`, `_hz`, `_seconds`, `_bits`. None means unknown, never zero; the
report's `gaps` say why. A path such as "caches.L2.size_bytes" names the same value in Python, in
the JSON report, in `hwinfo --explain` and on the site.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - saved reports are read by these annotations
from dataclasses import dataclass, field
from typing import Literal

from hwinfo.cpuset import CpuSet  # noqa: TC001 - as above

SCHEMA = "hwinfo/1"

CacheKind = Literal["Data", "Instruction", "Unified"]
ThreeState = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one field, and where it was read: several facts about a field may disagree."""

    field: str
    value: object
    source: str
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A field nobody could fill: why, and what was looked at."""

    field: str
    reason: str
    looked_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cpu:
    """The processor as a product: name, instruction set, frequency range."""

    architecture: str | None = None
    vendor: str | None = None
    model: str | None = None
    family: int | None = None
    model_number: int | None = None
    stepping: int | None = None
    microarchitecture: str | None = None
    isa_level: str | None = None
    features: tuple[str, ...] | None = None
    byte_order: str | None = None
    physical_address_bits: int | None = None
    virtual_address_bits: int | None = None
    frequency_max_hz: int | None = None
    frequency_base_hz: int | None = None


@dataclass(frozen=True, slots=True)
class CpuSets:
    """Which logical CPUs exist, run, may be used by this cgroup, and by this very process."""

    present: CpuSet | None = None
    online: CpuSet | None = None
    allowed: CpuSet | None = None
    affinity: CpuSet | None = None
    isolated: CpuSet | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each object; `threads_per_core` lists the distinct values, ascending."""

    packages: int | None = None
    dies: int | None = None
    cores: int | None = None
    processing_units: int | None = None
    numa_nodes: int | None = None
    threads_per_core: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A physical package (socket); its identity is the CPU set, ids may repeat."""

    id: int | None
    cpus: CpuSet


@dataclass(frozen=True, slots=True)
class Die:
    """A die within a package, where the kernel tells dies apart."""

    id: int | None
    cpus: CpuSet


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of cores between core and package: a cluster, or a book or drawer of a mainframe."""

    kind: Literal["Cluster", "Book", "Drawer"]
    id: int | None
    cpus: CpuSet


@dataclass(frozen=True, slots=True)
class Core:
    """A physical core and its hardware threads; ids repeat from package to package."""

    id: int | None
    cpus: CpuSet


@dataclass(frozen=True, slots=True)
class ProcessingUnit:
    """A hardware thread: the kernel's CPU number, and the indices of what holds it.

    Shape: `core`, `package`, `numa_node`, `kind` index the machine's lists of those objects.
    """

    number: int
    core: int | None = None
    package: int | None = None
    numa_node: int | None = None
    kind: int | None = None


@dataclass(frozen=True, slots=True)
class CpuKind:
    """One kind of core of a hybrid machine; kinds are listed from the slowest to the fastest."""

    name: str
    cpus: CpuSet
    core_type: str | None = None
    implementer: str | None = None
    part: str | None = None
    capacity: int | None = None
    frequency_max_hz: int | None = None


@dataclass(frozen=True, slots=True)
class Cache:
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


@dataclass(frozen=True, slots=True)
class CacheLevel:
    """All caches of one name; the single figures are those of the cache of the lowest CPU.

    Units: `size_bytes` is one cache, `total_bytes` the sum, `sizes_bytes` the distinct sizes.
    """

    name: str
    level: int
    kind: CacheKind
    count: int
    size_bytes: int | None = None
    total_bytes: int | None = None
    sizes_bytes: tuple[int, ...] = ()
    line_bytes: int | None = None
    ways: int | None = None
    sets: int | None = None
    shared_by: int | None = None
    instances: tuple[Cache, ...] = ()


@dataclass(frozen=True, slots=True)
class HugePages:
    """A pool of huge pages of one size."""

    page_bytes: int
    count: int


@dataclass(frozen=True, slots=True)
class MemorySideCache:
    """A cache in front of a NUMA node's memory, such as MCDRAM or a CXL device's buffer."""

    level: int
    size_bytes: int | None = None
    line_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class NUMANode:
    """A NUMA node; `cpus` is empty for a node that has only memory."""

    id: int
    cpus: CpuSet
    memory_bytes: int | None = None
    huge_pages: tuple[HugePages, ...] = ()
    memory_side_caches: tuple[MemorySideCache, ...] = ()


@dataclass(frozen=True, slots=True)
class Numa:
    """The NUMA nodes and the firmware's distances between them (10 = local).

    Shape: `distances` is a square matrix in node order, None when unreadable or a single node.
    """

    nodes: tuple[NUMANode, ...] | None = None
    distances: tuple[tuple[int, ...], ...] | None = None
    from_kernel: bool | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Main memory, its pages and what of it is free now."""

    total_bytes: int | None = None
    available_bytes: int | None = None
    swap_bytes: int | None = None
    page_bytes: int | None = None
    huge_page_default_bytes: int | None = None
    huge_pages: tuple[HugePages, ...] | None = None
    transparent_huge_pages: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """What the control group grants: CPUs as a decimal number, memory in bytes.

    Missing: `cpus` and `memory_bytes` are None both when unlimited and when unknown;
    `cpus_limited` and `memory_limited` tell these apart (False = read, and unlimited).
    """

    cgroup_version: int | None = None
    cpus: float | None = None
    cpus_limited: bool | None = None
    memory_bytes: int | None = None
    memory_limited: bool | None = None
    usable_cpus: int | None = None


@dataclass(frozen=True, slots=True)
class Virtualisation:
    """Whether this is a virtual machine or a container, by which signs."""

    virtual_machine: bool | None = None
    hypervisor: str | None = None
    container: str | None = None


@dataclass(frozen=True, slots=True)
class System:
    """The operating system and the box: nothing that names an owner, a host or one single unit."""

    os: str | None = None
    kernel_release: str | None = None
    distribution: str | None = None
    libc: str | None = None
    vendor: str | None = None
    product: str | None = None
    board: str | None = None
    firmware: str | None = None


@dataclass(frozen=True, slots=True)
class PcieLink:
    """A PCI Express link as negotiated, and the best its device could do.

    Units: transfers per second and lane; payload bytes per second and direction after encoding.
    """

    speed_transfers_per_second: int | None = None
    width_lanes: int | None = None
    max_speed_transfers_per_second: int | None = None
    max_width_lanes: int | None = None
    bytes_per_second: int | None = None
    max_bytes_per_second: int | None = None


@dataclass(frozen=True, slots=True)
class PciDevice:
    """A PCI device: its class in words, numeric vendor and device, locality and link."""

    address: str
    kind: str
    class_code: str
    vendor_id: str
    device_id: str
    driver: str | None = None
    numa_node: int | None = None
    local_cpus: CpuSet | None = None
    link: PcieLink | None = None


@dataclass(frozen=True, slots=True)
class BlockDevice:
    """A disk: what it is built of, how large, how deep its queue."""

    name: str
    kind: str
    size_bytes: int | None = None
    rotational: bool | None = None
    model: str | None = None
    logical_block_bytes: int | None = None
    queue_requests: int | None = None
    scheduler: str | None = None
    numa_node: int | None = None
    pci_address: str | None = None


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics or compute accelerator."""

    name: str
    vendor: str | None = None
    pci_address: str | None = None
    driver: str | None = None
    memory_bytes: int | None = None
    numa_node: int | None = None
    link: PcieLink | None = None


@dataclass(frozen=True, slots=True)
class NetworkInterface:
    """A network interface with hardware behind it; its name never carries an address."""

    name: str
    kind: str
    speed_bits_per_second: int | None = None
    mtu_bytes: int | None = None
    numa_node: int | None = None
    pci_address: str | None = None


@dataclass(frozen=True, slots=True)
class PythonBuild:
    """The interpreter that ran the report, and how it was built.

    Missing: `pgo` and `lto` are "unknown" where the build left no trustworthy sign.
    """

    version: str | None = None
    implementation: str | None = None
    compiler: str | None = None
    architecture: str | None = None
    pointer_bits: int | None = None
    pgo: ThreeState | None = None
    lto: ThreeState | None = None
    bolt: ThreeState | None = None
    optimisation: str | None = None
    debug: bool | None = None
    free_threaded_build: bool | None = None
    gil_enabled: bool | None = None
    jit_available: bool | None = None
    jit_enabled: bool | None = None
    tail_call_interpreter: ThreeState | None = None
    allocator: str | None = None
    int_digit_bits: int | None = None
    hash_algorithm: str | None = None
    shared_library: bool | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine, each section from the readers that could fill it.

    Shape: lists are ordered by lowest CPU; `caches` by name (L1d, L1i, L2 ...).
    """

    cpu: Cpu = field(default_factory=Cpu)
    cpus: CpuSets = field(default_factory=CpuSets)
    counts: Counts = field(default_factory=Counts)
    packages: tuple[Package, ...] | None = None
    dies: tuple[Die, ...] | None = None
    clusters: tuple[Cluster, ...] | None = None
    cores: tuple[Core, ...] | None = None
    processing_units: tuple[ProcessingUnit, ...] | None = None
    kinds: tuple[CpuKind, ...] | None = None
    caches: Mapping[str, CacheLevel] | None = None
    numa: Numa = field(default_factory=Numa)
    memory: Memory = field(default_factory=Memory)
    quota: Quota = field(default_factory=Quota)
    virtualisation: Virtualisation = field(default_factory=Virtualisation)
    system: System = field(default_factory=System)
    pci: tuple[PciDevice, ...] | None = None
    block_devices: tuple[BlockDevice, ...] | None = None
    gpus: tuple[Gpu, ...] | None = None
    network: tuple[NetworkInterface, ...] | None = None
    python: PythonBuild = field(default_factory=PythonBuild)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve, or one cell of a table: x, y, and what y rests on.

    Shape: for a matrix, `label` is "row,column"; for a curve it may name the point.
    """

    x: float
    y: float
    n: int = 1
    spread: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured quantity with everything needed to doubt it.

    Units: `unit` is that of `median`, `samples` and every point's y; `x_unit` that of x.
    Shape: `spread` is (75th percentile - 25th percentile) / median; `quiet` False = noisy machine.
    Missing: `median` None means not measured; `verdict` says why.
    """

    name: str
    title: str
    unit: str
    median: float | None
    n: int
    spread: float | None
    method: str
    quiet: bool | None = None
    verdict: str = ""
    x_unit: str = ""
    samples: tuple[float, ...] = ()
    points: tuple[Point, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A machine, who said what about it, what could not be read, and what was measured.

    Shape: `facts` holds every opinion, the most trusted of each field first.
    """

    machine: Machine
    facts: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    taken_at: str = ""
    origin: str = "live"
    hwinfo_version: str = ""
    schema: str = SCHEMA

    def opinions(self, field_path: str) -> tuple[Fact, ...]:
        """Every fact about one field, the believed one first."""
        return tuple(fact for fact in self.facts if fact.field == field_path)
