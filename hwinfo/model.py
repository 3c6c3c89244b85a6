"""What a hardware report says, in hwloc's nouns: facts, gaps, the machine and its measurements.

Units are in the names: `_bytes`, `_hz`, `_seconds`, `_bits`. None means unknown, never zero; the
report's `gaps` say why. A path such as "caches.L2.size_bytes" names the same value in Python, in
the JSON report, in `hwinfo --explain` and on the site.

Named tuples, not dataclasses: thirty frozen dataclasses cost 45 ms of start, these 6, and a whole
report has to be out in 90. Measurements, which few reports have, are dataclasses of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from hwinfo.cpuset import CpuSet
from hwinfo.devices import (
    BlockDevice,
    Gpu,
    NetworkInterface,
    PciDevice,
    PcieLink,
)
from hwinfo.topology import (
    Cache,
    CacheKind,
    CacheLevel,
    Cluster,
    Core,
    CpuKind,
    Die,
    HugePages,
    MemorySideCache,
    Numa,
    NUMANode,
    Package,
    ProcessingUnit,
)

if TYPE_CHECKING:
    from hwinfo.measurement import Measurement, Point

SCHEMA = "hwinfo/1"

ThreeState = Literal["yes", "no", "unknown"]


class Fact(NamedTuple):
    """One value of one field, and where it was read: several facts about a field may disagree."""

    field: str
    value: object
    source: str
    reader: str = ""


class Gap(NamedTuple):
    """A field nobody could fill: why, and what was looked at."""

    field: str
    reason: str
    looked_at: tuple[str, ...] = ()


class Cpu(NamedTuple):
    """The processor as a product: name, instruction set, frequency range.

    Shape: `microarchitecture` is the most specific known design whose features are all there: code
    built for it runs, though the chip may be another.
    """

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


class CpuSets(NamedTuple):
    """Which logical CPUs exist, run, may be used by this cgroup, and by this very process."""

    present: CpuSet | None = None
    online: CpuSet | None = None
    allowed: CpuSet | None = None
    affinity: CpuSet | None = None
    isolated: CpuSet | None = None


class Counts(NamedTuple):
    """How many of each object; `threads_per_core` lists the distinct values, ascending."""

    packages: int | None = None
    dies: int | None = None
    cores: int | None = None
    processing_units: int | None = None
    numa_nodes: int | None = None
    threads_per_core: tuple[int, ...] | None = None


class Memory(NamedTuple):
    """Main memory, its pages and what of it is free now."""

    total_bytes: int | None = None
    available_bytes: int | None = None
    swap_bytes: int | None = None
    page_bytes: int | None = None
    huge_page_default_bytes: int | None = None
    huge_pages: tuple[HugePages, ...] | None = None
    transparent_huge_pages: str | None = None


class Quota(NamedTuple):
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


class Virtualisation(NamedTuple):
    """Whether this is a virtual machine or a container, by which signs."""

    virtual_machine: bool | None = None
    hypervisor: str | None = None
    container: str | None = None


class System(NamedTuple):
    """The operating system and the box: nothing that names an owner, a host or one single unit."""

    os: str | None = None
    kernel_release: str | None = None
    distribution: str | None = None
    libc: str | None = None
    vendor: str | None = None
    product: str | None = None
    board: str | None = None
    firmware: str | None = None


class PythonBuild(NamedTuple):
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


class Machine(NamedTuple):
    """The machine, each section from the readers that could fill it.

    Shape: lists are ordered by lowest CPU; `caches` by name (L1d, L1i, L2 ...).
    """

    cpu: Cpu = Cpu()
    cpus: CpuSets = CpuSets()
    counts: Counts = Counts()
    packages: tuple[Package, ...] | None = None
    dies: tuple[Die, ...] | None = None
    clusters: tuple[Cluster, ...] | None = None
    cores: tuple[Core, ...] | None = None
    processing_units: tuple[ProcessingUnit, ...] | None = None
    kinds: tuple[CpuKind, ...] | None = None
    caches: Mapping[str, CacheLevel] | None = None
    numa: Numa = Numa()
    memory: Memory = Memory()
    quota: Quota = Quota()
    virtualisation: Virtualisation = Virtualisation()
    system: System = System()
    pci: tuple[PciDevice, ...] | None = None
    block_devices: tuple[BlockDevice, ...] | None = None
    gpus: tuple[Gpu, ...] | None = None
    network: tuple[NetworkInterface, ...] | None = None
    python: PythonBuild = PythonBuild()


class Report(NamedTuple):
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


def __getattr__(name: str) -> object:
    """Measurement and Point, imported when somebody measures."""
    if name in {"Measurement", "Point"}:
        from hwinfo import measurement

        return getattr(measurement, name)
    raise AttributeError(f"module 'hwinfo.model' has no attribute {name!r}")


__all__ = [
    "BlockDevice",
    "Cache",
    "CacheKind",
    "CacheLevel",
    "Cluster",
    "Core",
    "Counts",
    "Cpu",
    "CpuKind",
    "CpuSets",
    "Die",
    "Fact",
    "Gap",
    "Gpu",
    "HugePages",
    "Machine",
    "Measurement",
    "Memory",
    "MemorySideCache",
    "NUMANode",
    "NetworkInterface",
    "Numa",
    "Package",
    "PciDevice",
    "PcieLink",
    "Point",
    "ProcessingUnit",
    "PythonBuild",
    "Quota",
    "Report",
    "System",
    "ThreeState",
    "Virtualisation",
]
