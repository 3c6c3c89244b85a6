"""Main memory, swap, page sizes and huge pages of a Linux machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.host import parse_int
from hwinfo.model import Fact, Gap
from hwinfo.readers.linux_numa import PLAUSIBLE_BYTES, POOL_DIR, read_huge_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

MEMINFO = "/proc/meminfo"
THP = "/sys/kernel/mm/transparent_hugepage/enabled"
LINES = (
    ("memory.total_bytes", "MemTotal"),
    ("memory.available_bytes", "MemAvailable"),
    ("memory.swap_bytes", "SwapTotal"),
    ("memory.huge_page_default_bytes", "Hugepagesize"),
)


def read(host: Host) -> Iterator[Fact | Gap]:
    """Memory and pages.

    Units: bytes (meminfo writes kibibytes and calls them kB).
    Source: proc(5) meminfo; Documentation/admin-guide/mm.
    """
    lines = dict(_lines(host))
    for field, name in LINES:
        size = lines.get(name)
        if size is None or (size == 0 and name != "SwapTotal"):
            there = host.read_text(MEMINFO) is not None
            reason = f"no usable {name} line" if there else host.why_not(MEMINFO)
            yield Gap(field, reason, (MEMINFO,))
        else:
            yield Fact(field, size, f"{MEMINFO} {name}")
    page = host.sysconf("SC_PAGE_SIZE")
    if page is not None and page & (page - 1) == 0:
        yield Fact("memory.page_bytes", page, "sysconf(SC_PAGE_SIZE)")
    else:
        yield Gap("memory.page_bytes", "not recorded with this machine", ("sysconf",))
    yield from _huge_pages(host)


def _lines(host: Host) -> Iterator[tuple[str, int]]:
    for line in (host.read_text(MEMINFO) or "").splitlines():
        name, colon, value = line.partition(":")
        words = value.split()
        number = parse_int(words[0]) if colon and words else None
        if number is not None and 0 <= number * 1024 < PLAUSIBLE_BYTES:
            yield name, number * 1024


def _huge_pages(host: Host) -> Iterator[Fact | Gap]:
    if host.exists(POOL_DIR):
        yield Fact("memory.huge_pages", read_huge_pages(host, POOL_DIR), POOL_DIR)
    else:
        yield Gap("memory.huge_pages", host.why_not(POOL_DIR), (POOL_DIR,))
    chosen = (host.read_text(THP) or "").partition("[")[2].partition("]")[0]
    if chosen:
        yield Fact("memory.transparent_huge_pages", chosen, THP)
    else:
        yield Gap("memory.transparent_huge_pages", host.why_not(THP), (THP,))
