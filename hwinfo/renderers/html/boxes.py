"""The machine as nested boxes: what holds what is decided by the sets of CPUs alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.renderers.html.quantities import digits, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.model import Machine, NUMANode

FRAMES = ("Machine", "Package", "Die", "Drawer", "Book", "Cluster", "Core")
READABLE_LEAVES = 24  # more boxes than this on one picture cannot be read at a glance
LEAST_FOLDED = 3


@dataclass(slots=True)
class Thing:
    """One object of the machine: what it is, which one, how large.

    Shape: `kind` is an hwloc noun or a cache's name; `number` is None where the kernel gave none.
    """

    kind: str
    number: int | None = None
    size_bytes: int | None = None
    note: str = ""


@dataclass(slots=True)
class Box:
    """All objects with one set of CPUs, and the boxes inside.

    Shape: `copies` counts this box and its identical neighbours; `all_cpus` is the set of them all.
    """

    cpus: CpuSet
    things: list[Thing] = field(default_factory=list)
    children: list[Box] = field(default_factory=list)
    copies: int = 1
    all_cpus: CpuSet = field(default_factory=CpuSet)

    @property
    def is_thread(self) -> bool:
        """Whether this is a hardware thread, the innermost box."""
        return [thing.kind for thing in self.things] == ["PU"]

    @property
    def has_core(self) -> bool:
        """Whether this box is a core."""
        return any(thing.kind == "Core" for thing in self.things)


def machine_boxes(machine: Machine, readable: int = READABLE_LEAVES) -> Box:
    """The tree of boxes, with runs of identical ones folded where there are too many to read."""
    placed = sorted(
        _objects(machine), key=lambda one: (-len(one[0]), one[1].kind == "PU", one[0].first or 0)
    )
    everything = CpuSet()
    for cpus, _ in placed:
        everything |= cpus
    memory, limits = machine.memory.total_bytes, limit_words(machine)
    root = Box(everything, [Thing("Machine", None, memory, limits)], all_cpus=everything)
    for cpus, thing in placed:
        _insert(root, cpus, thing)
    _sort(root)
    _attach_memory_only_nodes(root, machine)
    return fold(root, readable)


def limit_words(machine: Machine) -> str:
    """What the control group grants, in words; empty without a limit."""
    quota, words = machine.quota, []
    if quota.cpus is not None:
        words.append(f"{digits(quota.cpus)} CPUs" if quota.cpus != 1 else "1 CPU")
    if quota.memory_bytes is not None:
        words.append(size(quota.memory_bytes))
    return f"control group limit: {', '.join(words)}" if words else ""


def fold(root: Box, readable: int = READABLE_LEAVES) -> Box:
    """Fold identical neighbours, the innermost first, until the picture can be read."""
    for height in range(1, _height(root)):
        if _leaves(root) <= readable:
            break
        _fold_at(root, height)
    return root


def _objects(machine: Machine) -> Iterator[tuple[CpuSet, Thing]]:
    """Every object that has CPUs; on equal sets the outer noun comes first."""
    for package in machine.packages or ():
        yield package.cpus, Thing("Package", package.id)
    for die in machine.dies or ():
        yield die.cpus, Thing("Die", die.id)
    for cluster in machine.clusters or ():
        yield cluster.cpus, Thing(cluster.kind, cluster.id)
    for node in machine.numa.nodes or ():
        if node.cpus:
            yield node.cpus, _memory(node)
    levels = sorted((machine.caches or {}).values(), key=lambda one: (-one.level, one.name))
    for level in levels:
        for cache in level.instances:
            yield cache.cpus, Thing(level.name, None, cache.size_bytes)
    for core in machine.cores or ():
        yield core.cpus, Thing("Core", core.id, note=_kind_of(machine, core.cpus))
    for unit in machine.processing_units or ():
        yield CpuSet([unit.number]), Thing("PU", unit.number)


def _memory(node: NUMANode) -> Thing:
    return Thing("NUMANode", node.id, node.memory_bytes)


def _kind_of(machine: Machine, cpus: CpuSet) -> str:
    return next((kind.name for kind in machine.kinds or () if cpus <= kind.cpus), "")


def _insert(root: Box, cpus: CpuSet, thing: Thing) -> None:
    if not cpus:
        return
    here = root
    while inner := next((child for child in here.children if cpus <= child.cpus), None):
        if inner.is_thread:
            break
        here = inner
    if here.cpus == cpus and here is not root and thing.kind != "PU":
        here.things.append(thing)
    else:
        here.children.append(Box(cpus, [thing], all_cpus=cpus))


def _sort(box: Box) -> None:
    """Children in the order of their lowest CPU, as the kernel counts."""
    box.children.sort(key=lambda child: child.cpus.first or 0)
    for child in box.children:
        _sort(child)


def _attach_memory_only_nodes(root: Box, machine: Machine) -> None:
    for node in machine.numa.nodes or ():
        if not node.cpus:
            root.children.append(Box(CpuSet(), [_memory(node)]))


def _height(box: Box) -> int:
    """How many boxes are nested inside, threads counting as none."""
    return 0 if box.is_thread else 1 + max((_height(child) for child in box.children), default=0)


def _leaves(box: Box) -> int:
    """How many boxes without further boxes than threads are drawn."""
    inner = [child for child in box.children if not child.is_thread]
    return sum(_leaves(child) for child in inner) if inner else 1


def _fold_at(box: Box, height: int) -> None:
    for child in box.children:
        _fold_at(child, height)
    runs: list[list[Box]] = []
    for child in box.children:
        if runs and _height(child) == height and _alike(runs[-1][0], child):
            runs[-1].append(child)
        else:
            runs.append([child])
    box.children = [one for run in runs for one in _folded(run)]


def _folded(run: list[Box]) -> list[Box]:
    if len(run) < LEAST_FOLDED:
        return run
    first = run[0]
    for other in run[1:]:
        first.all_cpus |= other.all_cpus
        first.copies += other.copies
    return [first]


def _alike(one: Box, other: Box) -> bool:
    """Whether two boxes differ in nothing but numbers and a few per cent of memory."""
    return (
        one.copies == other.copies
        and len(one.things) == len(other.things)
        and len(one.children) == len(other.children)
        and all(map(_same_kind, one.things, other.things))
        and all(map(_alike, one.children, other.children))
    )


def _same_kind(one: Thing, other: Thing) -> bool:
    if (one.kind, one.note) != (other.kind, other.note):
        return False
    if one.size_bytes is None or other.size_bytes is None:
        return one.size_bytes == other.size_bytes
    tolerance = 0.1 if one.kind == "NUMANode" else 0.0
    return abs(one.size_bytes - other.size_bytes) <= tolerance * max(one.size_bytes, 1)
