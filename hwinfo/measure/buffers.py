"""Private anonymous memory for measuring, aligned for huge pages, within what may be taken."""

from __future__ import annotations

import ctypes
import mmap
from typing import TYPE_CHECKING, Self

from hwinfo.host import LiveHost
from hwinfo.readers.linux_cgroup_use import group_free_bytes

if TYPE_CHECKING:
    from hwinfo.host import Host
    from hwinfo.model import Machine

MIB = 1 << 20
HUGE_PAGE_BYTES = 2 * MIB
SHARE_OF_ROOM = 4  # one part in four: a measurement must never be why a machine starts to swap


class Buffer:
    """Zeroed memory at a fixed address, returned to the system on leaving the `with` block.

    `mmap.mmap(-1, n)` alone would be shared memory, which gets no transparent huge pages.
    """

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self._map = _anonymous(size_bytes + HUGE_PAGE_BYTES)
        self.huge_pages_advised = _advise_huge_pages(self._map)
        start = ctypes.addressof(ctypes.c_char.from_buffer(self._map))
        self.address = start + -start % HUGE_PAGE_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._map.close()


def _anonymous(size_bytes: int) -> mmap.mmap:
    if hasattr(mmap, "MAP_PRIVATE"):
        return mmap.mmap(-1, size_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return mmap.mmap(-1, size_bytes)  # Windows: backed by the paging file, private to the process


def _advise_huge_pages(memory: mmap.mmap) -> bool:
    if not hasattr(mmap, "MADV_HUGEPAGE"):
        return False
    try:
        memory.madvise(mmap.MADV_HUGEPAGE)
    except OSError:  # a kernel without transparent huge pages: small pages, and the method says so
        return False
    return True


def room_bytes(machine: Machine, host: Host | None = None) -> int | None:
    """Memory a measurement may take: a quarter of what is free here and in the control group.

    Missing: None where neither is known.
    """
    limits = []
    if machine.memory.available_bytes is not None:
        limits.append(machine.memory.available_bytes)
    granted = machine.quota.memory_bytes
    if granted is not None:
        free = group_free_bytes(host or LiveHost())
        limits.append(granted // 2 if free is None else free)
    return min(limits) // SHARE_OF_ROOM if limits else None
