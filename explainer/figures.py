"""A hardware figure as a reader wants it: the same words here and in the page's `hw-value`.

`tests/traces/hw-value` holds what these functions give; the TypeScript twin replays it.
"""

from __future__ import annotations

import math
from typing import Any

from explainer.errors import UnknownName, did_you_mean

UNKNOWN = "unknown"
UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}
# What one of them takes, in bytes. A float in a list is its slot and its object (chapter memory).
ITEMS = {"byte": 1, "float32": 4, "float64": 8, "int64": 8, "address": 8, "float-in-list": 40}
_CLOSE = 0.005  # a size within half a per cent of a whole number reads better as that number


def figure(field: str, value: Any, per: str = "", unit: str = "") -> str:
    """A value of a report in words.

    Units: `per` divides bytes by the size of an item and counts whole ones; `unit` is one of UNITS.
    Missing: None gives "unknown".
    Raises: UnknownName for a `per` or a `unit` that is none.
    """
    _check(per, ITEMS, "per")
    _check(unit, UNITS, "as")
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value or "none"
    if isinstance(value, list):
        return _several(field, value, per, unit)
    return _number(field, value, per, unit)


def _check(name: str, known: dict[str, int], attribute: str) -> None:
    if name and name not in known:
        raise UnknownName(f'<hw-value {attribute}="{name}">: unknown{did_you_mean(name, known)}')


def _several(field: str, values: list[Any], per: str, unit: str) -> str:
    """A short list in full; of objects only how many there are."""
    if not values:
        return "none"
    if any(isinstance(each, list | dict) for each in values):
        return _grouped(len(values))
    return ", ".join(figure(field, each, per, unit) for each in values)


def _number(field: str, value: float, per: str, unit: str) -> str:
    if per:
        return _grouped(math.floor(value / ITEMS[per]))
    if unit:
        return f"{_short(value / UNITS[unit])} {unit}"
    if field.endswith("_bytes"):
        return _size(value)
    if field.endswith("_hz"):
        return f"{value / 1e9:.2f} GHz"
    return _grouped(value) if isinstance(value, int) else _short(value)


def _size(value: float) -> str:
    """The largest unit that leaves at least one."""
    names = [name for name, size in UNITS.items() if abs(value) >= size]
    name = names[-1] if names else "B"
    return f"{_short(value / UNITS[name])} {name}"


def _short(value: float) -> str:
    """Whole if nearly so, else one digit after the point, or two below ten."""
    if abs(value - round(value)) < _CLOSE:
        return _grouped(round(value))
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}".rstrip("0")


def _grouped(value: int) -> str:
    return f"{value:,}"
