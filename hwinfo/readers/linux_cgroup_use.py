"""How much of its memory limit the control group has left: what a program may still take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.readers.linux_cgroup import group_directories

if TYPE_CHECKING:
    from hwinfo.host import Host

LIMIT_FILES = ("memory.max", "memory.limit_in_bytes")
USE_FILES = ("memory.current", "memory.usage_in_bytes")
CACHE_LINES = ("total_inactive_file", "inactive_file")  # version 1 counts subgroups apart


def group_free_bytes(host: Host) -> int | None:
    """The least that is left in this group and its parents, each by its own limit and use.

    What the kernel would give back first, file contents nobody used lately, counts as free.
    Missing: None where no limit is set or none can be read together with its use.
    Source: Documentation/admin-guide/cgroup-v2 and cgroup-v1/memory.
    """
    if host.system != "Linux":
        return None
    left = [_left_bytes(host, directory) for directory in group_directories(host, "memory")]
    return min((each for each in left if each is not None), default=None)


def _left_bytes(host: Host, directory: str) -> int | None:
    limit, used = (_first(host, directory, names) for names in (LIMIT_FILES, USE_FILES))
    if limit is None or used is None:
        return None
    return max(0, limit - max(0, used - _reclaimable(host, directory)))


def _first(host: Host, directory: str, names: tuple[str, ...]) -> int | None:
    """The number in the first of some files; "max" is no number, and no limit."""
    for name in names:
        text = host.read_text(f"{directory}/{name}") or ""
        if text.isascii() and text.isdigit() and len(text) <= 20:
            return int(text)
    return None


def _reclaimable(host: Host, directory: str) -> int:
    text = host.read_text(f"{directory}/memory.stat") or ""
    figures = dict(words for line in text.splitlines() if len(words := line.split()) == 2)
    known = (figures[name] for name in CACHE_LINES if figures.get(name, "").isdecimal())
    return int(next(known, "0"))
