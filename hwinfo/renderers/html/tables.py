"""Tables that read on a phone and in print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwinfo.renderers.html.markup import Markup, escape, join, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


VALUE = "Value"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and kind: "" text, "n" number, "s" small print."""

    name: str
    kind: str = ""


def table(columns: Sequence[Column], rows: Iterable[Sequence[object]], caption: str = "") -> Markup:
    """A table whose first column names the row; on a phone each row becomes a small card.

    Missing: without rows, nothing.
    """
    body = [_row(columns, row) for row in rows]
    if not body:
        return Markup("")
    heads = [tag("th", column.name, scope="col", class_=column.kind or None) for column in columns]
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption) if caption else None,
            tag("thead", tag("tr", *heads)),
            tag("tbody", *body),
            class_="stack",
        ),
        class_="scroll",
    )


def pairs(rows: Iterable[tuple[str, object, str]], caption: str = "") -> Markup:
    """A table of facts: name, value, source; rows without a value are left out."""
    known = [(name, value, source) for name, value, source in rows if value not in (None, "")]
    return table([Column("Fact"), Column(VALUE), Column("Source", "s")], known, caption)


def matrix(names: Sequence[object], cells: Sequence[Sequence[object]], caption: str) -> Markup:
    """A square table with the same names along both sides; it scrolls sideways on a phone."""
    heads = [tag("th", name, scope="col") for name in names]
    rows = [
        tag("tr", tag("th", name, scope="row"), *(_cell(cell) for cell in row))
        for name, row in zip(names, cells, strict=False)
    ]
    head = tag("thead", tag("tr", tag("td"), *heads))
    shown = tag("table", head, tag("tbody", *rows), class_="matrix", aria_label=caption)
    scrolling = tag(
        "div",
        shown,
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=caption,
    )
    return join(tag("p", caption, class_="method"), scrolling)


def _cell(cell: object) -> Markup:
    return cell if isinstance(cell, Markup) and cell.startswith("<td") else tag("td", cell)


def _label(column: Column) -> str | None:
    """What stands before a cell on a phone; a fact's value needs no name but the row's."""
    return None if column.name == VALUE else column.name


def _shown(column: Column, value: object) -> object:
    """Small print is paths: they may break after a slash, not within a name."""
    return Markup(escape(value).replace("/", "/<wbr>")) if column.kind == "s" else value


def _row(columns: Sequence[Column], row: Sequence[object]) -> Markup:
    first, *rest = row
    cells = [
        tag("td", _shown(column, value), class_=column.kind or None, data_name=_label(column))
        for column, value in zip(columns[1:], rest, strict=False)
    ]
    return tag("tr", tag("th", first, scope="row"), *cells)
