"""Two reports side by side: only what differs, and measurements as ratios."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hwinfo.codec import to_plain
from hwinfo.wording import quantity, shorten, words_of_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.model import Report

ALWAYS_DIFFERENT = {"memory.available_bytes"}
COLUMN, WIDTH = 26, 78


def compare(first: Report, second: Report, names: tuple[str, str]) -> str:
    """A table of the fields that differ and a table of the measurements both have."""
    left, right = dict(leaves(first)), dict(leaves(second))
    fields = [name for name in {**left, **right} if left.get(name) != right.get(name)]
    fields = [name for name in fields if name not in ALWAYS_DIFFERENT]
    lines = [_row("field", *names), "-" * 3 * COLUMN]
    for name in fields:
        lines += _lines(name, (left, right), names)
    if not fields:
        lines = ["The two machines are described alike."]
    lines += _measurements(first, second, names)
    return "\n".join(lines) + "\n"


def _lines(
    name: str, sides: tuple[Mapping[str, Any], Mapping[str, Any]], names: tuple[str, str]
) -> Iterator[str]:
    """A row; of two lists of words, such as features, only what one side has and the other not."""
    left, right = (side.get(name, ()) for side in sides)
    if not _are_words(left) or not _are_words(right):
        yield _row(name, _say(name, sides[0]), _say(name, sides[1]))
        return
    yield _row(name, str(len(left)), str(len(right)))
    for here, there, who in ((left, right, names[0]), (right, left, names[1])):
        if only := [word for word in here if word not in set(there)]:
            text = f"only {who}: {', '.join(only)}"
            yield from textwrap.wrap(
                text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
            )


def _are_words(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, str) for one in value)


def _say(name: str, values: Mapping[str, Any]) -> str:
    return words_of_value(name, values[name]) if name in values else "unknown"


def _row(name: str, left: str, right: str) -> str:
    first, second = (f"{shorten(text, COLUMN):<{COLUMN}}" for text in (name, left))
    return f"{first} {second} {shorten(right, WIDTH)}".rstrip()


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
