"""What control groups grant, in both versions."""

import pytest

from tests.hwinfo.trees import linux, machine_of, report_of

V2 = {"proc/self/cgroup": "0::/a/b\n", "proc/mounts": "c /sys/fs/cgroup cgroup2 rw 0 0\n"}
V1 = {
    "proc/self/cgroup": "3:cpu,cpuacct:/a\n2:memory:/a\n",
    "proc/mounts": "c /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\nc /sys/fs/cgroup/memory cgroup rw,memory 0 0\n",
}


def quota(files):
    """The quota of a four-CPU machine with these files."""
    return machine_of(linux("0-3", files=files)).quota


@pytest.mark.parametrize(
    ("text", "cpus"), [("50000 100000", 0.5), ("250000 100000", 2.5), ("max 100000", None)]
)
def test_version_2_gives_a_quota_in_cpus(text, cpus):
    """cpu.max is quota and period in microseconds."""
    found = quota({**V2, "sys/fs/cgroup/a/b/cpu.max": text})
    assert (found.cpus, found.cpus_limited, found.cgroup_version) == (cpus, cpus is not None, 2)


def test_version_1_gives_a_quota_in_cpus():
    """cfs_quota_us over cfs_period_us."""
    files = {"sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "150000\n"}
    files["sys/fs/cgroup/cpu/a/cpu.cfs_period_us"] = "100000\n"
    assert (quota({**V1, **files}).cpus, quota({**V1, **files}).cgroup_version) == (1.5, 1)


def test_the_tightest_of_all_parents_counts():
    """A pod's limit holds for its containers."""
    limits = {"cpu.max": "400000 100000", "a/cpu.max": "100000 100000", "a/b/cpu.max": "max 100000"}
    assert (
        quota({**V2, **{f"sys/fs/cgroup/{name}": text for name, text in limits.items()}}).cpus == 1
    )


def test_memory_without_a_limit_is_not_a_huge_limit():
    """Version 1 writes the largest number it has."""
    files = {**V1, "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "9223372036854771712\n"}
    assert (quota(files).memory_bytes, quota(files).memory_limited) == (None, False)


def test_memory_limit_is_in_bytes():
    """memory.max of version 2."""
    assert quota({**V2, "sys/fs/cgroup/a/memory.max": "1073741824\n"}).memory_bytes == 1 << 30


@pytest.mark.parametrize(
    ("cpu_max", "workers"), [("50000 100000", 1), ("250000 100000", 3), ("max 1", 4)]
)
def test_workers_to_start_follow_the_quota(cpu_max, workers):
    """A share of a CPU still needs somebody to use it; no quota means every allowed CPU."""
    assert quota({**V2, "sys/fs/cgroup/cpu.max": cpu_max}).usable_cpus == workers


@pytest.mark.parametrize("text", ["", "max", "-5 100000", "100000 0", "a b", "1 2 3", "\x00\xff"])
def test_a_damaged_quota_is_no_quota(text):
    """Nothing is guessed from nonsense."""
    assert quota({**V2, "sys/fs/cgroup/a/cpu.max": text}).cpus is None


def test_no_source_names_a_group():
    """Group names may hold users and jobs."""
    files = {**V2, "sys/fs/cgroup/a/b/cpu.max": "1 2", "proc/self/cpuset": "/a/b"}
    files["sys/fs/cgroup/a/b/cpuset.cpus.effective"] = "0"
    report = report_of(linux("0-3", files={**files, "sys/fs/cgroup/cpuset.cpus.effective": "0-3"}))
    said = [
        *(fact.source for fact in report.facts),
        *(p for gap in report.gaps for p in gap.looked_at),
    ]
    assert not [source for source in said if "/a/b" in source]
