"""py-cpuinfo, asked last: it takes over a second, and its cache sizes are not to be believed."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

SECONDS = 8.0  # 1.2 s on CPython 3.11 to 3.13, up to 4 s on 3.14, more on a loaded machine
PROGRAM = "import cpuinfo, json; print(json.dumps(cpuinfo.get_cpu_info()))"
FIELDS = (
    ("cpu.vendor", "vendor_id_raw"),
    ("cpu.model", "brand_raw"),
    ("cpu.family", "family"),
    ("cpu.model_number", "model"),
    ("cpu.stepping", "stepping"),
    ("caches.L1d.size_bytes", "l1_data_cache_size"),
    ("caches.L1i.size_bytes", "l1_instruction_cache_size"),
    ("caches.L2.size_bytes", "l2_cache_size"),
    ("caches.L2.line_bytes", "l2_cache_line_size"),
    ("caches.L3.size_bytes", "l3_cache_size"),
)


def read(host: Host) -> Iterator[Fact | Gap]:
    """Brand, flags and what else py-cpuinfo says, from a process of its own.

    Units: bytes; its L1 and L2 sizes are sums over all cores.
    Source: py-cpuinfo 9, which runs CPUID, lscpu, sysctl and a dozen other commands.
    """
    printed = host.run((sys.executable, "-c", PROGRAM), timeout_s=SECONDS)
    if printed is None:
        reason = f"py-cpuinfo is not installed or took longer than {SECONDS:.0f} s"
        yield from (Gap(field, reason, ("py-cpuinfo",)) for field, _ in FIELDS[:2])
        return
    said = json.loads(printed)
    for field, key in FIELDS:
        value = said.get(key)
        if isinstance(value, int | str) and value not in {"", 0}:
            yield Fact(field, value, f"py-cpuinfo {key}")
    flags = said.get("flags")
    if isinstance(flags, list) and flags:
        yield Fact("cpu.features", tuple(map(str, flags)), "py-cpuinfo flags")
