"""What the rest of the machine did during a measurement: is its figure this program's own?

Samples alone cannot tell. Under a steady load every sample is equally slow, and two threads that
hold one GIL seem to gain because they take processor time from somebody else.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from hwinfo.host import LiveHost
from hwinfo.measure.affinity import usable_cpus
from hwinfo.readers.linux_cgroup import group_directories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hwinfo.host import Host

OTHERS_ABOVE, STOLEN_ABOVE, THROTTLED_ABOVE, WAITING_ABOVE = 0.10, 0.02, 0.05, 0.25
BUSY = (0, 1, 2, 5, 6)  # user, nice, system, irq, softirq; guests are counted in user already
STOLEN = 7
DEFAULT_TICKS = 100


class Moment(NamedTuple):
    """Counters that only grow; what happened is the difference of two moments.

    Units: seconds; of processor time where it says so, summed over the CPUs this process may use.
    Missing: None where the system does not count it.
    """

    wall_seconds: float
    own_cpu_seconds: float
    cpus: int
    busy_cpu_seconds: float | None = None
    stolen_cpu_seconds: float | None = None
    waiting_seconds: float | None = None
    quota_periods: int | None = None
    throttled_periods: int | None = None
    load_average: float | None = None


class Surroundings(NamedTuple):
    """Shares from 0 to 1: of these CPUs' time, of the wall clock, of the quota's periods."""

    others_share: float | None = None
    stolen_share: float | None = None
    waiting_share: float | None = None
    throttled_share: float | None = None
    load_average: float | None = None

    def disturbances(self) -> list[str]:
        """Every reason to doubt a figure, in words; empty on a quiet machine.

        That somebody waited counts only where processor time cannot be told apart: the waiting
        may have been for this measurement's own threads.
        """
        found = []
        if self.others_share is not None and self.others_share > OTHERS_ABOVE:
            found.append(f"other programs used {self.others_share:.0%} of these CPUs")
        if self.stolen_share is not None and self.stolen_share > STOLEN_ABOVE:
            found.append(f"the hypervisor gave {self.stolen_share:.0%} of these CPUs to others")
        if self.throttled_share is not None and self.throttled_share > THROTTLED_ABOVE:
            found.append(f"the quota stopped this program in {self.throttled_share:.0%} of periods")
        waited = self.waiting_share is not None and self.waiting_share > WAITING_ABOVE
        if self.others_share is None and self.waiting_share is not None and waited:
            found.append(f"programs waited for a CPU {self.waiting_share:.0%} of the time")
        return found

    def is_known(self) -> bool:
        """Whether anything tells what other programs did; a load average alone is too slow."""
        return self.others_share is not None or self.waiting_share is not None

    def words(self) -> str:
        """What was looked at, for a verdict that found nothing wrong."""
        said = [
            (self.others_share, "used by others"),
            (self.stolen_share, "stolen"),
            (self.throttled_share, "of periods throttled"),
        ]
        if not self.is_known():
            return "the load of other programs is not known here"
        if self.others_share is None and self.waiting_share is not None:
            said.append((self.waiting_share, "of the time some program waited for a CPU"))
        return ", ".join(f"{share:.0%} {what}" for share, what in said if share is not None)


def now(host: Host | None = None, cpus: Iterable[int] | None = None) -> Moment:
    """The counters of this moment.

    Source: /proc/stat (proc_stat(5)), /proc/pressure/cpu, cpu.stat of the control group,
    /proc/loadavg; psutil where there is no /proc.
    """
    asked = host or LiveHost()
    usable = set(usable_cpus() if cpus is None else cpus)
    busy, stolen = _linux_times(asked, usable) if asked.system == "Linux" else _psutil_times()
    periods, throttled = _quota_periods(asked)
    return Moment(
        wall_seconds=time.monotonic(),
        own_cpu_seconds=sum(os.times()[:4]),  # with those helper processes that have ended
        cpus=len(usable),
        busy_cpu_seconds=busy,
        stolen_cpu_seconds=stolen,
        waiting_seconds=_waiting_seconds(asked),
        quota_periods=periods,
        throttled_periods=throttled,
        load_average=_load_average(asked),
    )


def between(before: Moment, after: Moment) -> Surroundings:
    """What happened from one moment to another; a counter's last tick is not held against it."""
    wall = after.wall_seconds - before.wall_seconds
    capacity = wall * after.cpus
    if wall <= 0:
        return Surroundings(load_average=after.load_average)
    own = after.own_cpu_seconds - before.own_cpu_seconds
    used = _growth(before.busy_cpu_seconds, after.busy_cpu_seconds)
    tick = after.cpus / DEFAULT_TICKS
    counts = used is not None and used + tick >= own / 2  # some sandboxes show counters that stand
    others = max(0.0, used - own - tick) if used is not None and counts else None
    periods = _growth(before.quota_periods, after.quota_periods)
    throttled = _growth(before.throttled_periods, after.throttled_periods)
    return Surroundings(
        others_share=_share(others, capacity),
        stolen_share=_share(_growth(before.stolen_cpu_seconds, after.stolen_cpu_seconds), capacity),
        waiting_share=_share(_growth(before.waiting_seconds, after.waiting_seconds), wall),
        throttled_share=_share(throttled, periods) if periods else None,
        load_average=after.load_average,
    )


def _growth(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else max(0.0, after - before)


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else round(min(1.0, part / whole), 4)


def _linux_times(host: Host, cpus: set[int]) -> tuple[float | None, float | None]:
    """Busy and stolen seconds of some CPUs, summed."""
    ticks = host.sysconf("SC_CLK_TCK") or DEFAULT_TICKS
    rows = []
    for line in (host.read_text("/proc/stat") or "").splitlines():
        name, *figures = line.split()
        number = name.removeprefix("cpu")
        if name != number and number.isdecimal() and int(number) in cpus:
            rows.append([int(figure) for figure in figures if figure.isdecimal()])
    rows = [row for row in rows if len(row) > STOLEN]
    if not rows:
        return None, None
    busy = sum(row[column] for row in rows for column in BUSY)
    return busy / ticks, sum(row[STOLEN] for row in rows) / ticks


def _psutil_times() -> tuple[float | None, float | None]:
    try:
        import psutil
    except ImportError:
        return None, None
    times = psutil.cpu_times()
    return float(sum(times) - times.idle), None


def _waiting_seconds(host: Host) -> float | None:
    """How long some runnable program had no CPU: `some ... total=` in microseconds."""
    for line in (host.read_text("/proc/pressure/cpu") or "").splitlines():
        kind, _, rest = line.partition(" ")
        total = rest.rpartition("total=")[2]
        if kind == "some" and total.isdecimal():
            return int(total) / 1e6
    return None


def _quota_periods(host: Host) -> tuple[int | None, int | None]:
    """How many periods the quota of this control group has had, and was used up in."""
    for directory in group_directories(host, "cpu") if host.system == "Linux" else ():
        text = host.read_text(f"{directory}/cpu.stat") or ""
        figures = dict(words for line in text.splitlines() if len(words := line.split()) == 2)
        periods, throttled = (figures.get(name, "") for name in ("nr_periods", "nr_throttled"))
        if periods.isdecimal() and throttled.isdecimal():
            return int(periods), int(throttled)
    return None, None


def _load_average(host: Host) -> float | None:
    """Programs that run or want to, over the last minute."""
    if host.system != "Linux":
        return os.getloadavg()[0] if sys.platform != "win32" else None
    words = (host.read_text("/proc/loadavg") or "").split()
    try:
        return float(words[0]) if words else None
    except ValueError:
        return None
