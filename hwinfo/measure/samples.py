"""From repeated samples to one measurement: median, spread, and whether the machine was quiet."""

from __future__ import annotations

import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

from hwinfo.measurement import Measurement, Point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hwinfo.measure.surroundings import Surroundings

NOISY_ABOVE = 1.5  # 75th percentile over minimum: measured on shared virtual machines
KEPT_SAMPLES = 200
RATES = {"B/s", "Hz", "chunks/s"}  # units of which more is better


def quantile(samples: Sequence[float], share: float) -> float:
    """The value below which that share of the samples lies, interpolated.

    Raises: ValueError without samples.
    """
    if not samples:
        raise ValueError("quantile of no samples")
    ordered = sorted(samples)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def relative_spread(samples: Sequence[float]) -> float | None:
    """Interquartile range over median; None for fewer than two samples or a median of zero."""
    middle = statistics.median(samples) if len(samples) > 1 else 0.0
    if middle == 0:
        return None
    return (quantile(samples, 0.75) - quantile(samples, 0.25)) / abs(middle)


def is_quiet(samples: Sequence[float], unit: str = "s") -> bool | None:
    """Whether three quarters of the samples are at most 1.5 times as slow as the fastest.

    Missing: None for fewer than three samples, or where the fastest is not above zero.
    """
    if len(samples) < 3 or min(samples) <= 0:
        return None
    if unit in RATES:
        return max(samples) / quantile(samples, 0.25) <= NOISY_ABOVE
    return quantile(samples, 0.75) / min(samples) <= NOISY_ABOVE


def measured(
    name: str,
    title: str,
    unit: str,
    samples: Sequence[float],
    method: str,
    *,
    verdict: str = "",
    extra: Mapping[str, object] | None = None,
) -> Measurement:
    """A measurement of one quantity from its samples."""
    if not samples:
        return not_measured(name, title, unit, "no sample was finished", method)
    quiet = is_quiet(samples, unit)
    return Measurement(
        name=name,
        title=title,
        unit=unit,
        median=statistics.median(samples),
        n=len(samples),
        spread=relative_spread(samples),
        method=method,
        quiet=quiet,
        verdict=verdict or quiet_words(quiet),
        samples=tuple(samples[:KEPT_SAMPLES]),
        extra=extra or {},
    )


def measured_curve(
    name: str,
    title: str,
    units: tuple[str, str],
    points: Sequence[Point],
    method: str,
    *,
    quiet: bool | None,
    verdict: str = "",
    extra: Mapping[str, object] | None = None,
) -> Measurement:
    """A measurement of a curve or a table; `units` are those of x and y.

    Shape: `spread` is the median of the points' own spreads, for the curve itself is meant to vary.
    """
    x_unit, unit = units
    if not points:
        return not_measured(name, title, unit, "no point was finished", method)
    spreads = [point.spread for point in points if point.spread is not None]
    return Measurement(
        name=name,
        title=title,
        unit=unit,
        median=statistics.median(point.y for point in points),
        n=sum(point.n for point in points),
        spread=statistics.median(spreads) if spreads else None,
        method=method,
        quiet=quiet,
        verdict=verdict or quiet_words(quiet),
        x_unit=x_unit,
        points=tuple(points),
        extra=extra or {},
    )


def not_measured(
    name: str, title: str, unit: str, reason: str, method: str = "not measured"
) -> Measurement:
    """The honest absence of a measurement."""
    return Measurement(name, title, unit, None, 0, None, method, verdict=f"not measured: {reason}")


def quiet_words(quiet: bool | None) -> str:
    """The quiet verdict for a person."""
    if quiet is None:
        return "too few samples to tell whether the machine was quiet"
    return "quiet" if quiet else "noisy, its samples scatter"


def judged(known: Measurement, around: Surroundings) -> Measurement:
    """The measurement with the last word on quiet: its own samples, and what others did meanwhile.

    A quantity that load cannot touch (no verdict on quiet at all) and one not measured stay.
    """
    head, semicolon, rest = known.verdict.partition("; ")
    if known.median is None or (known.quiet is None and head != quiet_words(None)):
        return known
    disturbances = around.disturbances()
    because = "; ".join(disturbances) or around.words()
    quiet = False if disturbances else known.quiet
    if disturbances:
        head = f"{head if known.quiet is False else 'noisy'}: {because}"
    elif quiet and not around.is_known():
        quiet, head = None, f"its samples lie close together, but {because}"
    else:
        head = f"{head} ({because})"
    return replace(
        known,
        quiet=quiet,
        verdict=f"{head}{semicolon}{rest}",
        extra={**known.extra, "surroundings": around._asdict(), "quiet_because": because},
    )
