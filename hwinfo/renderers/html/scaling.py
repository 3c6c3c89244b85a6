"""Scaling of a Python loop as a plot: workers against speed-up, with the ideal line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.renderers.html.axes import Plot, Scale, path_through
from hwinfo.renderers.html.markup import Markup, tag
from hwinfo.renderers.html.picture import Picture
from hwinfo.renderers.html.quantities import digits, is_number, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hwinfo.measurement import Measurement

WIDE, NARROW, HEIGHT = 560.0, 350.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 16.0, 30.0, 46.0
STYLES = ("", " second", " third")


def scaling_svg(
    measurements: Sequence[Measurement], width: float = WIDE, prefix: str = "scaling"
) -> str:
    """Threads, processes and free-threaded threads in one plot; empty without any points."""
    curves = [(one.title, _points(one)) for one in measurements]
    curves = [(title, points) for title, points in curves if points][: len(STYLES)]
    if not curves:
        return ""
    most = max(2.0, *(x for _, points in curves for x, _ in points))
    plot = _plot(most, max(y for _, points in curves for _, y in points), width)
    ticks = [2.0**power for power in range(7) if 2.0**power <= most]
    said = "; ".join(f"{title}: {_words(points)}" for title, points in curves)
    height = HEIGHT + 20 * len(curves)
    picture = Picture("hw-scaling", prefix, "Scaling of a Python loop", said, width, height)
    return picture.svg(
        *plot.frame(ticks, [0.5, *ticks]),
        tag("path", d=path_through([(plot.x(x), plot.y(x)) for x in (1.0, most)]), class_="ideal"),
        *_curves([points for _, points in curves], plot),
        *_legend([title for title, _ in curves]),
    )


def _plot(most: float, best: float, width: float) -> Plot:
    return Plot(
        Scale(1.0, most, LEFT, width - RIGHT),
        Scale(0.5, max(most, best), HEIGHT - BOTTOM, TOP),
        "workers",
        "speed-up over one",
        digits,
        lambda value: f"{digits(value)}×",
    )


def _curves(curves: list[list[tuple[float, float]]], plot: Plot) -> Iterator[Markup]:
    for points, style in zip(curves, STYLES, strict=False):
        yield from _curve(points, plot, style)


def _points(measurement: Measurement) -> list[tuple[float, float]]:
    return [
        (point.x, point.y)
        for point in measurement.points
        if is_number(point.x) and is_number(point.y) and point.x >= 1 and point.y > 0
    ]


def _words(points: list[tuple[float, float]]) -> str:
    return ", ".join(f"{digits(x)} workers {quantity(y, 'ratio')}" for x, y in points)


def _curve(points: list[tuple[float, float]], plot: Plot, style: str) -> Iterator[Markup]:
    pixels = [(plot.x(x), plot.y(y)) for x, y in points]
    yield tag("path", d=path_through(pixels), class_=f"fit{style}")
    for (x, y), (at, height) in zip(points, pixels, strict=True):
        said = tag("title", f"{digits(x)} workers: {quantity(y, 'ratio')}")
        yield tag("circle", said, cx=at, cy=height, r=4, class_=f"point{style}")


def _legend(titles: list[str]) -> Iterator[Markup]:
    for index, title in enumerate(titles):
        y = HEIGHT + 8 + 20 * index
        line = f"M{LEFT:.0f} {y:.0f}h32"
        yield tag("path", d=line, class_=f"fit{STYLES[index]}")
        yield tag("text", title, x=LEFT + 40, y=y + 4)
