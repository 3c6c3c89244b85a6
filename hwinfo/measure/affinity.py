"""Holding a thread on one logical CPU while it measures, and letting go after."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def usable_cpus() -> list[int]:
    """The logical CPUs this process may run on, ascending; plain numbers where none can be asked.

    Missing: macOS has no affinity, so the numbers there only count.
    """
    if sys.platform == "linux":
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def can_pin() -> bool:
    """Whether a thread can be held on one CPU here."""
    return sys.platform in {"linux", "win32"}


@contextmanager
def pinned(cpu: int) -> Iterator[bool]:
    """Hold the calling thread on one CPU and restore its old set after; yields whether it is held.

    On Linux `sched_setaffinity(0, ...)` concerns the calling thread alone.
    """
    if sys.platform == "linux":
        before = os.sched_getaffinity(0)
        try:
            os.sched_setaffinity(0, {cpu})
        except OSError:  # the CPU went offline or a cpuset forbids it
            yield False
            return
        try:
            yield True
        finally:
            os.sched_setaffinity(0, before)
    elif sys.platform == "win32":
        with _pinned_on_windows(cpu) as held:
            yield held
    else:
        yield False


@contextmanager
def _pinned_on_windows(cpu: int) -> Iterator[bool]:
    import ctypes

    kernel32 = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel32.GetCurrentThread.restype = ctypes.c_void_p
    kernel32.SetThreadAffinityMask.restype = ctypes.c_size_t
    kernel32.SetThreadAffinityMask.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
    thread = kernel32.GetCurrentThread()
    before = kernel32.SetThreadAffinityMask(thread, 1 << cpu % 64)
    try:
        yield before != 0
    finally:
        if before:
            kernel32.SetThreadAffinityMask(thread, before)
