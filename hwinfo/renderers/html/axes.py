"""A logarithmic plot's frame: scales, grid lines and ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwinfo.renderers.html.markup import Markup, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value; values outside are drawn on the edge."""
        inside = min(max(value, self.low), self.high)
        share = math.log(inside / self.low) / math.log(self.high / self.low)
        return self.start + (self.end - self.start) * share


@dataclass(frozen=True, slots=True)
class Plot:
    """The frame of a plot: two scales, the names of the axes, and how ticks are written."""

    x: Scale
    y: Scale
    x_name: str
    y_name: str
    x_words: Callable[[float], str]
    y_words: Callable[[float], str]

    def frame(self, x_ticks: list[float], y_ticks: list[float]) -> Iterator[Markup]:
        """Grid lines, ticks and the names of the axes."""
        left, right, bottom, top = self.x.start, self.x.end, self.y.start, self.y.end
        for value in y_ticks:
            at = self.y(value)
            yield tag("line", x1=left, x2=right, y1=at, y2=at, class_="grid")
            yield tag("text", self.y_words(value), x=left - 6, y=at + 4, class_="tick end")
        for value in x_ticks:
            at = self.x(value)
            yield tag("line", x1=at, x2=at, y1=bottom, y2=bottom + 5, class_="edge")
            yield tag("text", self.x_words(value), x=at, y=bottom + 18, class_="tick mid")
        yield tag("path", d=f"M{left:.1f} {top:.1f}V{bottom:.1f}H{right:.1f}", class_="edge")
        yield tag("text", self.y_name, x=4, y=12, class_="axis")
        yield tag("text", self.x_name, x=right, y=bottom + 34, class_="axis end")


def ticks_between(low: float, high: float, base: float, steps: tuple[float, ...]) -> list[float]:
    """Powers of a base times the steps, within the range."""
    first, last = math.floor(math.log(low, base)), math.ceil(math.log(high, base))
    values = [step * base**power for power in range(first, last + 1) for step in steps]
    return [value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]


def thinned(values: list[float], most: int) -> list[float]:
    """Every second, third ... of the values, so that not more than `most` remain."""
    step = max(1, -(-len(values) // most))
    return values[::step]


def path_through(points: list[tuple[float, float]]) -> str:
    """An SVG path through pixels."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
