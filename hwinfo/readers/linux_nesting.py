"""Objects whose CPU sets cut through each other: broken firmware lists them, no tree can hold them.

As in hwloc, objects come in the order of their lowest CPU: the core, its package, what lies between
them, then the caches. One that cuts through an earlier one is left out, one inside another is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.model import Cache, Cluster, Core, Die, Gap, Package
from hwinfo.readers.linux_cpus import CPU_DIR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hwinfo.readers.linux_cores import Objects

Placed = Core | Cluster | Die | Package | Cache
RANKS: dict[type, int] = {Core: 0, Package: 1, Cluster: 2, Die: 3, Cache: 4}
NAMES: dict[type, str] = {Core: "cores", Cluster: "clusters", Die: "dies", Package: "packages"}


class Nesting:
    """The distinct sets placed so far, findable by any of their CPUs."""

    def __init__(self) -> None:
        self._holding: dict[int, list[CpuSet]] = {}
        self._placed: set[CpuSet] = set()

    def place(self, cpus: CpuSet) -> CpuSet | None:
        """Place a set and return None, or return the placed set that it cuts through."""
        if cpus in self._placed:
            return None
        near = {each for cpu in cpus for each in self._holding.get(cpu, ())}
        for each in near:
            if not (each <= cpus or cpus <= each):
                return each
        self._placed.add(cpus)
        for cpu in cpus:
            self._holding.setdefault(cpu, []).append(cpus)
        return None


def leave_out_conflicts(objects: Objects, caches: list[Cache]) -> list[Cache]:
    """Take conflicting objects out of `objects` and return the caches that fit."""
    everything: Iterable[Placed] = (
        *objects.cores,
        *objects.clusters,
        *objects.dies,
        *objects.packages,
        *caches,
    )
    nesting = Nesting()
    dropped: set[Placed] = set()
    for each in sorted(everything, key=_order):
        clash = nesting.place(each.cpus)
        if clash is not None:
            dropped.add(each)
            objects.gaps.append(_gap(each, clash))
    if dropped:
        objects.cores[:] = [each for each in objects.cores if each not in dropped]
        objects.clusters[:] = [each for each in objects.clusters if each not in dropped]
        objects.dies[:] = [each for each in objects.dies if each not in dropped]
        objects.packages[:] = [each for each in objects.packages if each not in dropped]
    return [cache for cache in caches if cache not in dropped]


def _order(each: Placed) -> tuple[int, int]:
    return each.cpus.first or 0, RANKS[type(each)]


def _gap(each: Placed, clash: CpuSet) -> Gap:
    name = f"caches.{each.name}" if isinstance(each, Cache) else NAMES[type(each)]
    reason = f"CPUs {each.cpus} overlaps another object's {clash} in part; left out"
    return Gap(f"{name}.cpu{each.cpus.first}", reason, (f"{CPU_DIR}/cpu{each.cpus.first}",))
