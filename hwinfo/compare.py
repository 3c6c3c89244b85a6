"""Two reports side by side: only what differs, and measurements as ratios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hwinfo.codec import to_plain
from hwinfo.wording import quantity, shorten, words_of_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.model import Report

ALWAYS_DIFFERENT = {"memory.available_bytes"}
COLUMN = 26


def compare(first: Report, second: Report, names: tuple[str, str]) -> str:
    """A table of the fields that differ and a table of the measurements both have."""
    left, right = dict(leaves(first)), dict(leaves(second))
    fields = [name for name in {**left, **right} if left.get(name) != right.get(name)]
    fields = [name for name in fields if name not in ALWAYS_DIFFERENT]
    lines = [_row("field", *names), "-" * 3 * COLUMN]
    lines += [_row(name, _say(name, left), _say(name, right)) for name in fields]
    if not fields:
        lines = ["The two machines are described alike."]
    lines += _measurements(first, second, names)
    return "\n".join(lines) + "\n"


def _say(name: str, values: Mapping[str, Any]) -> str:
    return words_of_value(name, values[name]) if name in values else "unknown"


def _row(name: str, left: str, right: str) -> str:
    return f"{shorten(name, COLUMN):<{COLUMN}} {shorten(left, COLUMN):<{COLUMN}} {right}".rstrip()


def leaves(report: Report) -> Iterator[tuple[str, Any]]:
    """Every figure and word of a machine by path; a list counts by its length."""
    yield from _walk("", to_plain(report.machine))


def _walk(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _walk(f"{path}.{name}".strip("."), each)
    elif isinstance(value, list):
        if all(isinstance(each, str | int) for each in value):
            yield path, tuple(value)
        else:
            yield f"{path} (number)", len(value)
    elif value is not None:
        yield path, value


def _measurements(first: Report, second: Report, names: tuple[str, str]) -> list[str]:
    others = {each.name: each for each in second.measurements}
    pairs = [(each, others[each.name]) for each in first.measurements if each.name in others]
    rows = [
        _row(
            one.title or one.name,
            quantity(one.median, one.unit),
            f"{quantity(two.median, two.unit)}  ({two.median / one.median:.2f} times)",
        )
        for one, two in pairs
        if one.median and two.median is not None and one.unit == two.unit
    ]
    return ["", _row("measured", *names), *rows] if rows else []
