"""The sections of the report that say what was measured, how, and how far to believe it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hwinfo.renderers.html import ladder, scaling
from hwinfo.renderers.html.markup import Markup, join, tag
from hwinfo.renderers.html.quantities import digits, is_number, percent, quantity, seconds, size
from hwinfo.renderers.html.tables import Column, matrix, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine

GOOD = {"agrees"}
BAD = {"contested", "noisy", "smaller", "larger"}


def ladder_figure(measurement: Measurement, machine: Machine) -> Markup:
    """The latency plot, and the verdict on each reported cache."""
    wide = ladder.ladder_svg(measurement, machine)
    narrow = ladder.ladder_svg(measurement, machine, ladder.NARROW, "ladder-narrow")
    caption = (
        f"Dots: the least time at each size; hollow where the samples scattered. Line: a fit that "
        f"never falls. Bands: the caches as reported. Diamonds: where the latency bends. "
        f"Method: {measurement.method}."
    )
    return join(
        tag(
            "figure",
            tag("div", Markup(wide), class_="wide"),
            tag("div", Markup(narrow), class_="narrow"),
            tag("figcaption", caption),
        ),
        _knees_table(ladder.knees_of(measurement)),
    )


def scaling_figure(measurements: Sequence[Measurement]) -> Markup:
    """Speed-up by workers, for threads, processes and a free-threaded build."""
    found = [one for one in measurements if one.name.startswith("scaling_")]
    wide = scaling.scaling_svg(found)
    if not wide:
        return Markup("")
    narrow = scaling.scaling_svg(found, scaling.NARROW, "scaling-narrow")
    caption = "Both axes double from line to line; the dotted line is the ideal."
    if any(one.quiet is False for one in found):
        caption += " The machine was not quiet, and busy neighbours bend these curves: see below."
    return tag(
        "figure",
        tag("div", Markup(wide), class_="wide"),
        tag("div", Markup(narrow), class_="narrow"),
        tag("figcaption", caption),
    )


def handover_matrix(measurement: Measurement) -> Markup:
    """Core-to-core latency as a table, shaded from the nearest pair to the farthest."""
    cells: dict[tuple[str, str], float] = {}
    for point in measurement.points:
        row, comma, column = point.label.partition(",")
        if comma and is_number(point.y) and point.y > 0:
            cells[row, column] = cells[column, row] = point.y
    if not cells:
        return tag("p", measurement.verdict)
    names = sorted({name for pair in cells for name in pair}, key=_as_number)
    least, most = min(cells.values()), max(cells.values())
    rows = [
        [_handover_cell(cells.get((row, column)), least, most) for column in names] for row in names
    ]
    shown = matrix([f"CPU {name}" for name in names], rows, "One way, in nanoseconds")
    return join(shown, tag("p", f"Method: {measurement.method}.", class_="method"))


def costs_table(measurements: Sequence[Measurement]) -> Markup:
    """Every measurement in one table: figure, samples, spread, verdict, method."""
    columns = [
        Column("What"),
        Column("Median", "n"),
        Column("n", "n"),
        Column("Spread", "n"),
        Column("Machine"),
        Column("Method", "s"),
    ]
    rows = [
        (
            one.title,
            "not measured" if one.median is None else quantity(one.median, one.unit),
            one.n,
            "" if one.spread is None else percent(one.spread),
            quiet_badge(one),
            join(one.method, _notes(one)),
        )
        for one in measurements
    ]
    return table(columns, rows, "Spread: from the 25th to the 75th percentile, over the median")


def quiet_badge(measurement: Measurement) -> Markup:
    """Whether the machine was quiet, as a word in a frame, and what that rests on."""
    if measurement.median is None:
        return tag("span", measurement.verdict.removeprefix("not measured: "))
    if measurement.quiet is None:
        return tag("span", measurement.verdict)
    word, kind = ("quiet", "good") if measurement.quiet else ("noisy", "bad")
    badge = tag("span", word, class_=f"badge {kind}")
    because = _because(measurement)
    rest = measurement.verdict.partition("; ended early: ")[2]
    return join(
        badge,
        tag("small", f" {because}") if because else None,
        f" ended early: {rest}" if rest else None,
    )


def _because(measurement: Measurement) -> str:
    said = measurement.extra.get("quiet_because")
    return said if isinstance(said, str) else ""


def _knees_table(knees: Sequence[Mapping[str, Any]]) -> Markup:
    columns = [
        Column("Cache"),
        Column("Reported", "n"),
        Column("Measured", "n"),
        Column("Ratio", "n"),
        Column("Latency inside", "n"),
        Column("Latency beyond", "n"),
        Column("Verdict"),
        Column("Why", "s"),
    ]
    rows = [
        (
            knee.get("cache", ""),
            size(knee.get("reported_bytes")),
            size(knee.get("effective_bytes")),
            digits(knee["ratio"]) if is_number(knee.get("ratio")) else "",
            quantity(knee.get("plateau_seconds"), "s"),
            quantity(knee.get("beyond_seconds"), "s"),
            _verdict(str(knee.get("verdict", ""))),
            knee.get("explanation", ""),
        )
        for knee in knees
    ]
    return table(columns, rows)


def _verdict(word: str) -> Markup:
    kind = "good" if word in GOOD else "bad" if word in BAD else ""
    return tag("span", word, class_=f"badge {kind}".strip())


def _handover_cell(value: float | None, least: float, most: float) -> Markup:
    if value is None:
        return tag("td", "·")
    share = (value - least) / (most - least) if most > least else 0.0
    shade = f"background:color-mix(in srgb,var(--kind-2) {share * 100:.0f}%,transparent)"
    return tag("td", digits(value * 1e9), style=shade, title=seconds(value))


def _notes(measurement: Measurement) -> str:
    """The figures beside the median that a reader can use."""
    extra = measurement.extra
    found = [
        f"{words} {quantity(extra[key], unit)}"
        for key, words, unit in (
            ("least_step_seconds", "least step", "s"),
            ("highest_hz", "highest", "Hz"),
            ("highest", "highest", "B/s"),
            ("longest_pause_seconds", "longest pause", "s"),
            ("os_getppid_seconds", "os.getppid() from Python", "s"),
            ("loop_seconds", "the loop alone, a round,", "s"),
        )
        if is_number(extra.get(key))
    ]
    if is_number(extra.get("lost_share")):
        found.append(f"{percent(extra['lost_share'])} of the time lost to others")
    return f" ({'; '.join(found)})" if found else ""


def _as_number(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdigit() and len(name) < 9 else (1 << 30, name)
