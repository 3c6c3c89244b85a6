"""Masks that cut through each other: which object stays is hwloc's order, tried against hwloc 2.9.

Every pair of sorts was given sets that cut through each other, and what hwloc kept written down
here: the core before the package, that before cluster and die, the caches last.
"""

import itertools

import pytest

from hwinfo.cpuset import CpuSet
from tests.hwinfo.trees import CPU, cpu_sets, linux, mask, report_of

ROWS, COLUMNS = ("0-1", "2-3", "4-5", "6-7"), ("0,2", "1,3", "4,6", "5,7")
FIRST_KEPT = ("cores", "packages", "clusters", "dies", "caches")
FILES = {"clusters": "cluster", "dies": "die"}


def machine(sets):
    """Eight CPUs with the given sets of each sort."""
    cores = {cpus: at for at, cpus in enumerate(sets.get("cores", ()))} or None
    packages = {cpus: at for at, cpus in enumerate(sets.get("packages", ("0-7",)))}
    caches = [(2, "Unified", "64K", cpus) for cpus in sets.get("caches", ())]
    made = linux("0-7", cores=cores, packages=packages, caches=caches)
    for sort, name in FILES.items():
        for at, cpus in enumerate(sets.get(sort, ())):
            for cpu in CpuSet.parse_list(cpus):
                made[f"{CPU}/cpu{cpu}/topology/{name}_cpus"] = mask(cpus).encode()
                made[f"{CPU}/cpu{cpu}/topology/{name}_id"] = f"{at}\n".encode()
    return report_of(made)


def found(report, sort):
    """The sets of one sort that were kept."""
    if sort == "caches":
        return cpu_sets(next(iter((report.machine.caches or {}).values())).instances)
    return cpu_sets(getattr(report.machine, sort))


@pytest.mark.parametrize(("outer", "inner"), list(itertools.combinations(FIRST_KEPT, 2)))
@pytest.mark.parametrize(("kept", "lost"), [(ROWS, COLUMNS), (COLUMNS, ROWS)])
def test_the_earlier_sort_stays_whole_and_the_later_goes(outer, inner, kept, lost):
    """What cuts through it is left out, and a gap names it with its CPUs.

    Only the first CPU of a core, cluster and die may make what lies further out, so a package is
    not whole where a cluster or die of other CPUs stands before it.
    """
    report = machine({outer: kept, inner: lost})
    made = found(report, outer)
    assert set(made) <= set(kept)
    assert kept[0] in made
    assert inner == "caches" or lost[0] not in found(report, inner)
    clashes = [gap for gap in report.gaps if "overlaps another object's" in gap.reason]
    assert clashes
    assert all(gap.looked_at for gap in clashes)


def test_a_package_stands_though_clusters_cut_it():
    """As hwloc keeps it: the clusters go, the package's set is what the kernel says."""
    report = machine({"packages": ("0-1,4-5", "2-3,6-7"), "clusters": ("0-3", "4-7")})
    assert found(report, "packages") == ["0-1,4-5"]
    assert found(report, "clusters") == []


@pytest.mark.parametrize(("book", "books"), [("0-1", ["0-1"]), ("0", [])])
def test_a_book_of_one_cpu_is_no_group(book, books):
    """It would be another name for the CPU; s390 alone has books."""
    files = {"proc/hwloc-nofile-info": b"Architecture: s390x\n"}
    for cpu in CpuSet.parse_list(book):
        files[f"{CPU}/cpu{cpu}/topology/book_siblings"] = mask(book).encode()
        files[f"{CPU}/cpu{cpu}/topology/book_id"] = b"3\n"
    report = report_of({**linux("0-3"), **files})
    assert cpu_sets(report.machine.clusters) == books
