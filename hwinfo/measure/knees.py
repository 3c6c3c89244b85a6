"""Where a latency ladder bends: the effective size of each cache, next to the reported one."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hwinfo.measurement import Point
    from hwinfo.model import Cache

AGREES_FROM, AGREES_TO, CONTESTED_BELOW = 0.7, 1.5, 0.5
VISIBLE_STEP = 1.25  # plateaus nearer than this are one plateau: there is no knee to find

WORDS = {
    "agrees": "the knee lies where the reported size says",
    "contested": "less than half of the reported size is to be had: others share this cache now",
    "noisy": "the machine was too busy around this size to tell",
    "smaller": "the knee comes before the reported size; pages and sharing may explain it",
    "larger": "the knee comes after the reported size; a further cache may explain it",
    "unseen": "latency does not rise where this cache should end",
    "unreached": "the ladder ended before this cache did",
}


@dataclass(frozen=True, slots=True)
class Knee:
    """A reported cache and what the ladder shows of it.

    Units: bytes and seconds; `ratio` is effective over reported size.
    Missing: `effective_bytes` is None where the latency shows no knee.
    """

    cache: str
    reported_bytes: int
    effective_bytes: int | None
    ratio: float | None
    plateau_seconds: float | None
    beyond_seconds: float | None
    noisy: bool
    verdict: str
    explanation: str

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f" at {self.ratio:.2f} of its reported size"
        return f"{self.cache} {self.verdict}{ratio}"


def monotone_fit(values: Sequence[float]) -> list[float]:
    """The nearest never-falling sequence in least squares: pool adjacent violators.

    Source: Barlow, Bartholomew, Bremner, Brunk: Statistical Inference under Order Restrictions.
    """
    pools: list[tuple[float, int]] = []  # (mean, members)
    for value in values:
        mean, members = value, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean = (before * count + mean * members) / (count + members)
            members += count
        pools.append((mean, members))
    return [mean for mean, members in pools for _ in range(members)]


def fit_latency(points: Sequence[Point]) -> list[float]:
    """The monotone fit of a ladder, made on the logarithm so that no level outweighs another."""
    return [math.exp(value) for value in monotone_fit([math.log(point.y) for point in points])]


def find_knees(points: Sequence[Point], caches: Sequence[Cache]) -> list[Knee]:
    """The knee of each reported data cache, nearest first; caches of unknown size are left out."""
    sized = [(cache, cache.size_bytes) for cache in caches if cache.size_bytes]
    if len(points) < 3 or not sized:
        return []
    curve = _Curve(points)
    last_size = max(curve.sizes[-1], 2.0 * sized[-1][1])
    here = max(sized[0][1] / 2, curve.sizes[0])
    knees = []
    for index, (cache, size) in enumerate(sized):
        outer = sized[index + 1][1] if index + 1 < len(sized) else None
        beyond = curve.first_above(here, _plateau_sizes(size, outer) if outer else [last_size])
        knees.append(_knee(cache.name, size, curve, (here, beyond)))
        here = beyond
    return knees


def as_data(knees: Sequence[Knee]) -> list[dict[str, object]]:
    """Knees as plain data for a report."""
    return [asdict(knee) for knee in knees]


class _Curve:
    """A fitted ladder that can be asked in both directions, by interpolation of logarithms."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.sizes = [point.x for point in points]
        self.seconds = fit_latency(points)
        self.noisy = [point.label == "noisy" for point in points]

    def seconds_at(self, size: float) -> float | None:
        """The fitted latency at a size, None outside the ladder."""
        for (x0, y0), (x1, y1) in self._pieces():
            if x0 <= size <= x1:
                return _between(y0, y1, math.log(size / x0) / math.log(x1 / x0))
        return None

    def first_above(self, start: float, candidates: Sequence[float]) -> float:
        """The first candidate whose latency is visibly above that at `start`, else the first."""
        below = self.seconds_at(start)
        for candidate in candidates:
            above = self.seconds_at(candidate)
            if below is not None and above is not None and above >= VISIBLE_STEP * below:
                return candidate
        return candidates[0]

    def crossing(self, seconds: float, since: float) -> float | None:
        """The least size above `since` where the fit reaches a latency."""
        for (x0, y0), (x1, y1) in self._pieces():
            if x1 >= since and y0 <= seconds <= y1 and y0 < y1:
                return _between(x0, x1, math.log(seconds / y0) / math.log(y1 / y0))
        return None

    def noisy_near(self, size: float) -> bool:
        """Whether half of the points within an octave around a size are noisy."""
        near = [
            noisy
            for at, noisy in zip(self.sizes, self.noisy, strict=True)
            if 2**-0.5 <= at / size <= 2**0.5
        ]
        return bool(near) and sum(near) * 2 >= len(near)

    def _pieces(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        corners = list(zip(self.sizes, self.seconds, strict=True))
        return list(pairwise(corners))


def _plateau_sizes(inner: int, outer: int) -> list[float]:
    """Sizes at which a cache may show its own latency, the likeliest first.

    Just above the next inner cache, because a shared cache may end long before its reported size;
    further out, in case the inner cache reaches beyond its own.
    """
    ratio = max(outer / inner, 1.0)
    return [inner * min(2.0, ratio**0.5), inner * ratio**0.5, inner * ratio**0.8]


def _knee(name: str, reported: int, curve: _Curve, anchors: tuple[float, float]) -> Knee:
    here, beyond = (curve.seconds_at(anchor) for anchor in anchors)
    effective = None
    if here is not None and beyond is not None and beyond >= VISIBLE_STEP * here:
        effective = curve.crossing(math.sqrt(here * beyond), anchors[0])
    ratio = effective / reported if effective else None
    noisy = curve.noisy_near(effective or reported)
    verdict = _verdict(ratio, noisy=noisy, reached=here is not None and beyond is not None)
    return Knee(
        cache=name,
        reported_bytes=reported,
        effective_bytes=round(effective) if effective else None,
        ratio=ratio,
        plateau_seconds=here,
        beyond_seconds=beyond,
        noisy=noisy,
        verdict=verdict,
        explanation=WORDS[verdict],
    )


def _verdict(ratio: float | None, *, noisy: bool, reached: bool) -> str:
    if ratio is None:
        return "unseen" if reached else "unreached"
    if ratio < CONTESTED_BELOW:
        return "contested"
    if AGREES_FROM <= ratio <= AGREES_TO:
        return "agrees"
    if noisy:
        return "noisy"
    return "smaller" if ratio < AGREES_FROM else "larger"


def _between(low: float, high: float, share: float) -> float:
    """The value a share of the way from low to high on a logarithmic scale."""
    return float(low * (high / low) ** share)
