"""The topology as a tree: objects nested by their CPU sets, equal siblings told once.

"64 × L2 1 MiB · core, 2 threads" is one line, whether the machine has two such cores or 128.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hwinfo.cpuset import CpuSet
from hwinfo.wording import count, cpus, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.model import Core, Machine, NUMANode

PACKAGE, NODE, DIE, CLUSTER, CACHE, CORE, UNIT = range(7)


class Branch:
    """An object of the machine and what lies within its CPU set."""

    def __init__(self, label: str, cpu_set: CpuSet) -> None:
        self.label = label
        self.cpus = cpu_set
        self.children: list[Branch] = []

    @property
    def signature(self) -> tuple[object, ...]:
        """What makes two branches look alike: labels and shape, not numbers."""
        return self.label, tuple(child.signature for child in self.children)


class Item(NamedTuple):
    """An object to be nested; the outer of two with equal sets has the lower rank."""

    cpus: CpuSet
    rank: int
    label: str


def build_tree(machine: Machine) -> Branch:
    """The machine as nested branches."""
    total = machine.memory.total_bytes
    label = "Machine" if total is None else f"Machine {size(total)}"
    root = Branch(label, machine.cpus.online or CpuSet())
    items = sorted(_items(machine), key=lambda item: (-len(item.cpus), item.rank, item.cpus.first))
    for item in items:
        _insert(root, Branch(item.label, item.cpus))
    for node in machine.numa.nodes or ():
        if not node.cpus:
            root.children.append(Branch(f"{_node_label(node)}, no CPUs", CpuSet()))
    return root


def _insert(parent: Branch, branch: Branch) -> None:
    while inner := next((each for each in parent.children if branch.cpus <= each.cpus), None):
        parent = inner
    parent.children.append(branch)
    parent.children.sort(key=lambda each: each.cpus.first or 0)


def _items(machine: Machine) -> Iterator[Item]:
    yield from (Item(each.cpus, PACKAGE, "package") for each in machine.packages or ())
    nodes = (node for node in machine.numa.nodes or () if node.cpus)
    yield from (Item(node.cpus, NODE, _node_label(node)) for node in nodes)
    yield from (Item(each.cpus, DIE, "die") for each in machine.dies or ())
    yield from (Item(each.cpus, CLUSTER, each.kind.lower()) for each in machine.clusters or ())
    for level in (machine.caches or {}).values():
        for cache in level.instances:
            rank = CACHE * 10 - cache.level
            yield Item(cache.cpus, rank, f"{cache.name} {size(cache.size_bytes)}")
    for core in machine.cores or ():
        yield Item(core.cpus, CORE * 10, _core_label(machine, core))
    if not machine.cores:
        for unit in machine.cpus.online or ():
            yield Item(CpuSet((unit,)), UNIT * 10, "CPU")


def _node_label(node: NUMANode) -> str:
    return f"NUMA node {size(node.memory_bytes)}" if node.memory_bytes else "NUMA node"


def _core_label(machine: Machine, core: Core) -> str:
    kind = next((kind.name for kind in machine.kinds or () if core.cpus <= kind.cpus), "")
    kind = kind.replace("up to ", "≤ ")  # a line of the tree has little room
    threads = f", {count(len(core.cpus), 'thread')}" if len(core.cpus) > 1 else ""
    return f"core{f' {kind}' if kind else ''}{threads}"


class Group:
    """Siblings that look alike, drawn as one."""

    def __init__(self, first: Branch) -> None:
        self.first = first
        self.number = 0
        self.cpus = CpuSet()

    def add(self, branch: Branch) -> None:
        """Count one more."""
        self.number += 1
        self.cpus = self.cpus | branch.cpus


def group_alike(branches: list[Branch]) -> list[Group]:
    """The branches in order, those with equal signatures together."""
    groups: dict[tuple[object, ...], Group] = {}
    for branch in branches:
        groups.setdefault(branch.signature, Group(branch)).add(branch)
    return list(groups.values())


def render_tree(machine: Machine) -> list[tuple[str, str]]:
    """Lines of the tree: the drawing and label, and the CPU numbers for the right-hand side."""
    root = build_tree(machine)
    return [(root.label, cpus(machine.cpus.online)), *_render_children(root, "", named=True)]


def _render_children(parent: Branch, indent: str, *, named: bool) -> Iterator[tuple[str, str]]:
    """Below a line that stands for several objects no CPU is named: it would be the first's."""
    groups = group_alike(parent.children)
    for at, group in enumerate(groups):
        last = at == len(groups) - 1
        chain, end = _chain(group.first)
        times = f"{group.number} × " if group.number > 1 else ""
        cpu_list = cpus(group.cpus) if named else ""
        yield f"{indent}{'└─ ' if last else '├─ '}{times}{chain}", cpu_list
        below = indent + ("   " if last else "│  ")
        yield from _render_children(end, below, named=named and group.number == 1)


def _chain(branch: Branch) -> tuple[str, Branch]:
    """The labels of branches that are each other's only content, and the innermost of them."""
    labels = [branch.label]
    while len(branch.children) == 1 and branch.children[0].cpus == branch.cpus:
        branch = branch.children[0]
        labels.append(branch.label)
    return " · ".join(labels), branch
