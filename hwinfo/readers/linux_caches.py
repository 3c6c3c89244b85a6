"""Caches from Linux's cache/indexN directories: each made by the lowest CPU that shares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.model import Cache, CacheKind, CacheLevel
from hwinfo.readers.linux_cpus import CPU_DIR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hwinfo.host import Host

INDICES = range(10)
KINDS: dict[str, CacheKind] = {"Data": "Data", "Instruction": "Instruction"}
KIND_ORDER = {"Data": 0, "Instruction": 1, "Unified": 2}
PLAUSIBLE_BYTES = 1 << 40
KNIGHTS_LANDING_MODELS = {"87", "133"}


def read_caches(
    host: Host, online: CpuSet, core_masks: Mapping[int, CpuSet], *, knights_landing: bool
) -> list[Cache]:
    """One entry per physical cache.

    Shape: in the order of their lowest CPUs; empty where the kernel describes none.
    Units: bytes (sysfs writes "48K").
    Source: kernel ABI sysfs-devices-system-cpu, cache/index*.
    """
    caches: dict[tuple[int, bool, CpuSet], Cache] = {}
    for cpu in online:
        listed = host.list_dir(f"{CPU_DIR}/cpu{cpu}/cache")
        for index in INDICES:
            if f"index{index}" not in listed:
                continue
            cache = _read_cache(host, cpu, index, online, core_masks)
            if cache is None or (knights_landing and cache.level == 3 and cache.size_bytes is None):
                continue
            instructions = cache.kind == "Instruction"  # data and unified of one level are one
            caches.setdefault((cache.level, instructions, cache.cpus), cache)
    return list(caches.values())


def cache_order(cache: Cache) -> tuple[int, int, int]:
    """Level, then data before instructions, then lowest CPU."""
    return cache.level, KIND_ORDER[cache.kind], cache.cpus.first or 0


def _read_cache(
    host: Host, cpu: int, index: int, online: CpuSet, core_masks: Mapping[int, CpuSet]
) -> Cache | None:
    base = f"{CPU_DIR}/cpu{cpu}/cache/index{index}"
    shared = CpuSet.parse_mask(host.read_text(f"{base}/shared_cpu_map") or "")
    if shared is None:
        return None
    if not shared:  # Itanium kernels wrote empty maps
        shared = core_masks.get(cpu, CpuSet((cpu,)))
    shared &= online
    level = host.read_int(f"{base}/level") if shared.first == cpu else None
    if level is None or not 0 < level < 10:
        return None
    size, line = (
        parse_size(host.read_text(f"{base}/size")),
        _positive(host, f"{base}/coherency_line_size"),
    )
    sets = _positive(host, f"{base}/number_of_sets")
    number = host.read_int(f"{base}/id")
    return Cache(
        level=level,
        kind=KINDS.get(host.read_text(f"{base}/type") or "", "Unified"),
        cpus=shared,
        size_bytes=size,
        line_bytes=line,
        ways=_ways(size, line, _partition(host, base), sets),
        sets=sets,
        id=number if number is not None and number >= 0 else None,
    )


def parse_size(text: str | None) -> int | None:
    """Bytes of a sysfs cache size, which is always a number and "K"."""
    digits = (text or "").removesuffix("K")
    if text is None or digits == text or not digits.isascii() or not digits.isdigit():
        return None
    size = int(digits) * 1024 if len(digits) < 12 else 0
    return size if 0 < size <= PLAUSIBLE_BYTES else None


def _positive(host: Host, path: str) -> int | None:
    number = host.read_int(path)
    return number if number is not None and 0 < number <= PLAUSIBLE_BYTES else None


def _partition(host: Host, base: str) -> int | None:
    text = host.read_text(f"{base}/physical_line_partition")
    return 1 if text is None else _positive(host, f"{base}/physical_line_partition")


def _ways(
    size: int | None, line: int | None, partition: int | None, sets: int | None
) -> int | None:
    """Associativity by division: the kernel's ways_of_associativity is often wrong or absent."""
    if not size or not line or not partition or not sets or sets == 1:
        return None
    return size // line // partition // sets or None


def is_knights_landing(vendor: str | None, family: str | None, model: str | None) -> bool:
    """Xeon Phi x200 lists a third-level cache of no size, which is its MCDRAM."""
    return vendor == "GenuineIntel" and family == "6" and model in KNIGHTS_LANDING_MODELS


def summarise(caches: list[Cache]) -> dict[str, CacheLevel]:
    """The caches by name; single figures are those of the first instance."""
    names = dict.fromkeys(cache.name for cache in caches)
    return {name: _level([cache for cache in caches if cache.name == name]) for name in names}


def _level(instances: list[Cache]) -> CacheLevel:
    first = instances[0]
    sizes = [cache.size_bytes for cache in instances if cache.size_bytes is not None]
    return CacheLevel(
        name=first.name,
        level=first.level,
        kind=first.kind,
        count=len(instances),
        size_bytes=first.size_bytes,
        total_bytes=sum(sizes) if len(sizes) == len(instances) else None,
        sizes_bytes=tuple(sorted(set(sizes))),
        line_bytes=first.line_bytes,
        ways=first.ways,
        sets=first.sets,
        shared_by=len(first.cpus),
        instances=tuple(instances),
    )
