"""The C library's opinion of the caches (`getconf`): CPUID as glibc reads it, often wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

NAMES = {"L1d": "LEVEL1_DCACHE", "L1i": "LEVEL1_ICACHE", "L2": "LEVEL2_CACHE", "L3": "LEVEL3_CACHE"}
PARTS = {"size_bytes": "SIZE", "line_bytes": "LINESIZE"}


def read(host: Host) -> Iterator[Fact | Gap]:
    """Cache sizes by sysconf(3), which knows no sharing and on AMD divides wrongly.

    Units: bytes.
    Source: glibc sysdeps/x86/cacheinfo.h.
    """
    for cache, stem in NAMES.items():
        for part, suffix in PARTS.items():
            name = f"{stem}_{suffix}"
            value = host.sysconf(f"SC_{name}")
            if value:
                yield Fact(f"caches.{cache}.{part}", value, f"getconf {name}")
