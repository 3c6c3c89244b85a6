"""Packages, dies, clusters and cores from the kernel's sibling masks, in the order hwloc uses.

Identity is the CPU set: ids repeat from package to package and firmware gets them wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.model import Cluster, Core, Die, Gap, Package
from hwinfo.readers.linux_cpus import CPU_DIR

if TYPE_CHECKING:
    from hwinfo.host import Host

AMD_COMPUTE_UNIT_FAMILIES = {"21", "22"}


class Objects:
    """What the sibling masks of the online CPUs create, filled one CPU at a time."""

    def __init__(self) -> None:
        self.packages: list[Package] = []
        self.dies: list[Die] = []
        self.clusters: list[Cluster] = []
        self.cores: list[Core] = []
        self.core_masks: dict[int, CpuSet] = {}
        self.gaps: list[Gap] = []


class SiblingFiles:
    """The topology files of one kernel: new names or old ones, never mixed."""

    def __init__(self, host: Host, online: CpuSet) -> None:
        self._host = host
        self._online = online
        probes = (0, online.first)
        new = any(host.exists(_path(cpu, name)) for cpu in probes for name in NEW_NAMES)
        self.core, self.package = NEW_NAMES if new else OLD_NAMES

    def mask(self, cpu: int, name: str) -> CpuSet | None:
        """One CPU's siblings of one sort, the online ones; None if the file is not there."""
        text = self._host.read_text(_path(cpu, name))
        parsed = None if text is None else CpuSet.parse_mask(text)
        return None if parsed is None else parsed & self._online

    def id(self, cpu: int, name: str) -> int | None:
        """One CPU's id of one sort; -1 is the kernel's "unknown"."""
        number = self._host.read_int(_path(cpu, name))
        return None if number is None or number < 0 else number

    def has(self, cpu: int, name: str) -> bool:
        """Whether a file is there."""
        return self._host.exists(_path(cpu, name))


NEW_NAMES = ("core_cpus", "package_cpus")
OLD_NAMES = ("thread_siblings", "core_siblings")


def _path(cpu: int | None, name: str) -> str:
    return f"{CPU_DIR}/cpu{cpu}/topology/{name}"


def read_objects(host: Host, online: CpuSet, architecture: str | None) -> Objects:
    """Visit the online CPUs upwards; each object is made by the lowest CPU of its mask."""
    files = SiblingFiles(host, online)
    objects = Objects()
    split = has_compute_units(host, architecture) and threads_have_core_ids(files, online)
    for cpu in online:
        if not _add_core(files, objects, cpu, split=split):
            continue
        if not _add_larger(files, objects, cpu):
            continue
        if architecture in {"s390x", "s390"}:
            _add_books(files, objects, cpu)
    return objects


def _add_core(files: SiblingFiles, objects: Objects, cpu: int, *, split: bool) -> bool:
    mask = files.mask(cpu, files.core)
    if mask is None:
        objects.gaps.append(_mask_gap("cores", cpu, files.core, "no readable mask"))
        return True
    objects.core_masks[cpu] = mask
    if split:
        mask = CpuSet((cpu,))
    if cpu not in mask:
        objects.gaps.append(_mask_gap("cores", cpu, files.core, f"{mask} does not hold cpu{cpu}"))
    if mask.first != cpu:
        return False
    objects.cores.append(Core(files.id(cpu, "core_id"), mask))
    return True


def _add_larger(files: SiblingFiles, objects: Objects, cpu: int) -> bool:
    """Cluster, die and package of the first CPU of a core; False if it is not their first."""
    cluster = files.mask(cpu, "cluster_cpus")
    if cluster is not None and len(cluster) > 1:
        if cluster.first != cpu:
            return False
        objects.clusters.append(Cluster("Cluster", files.id(cpu, "cluster_id"), cluster))
    die = files.mask(cpu, "die_cpus")
    if die is not None and len(die) > 1:
        if die.first != cpu:
            return False
        objects.dies.append(Die(files.id(cpu, "die_id"), die))
    package = files.mask(cpu, files.package)
    if package is not None and package.first == cpu:
        objects.packages.append(Package(files.id(cpu, "physical_package_id"), package))
    return True


def _add_books(files: SiblingFiles, objects: Objects, cpu: int) -> None:
    if not files.has(cpu, "book_siblings"):
        return
    for kind, name in (("Book", "book"), ("Drawer", "drawer")):
        mask = files.mask(cpu, f"{name}_siblings")
        if mask is None or mask.first != cpu or not files.has(cpu, f"{name}_id"):
            continue
        made = Cluster("Book" if kind == "Book" else "Drawer", files.id(cpu, f"{name}_id"), mask)
        objects.clusters.append(made)


def _mask_gap(what: str, cpu: int, name: str, reason: str) -> Gap:
    return Gap(f"{what}.cpu{cpu}", reason, (_path(cpu, name),))


def drop_needless_dies(objects: Objects) -> None:
    """A die with its package's CPUs adds nothing."""
    packages = {package.cpus for package in objects.packages}
    objects.dies = [die for die in objects.dies if die.cpus not in packages]


def has_compute_units(host: Host, architecture: str | None) -> bool:
    """AMD families 21 and 22 pair cores in modules that the kernel calls thread siblings."""
    if architecture not in {"x86_64", "i386", "i486", "i586", "i686"}:
        return False
    vendor = family = ""
    for line in (host.read_text("/proc/cpuinfo") or "").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "vendor_id":
            vendor = value.strip()
        elif key.strip() == "cpu family":
            family = value.strip()
        if vendor and family:
            break
    return vendor == "AuthenticAMD" and family in AMD_COMPUTE_UNIT_FAMILIES


def threads_have_core_ids(files: SiblingFiles, online: CpuSet) -> bool:
    """Whether the first CPU with a sibling has another core_id than that sibling."""
    for cpu in online:
        siblings = files.mask(cpu, files.core)
        if siblings is None or len(siblings) < 2:
            continue
        sibling = next(each for each in siblings if each != cpu)
        return files.id(cpu, "core_id") != files.id(sibling, "core_id")
    return False
