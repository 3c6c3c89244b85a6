"""The source text as the compiler counts it: lines, and columns in UTF-8 bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.bytecode.schema import Position

_LINE_END = re.compile(r"\r\n|\r|\n")  # not str.splitlines: a form feed ends no line here

RawPosition = tuple["int | None", "int | None", "int | None", "int | None"]


class SourceText:
    """Lines of a source, and the way from the compiler's byte columns to characters."""

    def __init__(self, source: str) -> None:
        self.lines = _LINE_END.split(source)

    def position(self, raw: RawPosition) -> Position | None:
        """Span in characters of a span in bytes (line, end line, column, end column).

        Missing: None where the span is not in this text, as for the module's own set-up.
        """
        line, end_line, column, end_column = raw
        if line is None or not 1 <= line <= len(self.lines):
            return None
        if end_line is None or column is None or end_column is None:
            return {"line": line, "end_line": None, "column": None, "end_column": None}
        start, end = self.character(line, column), self.character(end_line, end_column)
        if start is None or end is None:
            return None
        return {"line": line, "end_line": end_line, "column": start, "end_column": end}

    def character(self, line: int, byte_column: int) -> int | None:
        """Characters before a byte column of a line.

        Missing: None past the end of the line or of the text, or inside a character.
        """
        if not 1 <= line <= len(self.lines):
            return None
        text = self.lines[line - 1]
        if text.isascii():
            return byte_column if byte_column <= len(text) else None
        encoded = text.encode()
        if byte_column > len(encoded):
            return None
        try:
            return len(encoded[:byte_column].decode())
        except UnicodeDecodeError:
            return None

    def span(self, position: Position | None) -> str | None:
        """Text of a span, its lines joined by newlines.

        Missing: None for an unknown or empty one.
        """
        if position is None:
            return None
        first, last = position["line"], position["end_line"]
        start, end = position["column"], position["end_column"]
        if last is None or start is None or end is None:
            return None
        if first == last:
            return self.lines[first - 1][start:end] or None
        middle = self.lines[first : last - 1]
        return "\n".join([self.lines[first - 1][start:], *middle, self.lines[last - 1][:end]])
