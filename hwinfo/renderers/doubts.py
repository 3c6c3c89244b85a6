"""What the text report is not sure of: sources that disagree, and what nobody could read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from hwinfo.wording import words_of_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.model import Gap, Report

WIDTH = 76
PLACES_SHOWN = 4


def disagreement_section(report: Report) -> Iterator[str]:
    """The fields about which two sources say different things."""
    seen = dict.fromkeys(fact.field for fact in report.facts)
    for field in seen:
        believed, *others = report.opinions(field)
        if isinstance(believed.value, tuple):
            continue
        for other in others:
            if other.value != believed.value:
                ours = words_of_value(field, believed.value)
                theirs = words_of_value(field, other.value)
                line = f"{field}: {ours}; {other.source} says {theirs}"
                yield from textwrap.wrap(line, WIDTH, subsequent_indent="  ")


def gap_section(report: Report) -> Iterator[str]:
    """What could not be read and where it was looked for, by reason."""
    by_reason: dict[str, list[Gap]] = {}
    for gap in report.gaps:
        by_reason.setdefault(gap.reason, []).append(gap)
    for reason, gaps in by_reason.items():
        fields = ", ".join(gap.field for gap in gaps)
        places = list(dict.fromkeys(place for gap in gaps for place in gap.looked_at))
        more = ", …" if len(places) > PLACES_SHOWN else ""
        line = f"{fields}: {reason} ({', '.join(places[:PLACES_SHOWN])}{more})"
        yield from textwrap.wrap(line, WIDTH, subsequent_indent="  ")
