"""Measured quantities, each with everything needed to doubt it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve, or one cell of a table: x, y, and what y rests on.

    Shape: for a matrix, `label` is "row,column"; for a curve it may name the point.
    """

    x: float
    y: float
    n: int = 1
    spread: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured quantity with everything needed to doubt it.

    Units: `unit` is that of `median`, `samples` and every point's y; `x_unit` that of x.
    Shape: `spread` is (75th percentile - 25th percentile) / median; `quiet` False = noisy machine.
    Missing: `median` None means not measured; `verdict` says why.
    """

    name: str
    title: str
    unit: str
    median: float | None
    n: int
    spread: float | None
    method: str
    quiet: bool | None = None
    verdict: str = ""
    x_unit: str = ""
    samples: tuple[float, ...] = ()
    points: tuple[Point, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
