"""The topology as a drawing: nested boxes as lstopo has them, in SVG that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.renderers.html.boxes import READABLE_LEAVES, limit_words, machine_boxes
from hwinfo.renderers.html.layout import (
    BAR_HEIGHT,
    CHARACTER_WIDTH,
    LINE_HEIGHT,
    PAD,
    SHADOW,
    Placed,
    Row,
    label,
    lay_out,
)
from hwinfo.renderers.html.markup import Markup, join, tag
from hwinfo.renderers.html.picture import Picture
from hwinfo.renderers.html.quantities import plural, size
from hwinfo.wording import numbered_cpus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.cpuset import CpuSet
    from hwinfo.model import Machine

WIDE, NARROW = 1000.0, 350.0


def topology_svg(machine: Machine, width: float = WIDE, prefix: str = "topology") -> str:
    """The machine as one SVG picture, as wide as asked for and as high as needed.

    `prefix` begins the ids inside, so that several pictures can stand on one page.
    """
    readable = max(6, int(width / WIDE * READABLE_LEAVES))
    root = lay_out(machine_boxes(machine, readable), width - 2)
    drawing = _Drawing(machine)
    shapes = join(*drawing.box(root, 1.0, 1.0))
    picture = Picture(
        "hw-topology",
        prefix,
        "Topology of the machine",
        describe(machine),
        max(root.width + 2, 120.0),
        root.height + 2,
    )
    hatching = tag("defs", _hatching(prefix))
    return picture.svg(hatching, tag("g", shapes, style=f"--hatch:url(#{prefix}-hatch)"))


def describe(machine: Machine) -> str:
    """The drawing in words, for those who cannot see it."""
    counts = machine.counts
    parts = [
        plural(number, noun)
        for number, noun in (
            (counts.packages, "package"),
            (counts.dies, "die"),
            (counts.numa_nodes, "NUMA node"),
            (counts.cores, "core"),
            (counts.processing_units, "hardware thread"),
        )
        if number
    ]
    for name, level in (machine.caches or {}).items():
        shared = f", each for {plural(level.shared_by, 'thread')}" if level.shared_by else ""
        parts.append(f"{level.count} × {name} of {size(level.size_bytes)}{shared}")
    parts.extend(f"{kind.name} on {numbered_cpus(kind.cpus)}" for kind in machine.kinds or ())
    limits = limit_words(machine)
    return "; ".join([*parts, limits] if limits else parts) or "Nothing is known of the topology."


class _Drawing:
    """Turns placed boxes into shapes; knows which CPUs may be used."""

    def __init__(self, machine: Machine) -> None:
        self._allowed: CpuSet | None = machine.cpus.allowed
        self._kinds = [kind.name for kind in machine.kinds or ()]

    def box(self, placed: Placed, x: float, y: float) -> Iterator[Markup]:
        """A box and everything inside it, at an absolute place."""
        x, y = x + placed.x, y + placed.y
        if placed.box.is_thread:
            yield self._thread(placed, x, y)
            return
        width, height = placed.width, placed.height
        if placed.box.copies > 1:
            width, height = width - 2 * SHADOW, height - 2 * SHADOW
            yield from self._shadows(placed, x, y, width, height)
        yield _rect(x, y, width, height, self._frame_class(placed))
        yield from self._rows(placed, x, y, width)
        for child in placed.children:
            yield from self.box(child, x, y)

    def _frame_class(self, placed: Placed) -> str:
        kinds = [thing.kind for thing in placed.box.things]
        if "Core" in kinds:
            core = next(thing for thing in placed.box.things if thing.kind == "Core")
            tint = self._kinds.index(core.note) + 1 if core.note in self._kinds else 0
            return f"core kind-{min(tint, 4)}"
        frame = next((kind for kind in kinds if kind in {"Machine", "Package", "Die"}), "group")
        return frame.lower()

    def _shadows(
        self, placed: Placed, x: float, y: float, width: float, height: float
    ) -> Iterator[Markup]:
        for shift in (2 * SHADOW, SHADOW):
            yield _rect(x + shift, y + shift, width, height, self._frame_class(placed))

    def _rows(self, placed: Placed, x: float, y: float, width: float) -> Iterator[Markup]:
        at = y + PAD
        for row in placed.rows:
            if row.is_bar:
                yield from _bars(row, x + PAD, at, width - 2 * PAD)
                at += BAR_HEIGHT + 4
            else:
                weight = "name" if row.things else "note"
                yield _text(x + PAD, at + 12, row.text, width - 2 * PAD, weight)
                at += LINE_HEIGHT

    def _thread(self, placed: Placed, x: float, y: float) -> Markup:
        number = placed.box.things[0].number
        allowed = self._allowed is None or number in self._allowed
        said = f"CPU {number}" if allowed else f"CPU {number}: this control group may not use it"
        return tag(
            "g",
            tag("title", said),
            _rect(x, y, placed.width, placed.height, "thread" if allowed else "thread barred"),
            tag("text", number, x=x + placed.width / 2, y=y + 15, class_="number"),
        )


def _bars(row: Row, x: float, y: float, width: float) -> Iterator[Markup]:
    each = (width - 4 * (len(row.things) - 1)) / len(row.things)
    for index, thing in enumerate(row.things):
        left = x + index * (each + 4)
        kind = "memory" if thing.kind == "NUMANode" else f"cache {thing.kind[:2].lower()}"
        yield _rect(left, y, each, BAR_HEIGHT, kind)
        yield _text(left + each / 2, y + 15, label(thing), each - 4, "bar")


def _rect(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    return tag("rect", x=x, y=y, width=width, height=height, rx=4, class_=class_)


def _text(x: float, y: float, text: str, room: float, class_: str) -> Markup:
    """A line of text, shortened to its room; the whole of it stays in the tooltip."""
    most = max(3, int(room / CHARACTER_WIDTH * 1.12))
    short = text if len(text) <= most else text[: most - 1] + "…"
    whole = tag("title", text) if short != text else None
    return tag("text", whole, short, x=x, y=y, class_=class_)


def _hatching(prefix: str) -> Markup:
    return tag(
        "pattern",
        tag("path", d="M0 6L6 0M-1 1L1 -1M5 7L7 5", class_="hatch"),
        id=f"{prefix}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
