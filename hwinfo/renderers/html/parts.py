"""The report as parts, for a page that has a frame and a look of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hwinfo.codec import report_from_plain
from hwinfo.renderers.html.page import render_sections
from hwinfo.renderers.html.palette import colour_rules, svg_style

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAWINGS = ("hw-topology", "hw-ladder", "hw-scaling")


def parts_of_json(text: str, chapters: Mapping[str, str] | None = None) -> dict[str, str]:
    """`markup`, the sections one after another, and `style`, the rules of all drawings.

    The style depends on no report. In the markup, whatever comes from the report is escaped.
    Raises: UnreadableInput if the text is JSON but no report; ValueError if it is no JSON.
    """
    report = report_from_plain(json.loads(text))
    return {"markup": str(render_sections(report, chapters)), "style": drawing_style()}


def drawing_style(selector: str = ".hw-report") -> str:
    """The colours below a selector, and the rules of each kind of drawing."""
    rules = [svg_style(kind).removeprefix("<style>").removesuffix("</style>") for kind in DRAWINGS]
    return colour_rules(selector) + "".join(rules)
