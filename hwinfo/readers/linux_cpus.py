"""Which logical CPUs a Linux kernel knows: present, online, allowed, isolated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import MAX_CPUS, CpuSet
from hwinfo.model import Fact, Gap
from hwinfo.readers.linux_cgroup_path import find_cpuset_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

CPU_DIR = "/sys/devices/system/cpu"


def read(host: Host) -> Iterator[Fact | Gap]:
    """The CPU sets of this kernel and this control group.

    Source: kernel ABI sysfs-devices-system-cpu; cgroup v1 and v2 cpuset files.
    """
    yield from _read_sets(host)
    affinity = host.affinity()
    if affinity is None:
        reason = "belongs to a running process; this machine is recorded"
        yield Gap("cpus.affinity", reason, ("sched_getaffinity",))
    else:
        yield Fact("cpus.affinity", affinity, "sched_getaffinity")


def _read_sets(host: Host) -> Iterator[Fact | Gap]:
    present = present_cpus(host)
    if not present:
        yield Gap("cpus.present", f"no cpuN directory ({host.why_not(CPU_DIR)})", (CPU_DIR,))
        return
    yield Fact("cpus.present", present, f"{CPU_DIR}/cpu*")
    online, source = online_cpus(host, present)
    if not online:
        yield Gap("cpus.online", "no online CPU has a topology directory", (source,))
        return
    yield Fact("cpus.online", online, source)
    yield from _read_allowed(host, online)
    text = host.read_text(f"{CPU_DIR}/isolated")
    isolated = None if text is None else CpuSet.parse_list(text)
    if isolated is not None:
        yield Fact("cpus.isolated", isolated, f"{CPU_DIR}/isolated")
    else:
        yield Gap("cpus.isolated", "this kernel has no list of them", (f"{CPU_DIR}/isolated",))


def present_cpus(host: Host) -> CpuSet:
    """Every CPU with a directory of its own, running or not."""
    return CpuSet(numbered(host.list_dir(CPU_DIR), "cpu"))


def numbered(names: tuple[str, ...], prefix: str) -> list[int]:
    """The numbers of entries such as cpu0, cpu1; anything else in the directory is skipped."""
    tails = (name[len(prefix) :] for name in names if name.startswith(prefix))
    numbers = (int(tail) for tail in tails if tail.isascii() and tail.isdigit() and len(tail) < 8)
    return sorted(number for number in numbers if number < MAX_CPUS)


def online_cpus(host: Host, present: CpuSet) -> tuple[CpuSet, str]:
    """The running CPUs that the kernel describes, and where that was read."""
    path = f"{CPU_DIR}/online"
    text = host.read_text(path)
    listed = CpuSet.parse_list(text) if text else None
    if listed is None:
        listed = CpuSet(
            cpu for cpu in present if host.read_text(f"{CPU_DIR}/cpu{cpu}/online") != "0"
        )
        path = f"{CPU_DIR}/cpu*/online"
    return CpuSet(
        cpu for cpu in listed & present if host.exists(f"{CPU_DIR}/cpu{cpu}/topology")
    ), path


def _read_allowed(host: Host, online: CpuSet) -> Iterator[Fact | Gap]:
    group = find_cpuset_group(host)
    if group is None:
        yield Fact("cpus.allowed", online, "no cpuset control group: every online CPU")
        return
    path = f"{group.directory}/{group.cpus_file}"
    text = host.read_text(path)
    allowed = None if text is None else CpuSet.parse_list(text)
    if text is not None and allowed is None:
        yield Gap("cpus.allowed", f"not a CPU list: {text[:40]!r}", (path,))
    elif allowed is None:
        yield Fact("cpus.allowed", online, "no cpuset limit in this control group")
    else:
        yield Fact("cpus.allowed", allowed & online, group.shown_as)
