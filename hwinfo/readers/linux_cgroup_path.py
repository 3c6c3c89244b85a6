"""Where this process's control groups lie, in cgroup v1, v2 and the older bare cpusets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hwinfo.host import Host


class CpusetGroup(NamedTuple):
    """A cpuset directory and the names of its files.

    Shape: `shown_as` names the file without the group's path, which may name a user or a job.
    """

    version: int
    mount: str
    path: str
    cpus_file: str
    mems_file: str

    @property
    def directory(self) -> str:
        """The group's directory below the root."""
        return f"{self.mount}{self.path.rstrip('/')}"

    @property
    def shown_as(self) -> str:
        """A source that gives nobody away."""
        return (
            f"{self.mount}/…/{self.cpus_file}"
            if self.path != "/"
            else f"{self.mount}/{self.cpus_file}"
        )


V2_FILES = ("cpuset.cpus.effective", "cpuset.mems.effective")
V1_FILES = ("cpuset.cpus", "cpuset.mems")
BARE_FILES = ("cpus", "mems")


def find_cpuset_group(host: Host) -> CpusetGroup | None:
    """The cpuset this process is in; the usual places first, then /proc/mounts."""
    found = _usual_place(host) or _from_mounts(host)
    if found is None:
        return None
    version, mount, files = found
    path = own_group_path(host, version)
    return None if path is None else CpusetGroup(version, mount, path, *files)


def _usual_place(host: Host) -> tuple[int, str, tuple[str, str]] | None:
    places = (
        (2, "/sys/fs/cgroup", V2_FILES),
        (1, "/sys/fs/cgroup/cpuset", V1_FILES),
        (1, "/dev/cpuset", BARE_FILES),
    )
    return next((place for place in places if host.exists(f"{place[1]}/{place[2][0]}")), None)


def _from_mounts(host: Host) -> tuple[int, str, tuple[str, str]] | None:
    for mount, kind, options in mounts(host):
        if kind == "cgroup2" and _rules_cpus(host, mount):
            return 2, mount, V2_FILES
        if kind == "cgroup" and "cpuset" in options:
            return 1, mount, BARE_FILES if "noprefix" in options else V1_FILES
        if kind == "cpuset":
            return 1, mount, BARE_FILES
    return None


def _rules_cpus(host: Host, mount: str) -> bool:
    """Whether a version 2 hierarchy has the cpuset controller: on hybrid systems version 1 has."""
    controllers = host.read_text(f"{mount}/cgroup.controllers")
    if controllers is not None:
        return "cpuset" in controllers.split()
    path = own_group_path(host, 2) or "/"
    return host.exists(f"{mount}{path.rstrip('/')}/{V2_FILES[0]}")


def mounts(host: Host) -> list[tuple[str, str, list[str]]]:
    """Mount point, file-system type and options of every line of /proc/mounts."""
    lines = (line.split() for line in (host.read_text("/proc/mounts") or "").splitlines())
    return [(part[1].rstrip("/"), part[2], part[3].split(",")) for part in lines if len(part) >= 4]


def own_group_path(host: Host, version: int, controller: str = "cpuset") -> str | None:
    """The group's path below its mount point, None if the kernel does not say.

    For cpusets the first line that names them alone, or that of version 2, counts as in hwloc.
    """
    lines = _own_groups(host)
    if controller == "cpuset":
        direct = host.read_text("/proc/self/cpuset")
        if direct:
            return direct.splitlines()[0]
        for number, controllers, path in lines:
            if controllers == "cpuset" or (number == "0" and controllers == ""):
                return path
    for number, controllers, path in lines:
        unified = number == "0" and controllers == ""
        if (unified and version == 2) or controller in controllers.split(","):
            return path
    return None


def _own_groups(host: Host) -> list[tuple[str, str, str]]:
    """Hierarchy number, controllers and path of every line of /proc/self/cgroup."""
    text = host.read_text("/proc/self/cgroup") or ""
    parts = (line.split(":", 2) for line in text.splitlines())
    return [(part[0], part[1], part[2]) for part in parts if len(part) == 3]
