"""The rules by which Linux's files become a topology, each on the smallest machine that needs it."""

import pytest

from hwinfo.host import READ_LIMIT_BYTES
from tests.hwinfo.trees import CPU, NODE, cpu_sets, linux, machine_of, mask, report_of


def test_an_offline_cpu_is_present_and_nothing_else():
    """CPU 0 may be off: it is listed, and no object holds it."""
    machine = machine_of(linux("1-3", packages={"0-3": 0}, present="0-3"))
    assert (str(machine.cpus.present), str(machine.cpus.online)) == ("0-3", "1-3")
    assert cpu_sets(machine.packages) == ["1-3"]


def test_without_an_online_list_each_cpu_is_asked():
    """cpuN/online says 0 for a CPU that is off; absent means on."""
    files = linux("0-2", files={f"{CPU}/online": None, f"{CPU}/cpu1/online": "0\n"})
    assert str(machine_of(files).cpus.online) == "0,2"


def test_a_cpu_without_topology_does_not_count():
    """The kernel lists it, but describes nothing."""
    files = {path: text for path, text in linux("0-3").items() if "cpu3/topology" not in path}
    assert str(machine_of(files).cpus.online) == "0-2"


def test_old_and_new_mask_names_are_never_mixed():
    """Where core_cpus exists, thread_siblings is not read, even if it says something else."""
    old = {f"{CPU}/cpu{cpu}/topology/thread_siblings": mask("0-3") for cpu in range(4)}
    assert cpu_sets(machine_of(linux("0-3", files=old)).cores) == ["0", "1", "2", "3"]


def test_old_mask_names_are_read_where_there_are_no_new_ones():
    """Kernels before 5.3 know only thread_siblings and core_siblings."""
    new = linux("0-3", cores={"0-1": 0, "2-3": 1})
    renames = {"core_cpus": "thread_siblings", "package_cpus": "core_siblings"}
    files = {}
    for path, text in new.items():
        folder, _, name = path.rpartition("/")
        files[f"{folder}/{renames.get(name, name)}"] = text
    assert cpu_sets(machine_of(files).cores) == ["0-1", "2-3"]


def test_a_package_is_its_set_even_where_ids_repeat():
    """Two sets with one physical_package_id are two packages."""
    machine = machine_of(linux("0-3", packages={"0-1": 0, "2-3": 0}))
    assert [(each.id, str(each.cpus)) for each in machine.packages] == [(0, "0-1"), (0, "2-3")]


def test_a_negative_id_is_no_id():
    """-1 is how the kernel says that it does not know."""
    assert machine_of(linux("0-1", packages={"0-1": -1})).packages[0].id is None


def test_masks_that_cut_through_each_other_leave_the_later_object_out():
    """CPU 0 says 0-1, CPU 1 says 1-2: one core can be believed, and the report says which not."""
    files = linux("0-2", cores={"0-1": 0, "2": 1})
    files[f"{CPU}/cpu1/topology/core_cpus"] = mask("1-2").encode()
    report = report_of(files)
    assert cpu_sets(report.machine.cores) == ["0-1", "2"]
    assert [gap.field for gap in report.gaps if "overlaps" in gap.reason] == ["cores.cpu1"]


def test_a_cache_that_cuts_through_a_package_is_left_out():
    """Packages 0-1 and 2-3, and a cache said to be shared by 1-2: no tree can hold it."""
    caches = [(2, "Unified", "512K", "1-2"), (3, "Unified", "1024K", "0-1")]
    report = report_of(linux("0-3", packages={"0-1": 0, "2-3": 1}, caches=caches))
    assert set(report.machine.caches) == {"L3"}
    assert [gap.field for gap in report.gaps if "overlaps" in gap.reason] == ["caches.L2.cpu1"]


def test_a_mask_inside_an_earlier_one_is_kept():
    """CPU 0 says 0-1, CPU 1 says 1 alone: hwloc keeps both, and so do we."""
    files = linux("0-1", cores={"0-1": 0})
    files[f"{CPU}/cpu1/topology/core_cpus"] = mask("1").encode()
    assert cpu_sets(machine_of(files).cores) == ["0-1", "1"]


@pytest.mark.parametrize(("dies", "expected"), [(("0-3", "4-7"), ["0-3", "4-7"]), (("0-7",), [])])
def test_a_die_that_is_the_package_is_no_object(dies, expected):
    """Nearly every machine has one die a package; only more are worth a level."""
    files = {
        f"{CPU}/cpu{cpu}/topology/die_cpus": mask(die)
        for die in dies
        for cpu in range(int(die[0]), int(die[-1]) + 1)
    }
    assert cpu_sets(machine_of(linux("0-7", files=files)).dies) == expected


def test_a_cluster_that_is_a_cache_is_no_object():
    """Cores 0-1 share an L2, so their cluster is told already; 2-5 share nothing else."""
    clusters = {f"{CPU}/cpu{cpu}/topology/cluster_cpus": mask("0-1") for cpu in range(2)}
    clusters |= {f"{CPU}/cpu{cpu}/topology/cluster_cpus": mask("2-5") for cpu in range(2, 6)}
    files = linux("0-5", caches=[(2, "Unified", "512K", "0-1")], files=clusters)
    assert cpu_sets(machine_of(files).clusters) == ["2-5"]


@pytest.mark.parametrize(("family", "cores"), [("21", ["0", "1"]), ("23", ["0-1"])])
def test_bulldozer_modules_are_two_cores(family, cores):
    """Families 21 and 22 call the cores of a module threads, but give them core ids."""
    info = f"vendor_id : AuthenticAMD\ncpu family : {family}\n"
    files = linux("0-1", cores={"0-1": 0}, files={"proc/cpuinfo": info})
    files[f"{CPU}/cpu1/topology/core_id"] = b"1\n"
    assert cpu_sets(machine_of(files).cores) == cores


def test_books_and_drawers_exist_on_mainframes_only():
    """book_siblings counts on s390x; the book of all CPUs adds nothing."""
    books = {
        f"{CPU}/cpu{cpu}/topology/book_siblings": mask("0-1" if cpu < 2 else "2-3")
        for cpu in range(4)
    }
    books |= {f"{CPU}/cpu{cpu}/topology/book_id": str(cpu // 2) for cpu in range(4)}
    x86 = machine_of(linux("0-3", files=books))
    s390 = machine_of(
        linux("0-3", files={**books, "proc/hwloc-nofile-info": "Architecture: s390x\n"})
    )
    assert (x86.clusters, [each.kind for each in s390.clusters]) == ((), ["Book", "Book"])


def test_a_cache_belongs_to_its_lowest_cpu():
    """If that CPU has no cache directory, the cache does not exist."""
    files = linux("0-1", caches=[(2, "Unified", "512K", "0-1")])
    without_first = {path: text for path, text in files.items() if "cpu0/cache" not in path}
    assert (
        cpu_sets(machine_of(files).caches["L2"].instances),
        machine_of(without_first).caches,
    ) == (["0-1"], None)


def test_ways_are_divided_not_read():
    """48 KiB in lines of 64 bytes and 64 sets is 12 ways, whatever ways_of_associativity says."""
    files = linux("0", caches=[(1, "Data", "48K", "0", 64, 64)])
    files[f"{CPU}/cpu0/cache/index0/ways_of_associativity"] = b"7\n"
    assert machine_of(files).caches["L1d"].ways == 12


@pytest.mark.parametrize("size", ["", "0K", "512M", "-4K", "K", "1e3K", "9" * 30 + "K"])
def test_a_size_that_is_no_number_of_k_is_unknown(size):
    """Never zero, never a guess."""
    cache = machine_of(linux("0", caches=[(1, "Data", size, "0")])).caches["L1d"]
    assert (cache.size_bytes, cache.total_bytes, cache.count) == (None, None, 1)


def test_one_set_means_unknown_ways():
    """number_of_sets of 1 is how kernels fill in what they do not know."""
    assert machine_of(linux("0", caches=[(1, "Data", "32K", "0", 1)])).caches["L1d"].ways is None


def test_an_empty_cache_map_means_the_core():
    """Itanium kernels wrote maps of zeros."""
    files = linux("0-1", cores={"0-1": 0}, caches=[(2, "Unified", "256K", "0-1")])
    for cpu in range(2):
        files[f"{CPU}/cpu{cpu}/cache/index0/shared_cpu_map"] = b"00000000\n"
    assert cpu_sets(machine_of(files).caches["L2"].instances) == ["0-1"]


def test_the_memory_of_knights_landing_is_no_cache():
    """Its level 3 has no size: it is the MCDRAM."""
    info = "vendor_id : GenuineIntel\ncpu family : 6\nmodel : 87\n"
    caches = [(2, "Unified", "1024K", "0"), (3, "Unified", "0K", "0")]
    assert set(machine_of(linux("0", caches=caches, files={"proc/cpuinfo": info})).caches) == {"L2"}


def test_a_node_that_overlaps_an_earlier_one_is_left_out_and_told():
    """Buggy firmware lists CPUs twice; the report says which node it dropped."""
    report = report_of(linux("0-3", nodes={0: ("0-2", 1000), 1: ("2-3", 1000), 2: ("3", 1000)}))
    assert [node.id for node in report.machine.numa.nodes] == [0, 2]
    assert "overlap" in next(gap.reason for gap in report.gaps if gap.field == "numa.node1")


def test_distances_keep_the_rows_of_the_kept_nodes():
    """Row and column of a dropped node go with it."""
    rows = {0: "10 20 30", 1: "20 10 40", 2: "30 40 10"}
    files = linux("0-3", nodes={0: ("0-1", 1), 1: ("1-2", 1), 2: ("3", 1)})
    files |= {f"{NODE}/node{node}/distance": f"{row}\n".encode() for node, row in rows.items()}
    assert machine_of(files).numa.distances == ((10, 30), (30, 10))


def test_no_numa_support_is_a_gap():
    """A kernel without nodes gets no invented node."""
    report = report_of(linux("0-1"))
    assert report.machine.numa.nodes is None
    assert "numa.nodes" in {gap.field for gap in report.gaps}


@pytest.mark.parametrize(
    "files",
    [
        {
            "sys/fs/cgroup/cpuset.cpus.effective": "0-3",
            "sys/fs/cgroup/a/cpuset.cpus.effective": "1",
        },
        {"sys/fs/cgroup/cpuset/cpuset.cpus": "0-3", "sys/fs/cgroup/cpuset/a/cpuset.cpus": "1"},
        {"dev/cpuset/cpus": "0-3", "dev/cpuset/a/cpus": "1"},
        {"proc/mounts": "none /cg cgroup rw,cpuset 0 0\n", "cg/a/cpuset.cpus": "1"},
        {"proc/mounts": "none /cg cgroup2 rw 0 0\n", "cg/a/cpuset.cpus.effective": "1"},
        {"proc/mounts": "none /cg cpuset rw 0 0\n", "cg/a/cpus": "1"},
    ],
)
def test_allowed_is_what_the_cpuset_says_wherever_it_is_mounted(files):
    """Version 2, version 1, bare cpusets, and any of them at an unusual place."""
    machine = machine_of(linux("0-3", files={**files, "proc/self/cpuset": "/a\n"}))
    assert str(machine.cpus.allowed) == "1"


@pytest.mark.parametrize(
    ("controllers", "allowed"),
    [("cpuset cpu io\n", "0"), ("cpu io\n", "1"), (None, "0")],
)
def test_a_version_2_hierarchy_counts_only_with_the_cpuset_controller(controllers, allowed):
    """Hybrid systems mount version 2 without it, and the limit is in version 1."""
    files = {
        "proc/mounts": "none /u cgroup2 rw 0 0\nnone /c cgroup rw,cpuset 0 0\n",
        "proc/self/cpuset": "/a\n",
        "u/a/cpuset.cpus.effective": "0",
        "u/cgroup.controllers": controllers,
        "c/a/cpuset.cpus": "1",
    }
    assert str(machine_of(linux("0-3", files=files)).cpus.allowed) == allowed


def test_the_group_may_be_told_by_the_cgroup_file():
    """Without /proc/self/cpuset the ":cpuset:" line of /proc/self/cgroup counts."""
    files = {"sys/fs/cgroup/cpuset/cpuset.cpus": "0-3", "sys/fs/cgroup/cpuset/b/cpuset.cpus": "2-3"}
    files["proc/self/cgroup"] = "5:memory:/x\n4:cpu,cpuset:/b\n"
    assert str(machine_of(linux("0-3", files=files)).cpus.allowed) == "2-3"


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        ("4:cpuset:/a\n0::/b\n", "1"),
        ("0::/a\n4:cpuset:/b\n", "1"),
        ("0::/a\n", "1"),
        ("2:memory:/b\n4:cpu,cpuset:/a\n", "1"),
        ("2:memory:/a\n", "0-3"),
    ],
)
def test_the_first_line_about_cpusets_counts(lines, allowed):
    """That of version 2 too; only where neither is there, one that names more controllers."""
    root = "sys/fs/cgroup/cpuset"
    groups = {f"{root}/a/cpuset.cpus": "1", f"{root}/b/cpuset.cpus": "2-3"}
    files = {f"{root}/cpuset.cpus": "0-3", **groups, "proc/self/cgroup": lines}
    assert str(machine_of(linux("0-3", files=files)).cpus.allowed) == allowed


def test_a_file_that_ends_in_nul_reads_as_without():
    """Some drivers write the terminating zero of a C string."""
    files = linux("0", files={f"{CPU}/cpu0/topology/core_id": "7\n\0"})
    assert machine_of(files).cores[0].id == 7


def test_hybrid_kinds_come_slowest_first_and_from_the_kernel():
    """cpu_atom and cpu_core win over frequencies."""
    files = linux(
        "0-3", files={"sys/devices/cpu_core/cpus": "0-1\n", "sys/devices/cpu_atom/cpus": "2-3\n"}
    )
    assert [kind.core_type for kind in machine_of(files).kinds] == ["IntelAtom", "IntelCore"]


def test_favoured_cores_are_no_kind_of_their_own():
    """Turbo differences of a few per cent do not make a hybrid."""
    speeds = {
        f"{CPU}/cpu{cpu}/cpufreq/cpuinfo_max_freq": str(5_000_000 + 100_000 * (cpu > 1))
        for cpu in range(4)
    }
    assert machine_of(linux("0-3", files=speeds)).kinds is None


def test_arm_cores_are_told_apart_by_their_id_register():
    """Implementer and part name the cores of big.LITTLE."""
    block = "processor : {}\nCPU implementer : 0x41\nCPU part : {}\n\n"
    info = "".join(block.format(cpu, "0xd05" if cpu < 2 else "0xd0a") for cpu in range(4))
    files = linux(
        "0-3", files={"proc/cpuinfo": info, "proc/hwloc-nofile-info": "Architecture: aarch64\n"}
    )
    machine = machine_of(files)
    assert [kind.name for kind in machine.kinds] == ["Cortex-A55", "Cortex-A75"]
    assert machine.cpu.model == "Cortex-A55 + Cortex-A75"


def test_features_are_those_of_every_cpu():
    """A hybrid's program may run anywhere, so only shared flags count."""
    info = "processor : 0\nflags : sse avx2\nprocessor : 1\nflags : sse\n"
    assert machine_of(linux("0-1", files={"proc/cpuinfo": info})).cpu.features == ("sse",)


def test_a_level_has_one_cache_for_data():
    """A file that says nothing of the type makes no second one beside the data cache."""
    caches = [(1, "Data", "32K", "0"), (1, "?", "64K", "0"), (1, "Instruction", "32K", "0")]
    assert list(machine_of(linux("0", caches=caches)).caches) == ["L1d", "L1i"]


def test_a_file_is_read_to_a_bound():
    """A file without end cannot fill memory."""
    report = report_of(linux("0", files={"proc/meminfo": "x" * (2 * READ_LIMIT_BYTES)}))
    assert report.machine.memory.total_bytes is None
