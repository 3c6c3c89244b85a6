"""Where each box of the drawing goes, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hwinfo.renderers.html.quantities import size

if TYPE_CHECKING:
    from hwinfo.renderers.html.boxes import Box, Thing

PAD, GAP = 6.0, 6.0
BAR_HEIGHT, LINE_HEIGHT = 22.0, 18.0
THREAD_WIDTH, THREAD_HEIGHT = 34.0, 22.0
THREADS_A_ROW = 4
CHARACTER_WIDTH = 6.0  # of 11-pixel sans-serif text, on the wide side
BAR_PADDING, NAME_PADDING = 8.0, 12.0
SHADOW = 4.0  # how far the edges of folded copies look out from behind the first
WORDS = {"NUMANode": "NUMA node", "PU": "CPU"}


@dataclass(slots=True)
class Row:
    """One line within a box: a frame's name, or bars of memory and caches side by side."""

    things: list[Thing]
    is_bar: bool
    text: str = ""


@dataclass(slots=True)
class Placed:
    """A box with its rows, its size, and its place within the box around it."""

    box: Box
    rows: list[Row]
    children: list[Placed] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0


def lay_out(box: Box, widest: float) -> Placed:
    """Size a box and place what is inside it, within a width if its names allow."""
    if box.is_thread:
        return Placed(box, [], width=THREAD_WIDTH, height=THREAD_HEIGHT)
    placed = Placed(box, _rows(box))
    shadow = SHADOW * 2 if box.copies > 1 else 0.0
    room = widest - 2 * PAD - shadow
    placed.children = [lay_out(child, room) for child in _shown(box)]
    top = PAD + sum(BAR_HEIGHT + 4 if row.is_bar else LINE_HEIGHT for row in placed.rows)
    inner_width, inner_height = _flow(placed.children, room, top)
    names = max((_row_width(row) for row in placed.rows), default=0.0)
    placed.width = max(inner_width, min(names, room)) + 2 * PAD + shadow
    placed.height = top + inner_height + (PAD if inner_height else 4) + shadow
    return placed


def label(thing: Thing) -> str:
    """What is written on an object: "Package 0", "L2 1 MiB", "NUMA node 1 · 64 GiB"."""
    name = WORDS.get(thing.kind, thing.kind)
    if thing.kind[:1] == "L" and thing.kind[1:2].isdigit():
        return f"{name} {size(thing.size_bytes)}"
    numbered = name if thing.number is None else f"{name} {thing.number}"
    return f"{numbered} · {size(thing.size_bytes)}" if thing.size_bytes is not None else numbered


def text_width(text: str) -> float:
    """How wide a text will be, roughly: the drawing does without font metrics."""
    return len(text) * CHARACTER_WIDTH


def _rows(box: Box) -> list[Row]:
    from hwinfo.renderers.html.boxes import FRAMES

    frames = [thing for thing in box.things if thing.kind in FRAMES]
    bars = [thing for thing in box.things if thing.kind not in FRAMES]
    rows = [Row([thing], is_bar=False, text=label(thing)) for thing in frames if box.copies == 1]
    if box.copies > 1:
        rows = [Row(frames or bars[:1], is_bar=False, text=_folded_name(box, frames))]
        rows.append(Row([], is_bar=False, text=f"CPUs {box.all_cpus}"))
    rows.extend(Row([], is_bar=False, text=thing.note) for thing in frames if thing.note)
    for bar in bars:
        shown = bar if box.copies == 1 else replace(bar, number=None)
        if bar.kind == "L1i" and rows and rows[-1].is_bar and rows[-1].things[0].kind == "L1d":
            rows[-1].things.append(shown)
        else:
            rows.append(Row([shown], is_bar=True, text=label(shown)))
    if box.copies > 1 and box.has_core:
        threads = sum(child.is_thread for child in box.children)
        rows.append(Row([], is_bar=False, text=_threads_each(threads)))
    return rows


def _folded_name(box: Box, frames: list[Thing]) -> str:
    """What so many copies are: named after their frame, else after their outermost bar."""
    named = frames[0] if frames else box.things[0]
    name = WORDS.get(named.kind, named.kind)
    return f"{box.copies} × {name}"


def _threads_each(threads: int) -> str:
    return "1 hardware thread each" if threads == 1 else f"{threads} hardware threads each"


def _shown(box: Box) -> list[Box]:
    """The boxes drawn inside; the threads of folded cores are only counted."""
    if box.copies > 1 and box.has_core:
        return [child for child in box.children if not child.is_thread]
    return box.children


def _row_width(row: Row) -> float:
    if len(row.things) > 1 and row.is_bar:
        return sum(text_width(label(thing)) + BAR_PADDING for thing in row.things) + 4
    return text_width(row.text) + NAME_PADDING


def _flow(children: list[Placed], room: float, top: float) -> tuple[float, float]:
    """Place runs of like children in even grids, side by side while there is room.

    Returns the width and the height they take.
    """
    x, y, shelf_height, widest = 0.0, top, 0.0, 0.0
    for run in _runs(children):
        width, height = _grid(run, room)
        if x and x + width > room + 0.5:
            x, y, shelf_height = 0.0, y + shelf_height + GAP, 0.0
        for child in run:
            child.x, child.y = child.x + PAD + x, child.y + y
        x += width + GAP
        shelf_height = max(shelf_height, height)
        widest = max(widest, x - GAP)
    return widest, y + shelf_height - top


def _grid(run: list[Placed], room: float) -> tuple[float, float]:
    """Place a run in rows of equal length, from the origin; returns the size of the grid."""
    width = max(child.width for child in run)
    columns, y = _columns(run, width, room), 0.0
    for start in range(0, len(run), columns):
        row = run[start : start + columns]
        height = max(child.height for child in row)
        for place, child in enumerate(row):
            child.x, child.y = place * (width + GAP), y
            child.width, child.height = width, height
        y += height + GAP
    return columns * (width + GAP) - GAP, y - GAP


def _runs(children: list[Placed]) -> list[list[Placed]]:
    """Neighbours that hold the same kinds of things, together."""
    runs: list[list[Placed]] = []
    for child in children:
        if runs and _nouns(runs[-1][0].box) == _nouns(child.box):
            runs[-1].append(child)
        else:
            runs.append([child])
    return runs


def _nouns(box: Box) -> list[object]:
    nouns: list[object] = [thing.kind for thing in box.things]
    return [*nouns, box.copies > 1, len([one for one in box.children if not one.is_thread]) > 0]


def _columns(run: list[Placed], width: float, room: float) -> int:
    """How many columns make rows of equal length within the room."""
    most = max(1, int((room + GAP) / (width + GAP)))
    if run[0].box.is_thread:
        most = min(most, THREADS_A_ROW)
    rows = -(-len(run) // most)
    return -(-len(run) // rows)
