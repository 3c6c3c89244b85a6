"""The frequency range that Linux's cpufreq promises; what runs now changes by the millisecond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap
from hwinfo.readers.linux_cpus import CPU_DIR, online_cpus, present_cpus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

FILES = (
    ("cpu.frequency_max_hz", "cpuinfo_max_freq"),
    ("cpu.frequency_base_hz", "base_frequency"),
)
PLAUSIBLE_HZ = 1 << 40


def read(host: Host) -> Iterator[Fact | Gap]:
    """The highest figure among the online CPUs.

    Units: hertz (sysfs writes kilohertz).
    Source: Documentation/admin-guide/pm/cpufreq.
    """
    online, _ = online_cpus(host, present_cpus(host))
    for field, name in FILES:
        found = (host.read_int(f"{CPU_DIR}/cpu{cpu}/cpufreq/{name}") for cpu in online)
        hertz = [khz * 1000 for khz in found if khz and 0 < khz * 1000 < PLAUSIBLE_HZ]
        path = f"{CPU_DIR}/cpu*/cpufreq/{name}"
        if hertz:
            yield Fact(field, max(hertz), path)
        else:
            yield Gap(field, "no cpufreq driver tells, as in most virtual machines", (path,))
