"""Amdahl, Gustafson and the scalability law in exact fractions.

Source: each law in its textbook form, on `fractions.Fraction`; the peak by trying every worker
count, not by the square root that the page uses.
"""

from fractions import Fraction
from itertools import pairwise

Settings = dict[str, str | int]

SHARES = ("0", "1/3", "1/2", "4/5", "9/10", "19/20", "99/100", "999/1000", "1")
WORKERS = (1, 2, 3, 4, 8, 16, 20, 64, 100, 1024)
OVERHEADS = (
    ("0", "0"),
    ("1/50", "0"),
    ("0", "1/1000"),
    ("1/50", "1/1000"),
    ("1/10", "1/20"),
    ("1/2", "1/20"),
    ("0", "1/20"),
)
MOST_WORKERS = 1100


def amdahl(share: Fraction, workers: int) -> Fraction:
    """Old time over new time, when `share` of the old time is divided by `workers`."""
    old_time = Fraction(1)
    new_time = (1 - share) * old_time + share * old_time / workers
    return old_time / new_time


def gustafson(share: Fraction, workers: int) -> Fraction:
    """Time one worker would need for the grown job over the time that all need."""
    return (1 - share) + workers * share


def usl(serial: Fraction, coherency: Fraction, workers: int) -> Fraction:
    """Gunther's capacity ratio for contention `serial` and pairwise cost `coherency`."""
    pairs_twice = workers * (workers - 1)
    return workers / (1 + serial * (workers - 1) + coherency * pairs_twice)


def peak_workers(serial: Fraction, coherency: Fraction) -> int | None:
    """First worker count that one more does not improve; None if each one still helps."""
    curve = (usl(serial, coherency, n) for n in range(1, MOST_WORKERS))
    for workers, (here, one_more) in enumerate(pairwise(curve), start=1):
        if one_more <= here:
            return workers
    return None


def _reading(
    share: Fraction, contention: Fraction, coherency: Fraction, n: int
) -> dict[str, object]:
    serial = min(Fraction(1), 1 - share + contention)
    return {
        "amdahl": str(amdahl(share, n)),
        "gustafson": str(gustafson(share, n)),
        "usl": str(usl(serial, coherency, n)),
        "ceiling": None if share == 1 else str(1 / (1 - share)),
        "peak_workers": peak_workers(serial, coherency),
    }


def _steps() -> list[list[object]]:
    steps: list[list[object]] = []
    for share in SHARES:
        for position, workers in enumerate(WORKERS):
            contention, coherency = OVERHEADS[(len(steps) + position) % len(OVERHEADS)]
            settings = {
                "share": share,
                "workers": workers,
                "contention": contention,
                "coherency": coherency,
            }
            reading = _reading(Fraction(share), Fraction(contention), Fraction(coherency), workers)
            steps.append([settings, reading])
    return steps


def _part_steps() -> list[list[object]]:
    """100 s of which 80 s are made faster: the seconds that are left, exactly (S044, S045)."""
    share, total = Fraction(4, 5), 100
    return [[times, str(total / amdahl(share, times))] for times in (1, 2, 4, 8, 16, 80)]


def traces() -> dict[str, dict[str, object]]:
    """Every trace file of this widget by name."""
    return {
        "laws.json": {
            "says": "speed-ups, ceilings and peaks in exact fractions",
            "steps": _steps(),
        },
        "seconds.json": {"says": "100 s, 80 s of them made n times faster", "steps": _part_steps()},
    }
