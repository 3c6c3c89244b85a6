"""Write the hand-made machines of this folder: `python -m tests.machines.make`.

Each shows one thing that real machines do; the expected facts beside them were read over by hand.
`firecracker-2cpu` is a real virtual machine and `limited-cgroup-v1` a program on it that was granted
half of one CPU and 512 MiB, both recorded with `hwinfo capture`.
"""

import io
import tarfile
from pathlib import Path

from tests.hwinfo.trees import CPU, NODE, linux

HERE = Path(__file__).parent


def hybrid():
    """Two performance cores with two threads, four efficiency cores that share an L2."""
    performance = [(1, "Data", "48K", cpus, 64) for cpus in ("0-1", "2-3")]
    efficient = [(1, "Data", "32K", str(cpu), 64) for cpu in range(4, 8)]
    second = [(2, "Unified", "2048K", cpus, 2048) for cpus in ("0-1", "2-3", "4-7")]
    speeds = {f"{CPU}/cpu{cpu}/cpufreq/cpuinfo_max_freq": "5000000\n" for cpu in range(4)}
    speeds |= {f"{CPU}/cpu{cpu}/cpufreq/cpuinfo_max_freq": "3800000\n" for cpu in range(4, 8)}
    return linux(
        "0-7",
        cores={"0-1": 0, "2-3": 4, "4": 8, "5": 9, "6": 10, "7": 11},
        caches=[*performance, *efficient, *second, (3, "Unified", "12288K", "0-7", 16384)],
        nodes={0: ("0-7", 16_000_000)},
        files={
            **speeds,
            "sys/devices/cpu_core/cpus": "0-3\n",
            "sys/devices/cpu_atom/cpus": "4-7\n",
            "proc/meminfo": "MemTotal: 16100000 kB\nMemAvailable: 9000000 kB\nSwapTotal: 0 kB\n",
        },
    )


def offline():
    """Four CPUs of which the first and the last are switched off; masks still name them."""
    files = linux("1-2", cores={"0-1": 0, "2-3": 1}, packages={"0-3": 0}, present="0-3")
    return {
        path: text
        for path, text in files.items()
        if "cpu0/topo" not in path and "cpu3/topo" not in path
    }


def container():
    """A container with half a core of four, 512 MiB, and a parent group with a wider limit."""
    group = "kubepods/pod7"
    return linux(
        "0-3",
        nodes={0: ("0-3", 8_000_000)},
        files={
            "proc/meminfo": "MemTotal: 8000000 kB\n",
            "proc/self/cgroup": f"0::/{group}\n",
            "proc/self/cpuset": f"/{group}\n",
            "proc/mounts": "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n",
            "sys/fs/cgroup/cgroup.controllers": "cpuset cpu memory\n",
            "sys/fs/cgroup/cpuset.cpus.effective": "0-3\n",
            "sys/fs/cgroup/kubepods/cpu.max": "200000 100000\n",
            "sys/fs/cgroup/kubepods/memory.max": "max\n",
            f"sys/fs/cgroup/{group}/cpu.max": "50000 100000\n",
            f"sys/fs/cgroup/{group}/memory.max": f"{512 << 20}\n",
            f"sys/fs/cgroup/{group}/cpuset.cpus.effective": "1-2\n",
        },
    )


def memory_node():
    """Two packages, each a NUMA node, and a third node that is memory only."""
    distances = {0: "10 21 14", 1: "21 10 24", 2: "14 24 10"}
    return linux(
        "0-7",
        packages={"0-3": 0, "4-7": 1},
        caches=[(3, "Unified", "8192K", cpus, 8192) for cpus in ("0-3", "4-7")],
        nodes={0: ("0-3", 32_000_000), 1: ("4-7", 32_000_000), 2: ("", 128_000_000)},
        files={
            **{f"{NODE}/node{node}/distance": f"{row}\n" for node, row in distances.items()},
            f"{NODE}/online": "0-2\n",
            f"{NODE}/node0/hugepages/hugepages-2048kB/nr_hugepages": "16\n",
        },
    )


MACHINES = {
    "hybrid-2p4e": hybrid,
    "offline-first-and-last": offline,
    "container-half-a-core": container,
    "memory-only-node": memory_node,
}


def write(path, files):
    """A reproducible archive: sorted, without owners and times."""
    with tarfile.open(path, "w:xz") as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(f"{path.name.partition('.')[0]}/{name}")
            entry.size = len(files[name])
            archive.addfile(entry, io.BytesIO(files[name]))


if __name__ == "__main__":
    for machine, files in MACHINES.items():
        write(HERE / f"{machine}.tar.xz", files())
