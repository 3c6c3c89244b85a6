"""The memory-latency ladder as a log-log plot: reported caches as bands, knees marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hwinfo.renderers.html.axes import Plot, Scale, path_through, thinned, ticks_between
from hwinfo.renderers.html.layout import text_width
from hwinfo.renderers.html.markup import Markup, tag
from hwinfo.renderers.html.picture import Picture
from hwinfo.renderers.html.quantities import digits, is_number, seconds, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hwinfo.measurement import Measurement, Point
    from hwinfo.model import Machine

WIDE, NARROW = 900.0, 350.0
HEIGHT = 420.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 26.0, 56.0, 46.0


def ladder_svg(
    measurement: Measurement, machine: Machine, width: float = WIDE, prefix: str = "ladder"
) -> str:
    """The ladder of a "memory_latency" measurement; a sentence where it has no points."""
    points = [point for point in measurement.points if _drawable(point)]
    if len(points) < 2:
        return tag("p", measurement.verdict or "The ladder was not measured.")
    plot = _plot(points, width)
    said = "Memory latency by size of the memory wandered over"
    picture = Picture("hw-ladder", prefix, said, describe(measurement), width, HEIGHT)
    return picture.svg(
        *_bands(reported_caches(machine), plot),
        *plot.frame(_x_ticks(plot, width), _y_ticks(plot)),
        *_fit(points, measurement.extra.get("fit_seconds"), plot),
        *_dots(points, plot),
        *_knees(knees_of(measurement), points, plot),
    )


def describe(measurement: Measurement) -> str:
    """The curve in words: both ends, and every knee with its verdict."""
    points = [point for point in measurement.points if _drawable(point)]
    first, last = points[0], points[-1]
    ends = f"{seconds(first.y)} over {size(first.x)} and {seconds(last.y)} over {size(last.x)}"
    knees = [f"{knee_words(knee)}." for knee in knees_of(measurement)]
    return " ".join([f"One dependent load takes {ends}.", *knees])


def knee_words(knee: Mapping[str, Any]) -> str:
    """One knee as a sentence."""
    name, reported = knee.get("cache", "a cache"), size(knee.get("reported_bytes"))
    effective = knee.get("effective_bytes")
    if not is_number(effective):
        return f"{name} of {reported}: {knee.get('explanation', 'no knee')}"
    ratio = knee.get("ratio")
    share = f", {digits(ratio)} of it" if is_number(ratio) and ratio is not None else ""
    return (
        f"{name} is reported as {reported} and bends at {size(effective)}{share}:"
        f" {knee.get('verdict', '')}"
    )


def knees_of(measurement: Measurement) -> list[Mapping[str, Any]]:
    """The knees a report carries, as far as they are what they should be."""
    found = measurement.extra.get("knees")
    if not isinstance(found, (list, tuple)):
        return []
    return [knee for knee in found if isinstance(knee, dict)]


def reported_caches(machine: Machine) -> list[tuple[str, float]]:
    """Name and size of each level that holds data, from the nearest outward."""
    levels = [one for one in (machine.caches or {}).values() if one.kind != "Instruction"]
    levels.sort(key=lambda one: one.level)
    return [(one.name, float(one.size_bytes)) for one in levels if one.size_bytes]


def _drawable(point: Point) -> bool:
    return is_number(point.x) and is_number(point.y) and point.x > 0 and point.y > 0


def _plot(points: Sequence[Point], width: float) -> Plot:
    sizes, times = [point.x for point in points], [point.y for point in points]
    low, high = min(times) / 1.3, max(times) * 1.6
    x = Scale(min(sizes), max(max(sizes), min(sizes) * 2), LEFT, width - RIGHT)
    y = Scale(low, max(high, low * 10), HEIGHT - BOTTOM, TOP)
    return Plot(x, y, "memory wandered over", "time of one load", size, seconds)


def _x_ticks(plot: Plot, width: float) -> list[float]:
    return thinned(ticks_between(plot.x.low, plot.x.high, 4.0, (1.0,)), 10 if width > 600 else 5)


def _y_ticks(plot: Plot) -> list[float]:
    return ticks_between(plot.y.low, plot.y.high, 10.0, (1.0, 2.0, 5.0))


def _bands(caches: Sequence[tuple[str, float]], plot: Plot) -> Iterator[Markup]:
    """A band from the size of the cache within to the size of each cache."""
    inner = plot.x.low
    for index, (name, reported) in enumerate(caches):
        left, right = plot.x(inner), plot.x(reported)
        shade = "band odd" if index % 2 else "band"
        width, height = max(0.0, right - left), HEIGHT - BOTTOM - TOP
        yield tag("rect", x=left, y=TOP, width=width, height=height, class_=shade)
        if width > 24:
            middle = (left + right) / 2
            yield tag("text", name, x=middle, y=TOP - 18, class_="name mid")
            yield tag("text", size(reported), x=middle, y=TOP - 5, class_="tick mid")
        inner = max(inner, reported)
    left, right = plot.x(inner), plot.x.end
    if right - left > 50:
        yield tag("text", "memory", x=(left + right) / 2, y=TOP - 18, class_="name mid")


def _fit(points: Sequence[Point], fitted: object, plot: Plot) -> Iterator[Markup]:
    if not isinstance(fitted, (list, tuple)) or len(fitted) != len(points):
        fitted = [point.y for point in points]
    pixels = [
        (plot.x(point.x), plot.y(float(value)))
        for point, value in zip(points, fitted, strict=True)
        if is_number(value) and value > 0
    ]
    if pixels:
        yield tag("path", d=path_through(pixels), class_="fit")


def _dots(points: Sequence[Point], plot: Plot) -> Iterator[Markup]:
    for point in points:
        noisy = point.label == "noisy"
        said = f"{size(point.x)}: {seconds(point.y)}, least of {point.n}" + ", noisy" * noisy
        yield tag(
            "circle",
            tag("title", said),
            cx=plot.x(point.x),
            cy=plot.y(point.y),
            r=3.5,
            class_="point noisy" if noisy else "point",
        )


def _knees(
    knees: Sequence[Mapping[str, Any]], points: Sequence[Point], plot: Plot
) -> Iterator[Markup]:
    """A line from each knee down to the axis, a diamond on the curve, the size beside it."""
    for knee in knees:
        effective, here, beyond = (
            knee.get(key) for key in ("effective_bytes", "plateau_seconds", "beyond_seconds")
        )
        if not (is_number(effective) and is_number(here) and is_number(beyond)):
            continue
        if effective <= 0 or here <= 0 or beyond <= 0:  # type: ignore[operator]
            continue
        x = plot.x(float(effective))  # type: ignore[arg-type]
        y = plot.y((float(here) * float(beyond)) ** 0.5)  # type: ignore[arg-type]
        yield tag("line", x1=x, x2=x, y1=y, y2=HEIGHT - BOTTOM, class_="knee-line")
        yield tag("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", class_="knee")
        words = f"{knee.get('cache', '')} bends at {size(effective)}"
        if x - 10 - text_width(words) * 1.1 > LEFT:
            yield tag("text", words, x=x - 10, y=y - 8, class_="knee-name end")
        else:
            yield tag("text", words, x=x + 10, y=y + 18, class_="knee-name")
