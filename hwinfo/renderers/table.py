"""Plain columns for the text report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 78
NAME_WIDTH = 17


def pairs(*named: tuple[str, str | None]) -> Iterator[str]:
    """Names and values, those without a value left out: the gaps tell about them."""
    for name, value in named:
        if value is not None:
            yield f"{name:<{NAME_WIDTH}}{shorten(value, WIDTH - NAME_WIDTH)}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows under a header, columns as wide as their widest cell; the last may be cut."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        line = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield shorten(line.rstrip(), WIDTH)
