"""A number and its unit stay on one line."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

_BEFORE_UNIT = r"(?<=\d) (?=(?:%|[nµm]?s|[kKMGT]i?B|B|GHz)(?!\w))"


class NumberAndUnit(InlineProcessor):
    """The blank between them becomes one at which no line breaks; code is not touched."""

    def handleMatch(  # type: ignore[override]  # noqa: N802, D102
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return "\N{NO-BREAK SPACE}", match.start(0), match.end(0)


def extend(md: Markdown) -> None:
    """Teach it to one Markdown instance, after code and formulas have been taken out."""
    md.inlinePatterns.register(NumberAndUnit(_BEFORE_UNIT, md), "metal-spacing", 60)
