# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What your usable cores allow"
# claim = "Usable CPUs are the least of the machine's, the process's and the quota's."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""A machine has cores, a process may use some of them, a container may pay for fewer.
The smallest of the three numbers goes into Amdahl's law, and may be a fraction.
"""

import os
from pathlib import Path


def quota_cpus(cpu_max):
    """CPUs granted by the text of a cgroup v2 `cpu.max` file; None means no limit."""
    quota, period = cpu_max.split()
    return None if quota == "max" else int(quota) / int(period)


def limits():
    """Every limit that this system names, in CPUs."""
    found = {"machine": os.cpu_count() or 1}
    if hasattr(os, "sched_getaffinity"):
        found["process"] = len(os.sched_getaffinity(0))
    cgroup = Path("/sys/fs/cgroup/cpu.max")
    quota = quota_cpus(cgroup.read_text()) if cgroup.exists() else None
    if quota is not None:
        found["quota"] = quota
    return found


def speedup(parallel, workers):
    return 1 / (1 - parallel + parallel / max(workers, 1))


def main() -> None:
    found = limits()
    usable = min(found.values())
    for name, cpus in (found | {"usable": usable}).items():
        print(f"{name}: {cpus:g} CPUs")
    for percent in (50, 90, 95, 99):
        print(f"{percent} % parallel: at most {speedup(percent / 100, usable):.2f}× here")


def test_quota_text_is_read_as_cpus():
    assert quota_cpus("50000 100000\n") == 0.5
    assert quota_cpus("250000 100000\n") == 2.5
    assert quota_cpus("max 100000\n") is None


def test_no_process_may_run_on_more_cpus_than_exist():
    found = limits()
    assert found["machine"] >= 1
    assert found.get("process", 1) <= found["machine"]


def test_less_than_one_cpu_gives_no_speedup():
    assert speedup(0.95, 0.5) == speedup(0.95, 1)
    assert round(speedup(0.95, 1), 12) == 1


if __name__ == "__main__":
    main()
