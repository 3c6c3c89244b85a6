"""What the control group grants: CPU time and memory, over the whole chain of parent groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.host import parse_int
from hwinfo.model import Fact, Gap
from hwinfo.readers.linux_cgroup_path import mounts, own_group_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hwinfo.host import Host

NO_LIMIT_BYTES = 1 << 60  # v1 writes "no limit" as the largest multiple of the page size
V1_CONTROLLERS = {"cpu": "cpu.cfs_quota_us", "memory": "memory.limit_in_bytes"}


def read(host: Host) -> Iterator[Fact | Gap]:
    """CPU quota and memory limit of cgroup v2 or v1: the tightest of the group and its parents.

    Units: CPUs as a decimal number (0.5 = half a core), bytes.
    Source: Documentation/admin-guide/cgroup-v2; scheduler/sched-bwc; cgroup-v1/memory.
    """
    if not host.exists("/proc/self/cgroup"):
        reason = f"no control groups ({host.why_not('/proc/self/cgroup')})"
        yield from (Gap(f"quota.{name}", reason, ("/proc/self/cgroup",)) for name in FIELDS)
        return
    version = _version(host)
    yield Fact("quota.cgroup_version", version, "/proc/self/cgroup")
    if version == 2:
        yield from _limit(host, "cpus", _chain(host, 2, "cpu"), "cpu.max", _cpu_max)
        yield from _limit(host, "memory", _chain(host, 2, "memory"), "memory.max", _bytes)
    else:
        yield from _limit(host, "cpus", _chain(host, 1, "cpu"), "cpu.cfs_quota_us", _cfs)
        yield from _limit(
            host, "memory", _chain(host, 1, "memory"), "memory.limit_in_bytes", _bytes
        )


def _version(host: Host) -> int:
    """Version 1 if the CPU or memory controller has a hierarchy of its own, else 2."""
    lines = (host.read_text("/proc/self/cgroup") or "").splitlines()
    fields = [line.split(":") for line in lines]
    controllers = {name for field in fields if len(field) > 1 for name in field[1].split(",")}
    return 1 if controllers & {"cpu", "memory"} else 2


FIELDS = ("cgroup_version", "cpus", "memory_bytes")


def group_directories(host: Host, controller: str) -> list[str]:
    """This process's group and its parents for a controller, innermost first."""
    return _chain(host, _version(host), controller)


def _chain(host: Host, version: int, controller: str) -> list[str]:
    """The group's directory and its parents', innermost first.

    In a container the path may name groups that only the outer system sees; then the mount's
    root is the container's own group.
    """
    mount = _mount(host, version, controller)
    path = own_group_path(host, version, "" if version == 2 else controller) or "/"
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}][:64]
    return ["/".join([mount, *parts[:depth]]) for depth in range(len(parts), -1, -1)]


def _mount(host: Host, version: int, controller: str) -> str:
    for mount, kind, options in mounts(host):
        if version == 2 and kind == "cgroup2":
            return mount
        if version == 1 and kind == "cgroup" and controller in options:
            return mount
    return "/sys/fs/cgroup" if version == 2 else f"/sys/fs/cgroup/{controller}"


def _limit(
    host: Host,
    what: str,
    directories: list[str],
    file_name: str,
    parse: Callable[[Host, str], float | int | None],
) -> Iterator[Fact | Gap]:
    field = "quota.cpus" if what == "cpus" else "quota.memory_bytes"
    mount = directories[-1]
    seen = [directory for directory in directories if host.exists(f"{directory}/{file_name}")]
    source = f"{mount}/…/{file_name}"
    if not seen and not (directories and host.exists(mount)):
        yield Gap(field, f"no {file_name} on the way up from this group", (source,))
        return
    limits = [limit for each in seen if (limit := parse(host, f"{each}/{file_name}")) is not None]
    yield Fact(f"quota.{what}_limited", bool(limits), source)
    if limits:
        yield Fact(field, min(limits), source)
    else:
        yield Gap(field, "no limit is set", (source,))


def _cpu_max(host: Host, path: str) -> float | None:
    words = (host.read_text(path) or "").split()
    return _share(*words) if len(words) == 2 else None


def _cfs(host: Host, path: str) -> float | None:
    period = host.read_text(path.replace("cfs_quota_us", "cfs_period_us")) or ""
    return _share(host.read_text(path) or "", period)


def _share(quota: str, period: str) -> float | None:
    quota_us, period_us = parse_int(quota), parse_int(period)
    if quota_us is None or period_us is None or quota_us <= 0 or period_us <= 0:
        return None
    return round(quota_us / period_us, 3)


def _bytes(host: Host, path: str) -> int | None:
    limit = parse_int(host.read_text(path) or "")
    return limit if limit is not None and 0 <= limit < NO_LIMIT_BYTES else None
