"""Memory and core counts from psutil, where the operating system's own answer is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

FIELDS = (
    "memory.total_bytes",
    "memory.available_bytes",
    "memory.swap_bytes",
    "counts.cores",
    "counts.processing_units",
)


def read(host: Host) -> Iterator[Fact | Gap]:
    """Totals of the running system; psutil knows neither packages nor containers.

    Units: bytes.
    Source: psutil.virtual_memory, swap_memory, cpu_count.
    """
    try:
        import psutil
    except ImportError:
        reason = "psutil is not installed (it has no wheel for some architectures)"
        yield from (Gap(field, reason, ("psutil", host.system)) for field in FIELDS)
        return
    memory = psutil.virtual_memory()
    yield Fact("memory.total_bytes", memory.total, "psutil.virtual_memory")
    yield Fact("memory.available_bytes", memory.available, "psutil.virtual_memory")
    yield Fact("memory.swap_bytes", psutil.swap_memory().total, "psutil.swap_memory")
    for field, logical in (("counts.cores", False), ("counts.processing_units", True)):
        count = psutil.cpu_count(logical=logical)
        if count:
            yield Fact(field, count, f"psutil.cpu_count(logical={logical})")
        else:
            yield Gap(field, "psutil cannot tell", ("psutil.cpu_count",))
