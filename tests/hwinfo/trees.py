"""Small Linux machines written down in a few lines, as the files their kernels would show."""

from hwinfo.collect import collect
from hwinfo.cpuset import CpuSet
from hwinfo.recorded import RecordedHost
from hwinfo.recorded_files import MemoryTree

CPU = "sys/devices/system/cpu"
NODE = "sys/devices/system/node"


def mask(cpus: str) -> str:
    """A kernel mask of a CPU list: "0-3" is "f"."""
    return f"{CpuSet.parse_list(cpus).mask:x}\n"


def linux(
    online: str,
    cores: dict[str, int] | None = None,
    packages: dict[str, int] | None = None,
    caches: list[tuple] = (),
    nodes: dict[int, tuple[str, int]] | None = None,
    present: str = "",
    files: dict[str, str] | None = None,
) -> dict[str, bytes]:
    """The files of one machine.

    Shape: `cores` and `packages` map CPU lists to ids; a cache is (level, type, size, cpus[,
    sets, line]); a node is its CPU list and its MemTotal in kB; `files` adds and replaces.
    """
    made = {f"{CPU}/online": f"{online}\n", "proc/cpuinfo": "\n"}
    made["proc/hwloc-nofile-info"] = "Architecture: x86_64\n"
    for cpu in CpuSet.parse_list(present or online):
        made[f"{CPU}/cpu{cpu}/online"] = "1\n" if cpu in CpuSet.parse_list(online) else "0\n"
    for cpu in CpuSet.parse_list(online):
        made[f"{CPU}/cpu{cpu}/topology/core_id"] = f"{cpu}\n"
    _siblings(made, cores or {each: int(each) for each in _single(online)}, "core_cpus", "core_id")
    _siblings(made, packages or {online: 0}, "package_cpus", "physical_package_id")
    for index, cache in enumerate(caches):
        _cache(made, index, *cache)
    for number, (cpus, kilobytes) in (nodes or {}).items():
        made[f"{NODE}/node{number}/cpumap"] = mask(cpus) if cpus else "0\n"
        made[f"{NODE}/node{number}/meminfo"] = f"Node {number} MemTotal: {kilobytes} kB\n"
    made.update(files or {})
    return {path: text.encode() for path, text in made.items() if text is not None}


def _single(online):
    return [str(cpu) for cpu in CpuSet.parse_list(online)]


def _siblings(made, sets, mask_file, id_file):
    for cpus, number in sets.items():
        for cpu in CpuSet.parse_list(cpus):
            made[f"{CPU}/cpu{cpu}/topology/{mask_file}"] = mask(cpus)
            made[f"{CPU}/cpu{cpu}/topology/{id_file}"] = f"{number}\n"


def _cache(made, index, level, kind, size, cpus, sets=64, line=64):
    for cpu in CpuSet.parse_list(cpus):
        taken = [
            each for each in range(10) if f"{CPU}/cpu{cpu}/cache/index{each}/level" not in made
        ]
        base = f"{CPU}/cpu{cpu}/cache/index{taken[0]}"
        made[f"{base}/level"] = f"{level}\n"
        made[f"{base}/type"] = f"{kind}\n"
        made[f"{base}/size"] = f"{size}\n"
        made[f"{base}/shared_cpu_map"] = mask(cpus)
        made[f"{base}/number_of_sets"] = f"{sets}\n"
        made[f"{base}/coherency_line_size"] = f"{line}\n"
        made[f"{base}/id"] = f"{index}\n"


def host_of(files) -> RecordedHost:
    """A host that replays files given as text or bytes."""
    encode = lambda each: each.encode() if isinstance(each, str) else each  # noqa: E731
    return RecordedHost(MemoryTree({path: encode(each) for path, each in files.items()}))


def report_of(files):
    """The report of a machine given as files."""
    return collect(host_of(files))


def machine_of(files):
    """The machine that a report of these files describes."""
    return report_of(files).machine


def cpu_sets(objects) -> list[str]:
    """The CPU lists of packages, cores, caches ... in their order."""
    return [str(each.cpus) for each in objects or ()]
