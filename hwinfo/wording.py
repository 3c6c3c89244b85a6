"""Figures for people: sizes, rates, frequencies, sets, three-state answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hwinfo.cpuset import CpuSet

if TYPE_CHECKING:
    from collections.abc import Iterable

BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
DECIMAL = ("", "k", "M", "G", "T")
CLOSE = 0.005  # a size within half a per cent of a whole number reads better as that number


def size(number_of_bytes: int | None) -> str:
    """A size in binary units: 48 KiB, 1.5 MiB, 23.5 GiB."""
    if number_of_bytes is None:
        return "?"
    value, unit = float(number_of_bytes), 0
    while value >= 1024 and unit < len(BINARY) - 1:
        value, unit = value / 1024, unit + 1
    return f"{_short(value)} {BINARY[unit]}"


def rate(per_second: float | None, unit: str) -> str:
    """A rate in decimal units: 8 GT/s, 15.75 GB/s, 10 Gbit/s."""
    if per_second is None:
        return "?"
    value, prefix = float(per_second), 0
    while value >= 1000 and prefix < len(DECIMAL) - 1:
        value, prefix = value / 1000, prefix + 1
    return f"{_short(value)} {DECIMAL[prefix]}{unit}"


def duration(seconds: float) -> str:
    """A short time: 17.5 ns, 2.15 µs, 3 ms."""
    if seconds >= 1:
        return f"{_short(seconds)} s"
    steps = ((1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
    factor, unit = next((step for step in steps if seconds >= step[0]), steps[-1])
    return f"{_short(seconds / factor)} {unit}"


def quantity(value: float, unit: str) -> str:
    """A measured figure in the unit people use for its size."""
    if unit == "s":
        return duration(value)
    if unit in {"B", "bytes"}:
        return size(round(value))
    if unit.endswith("/s") or unit == "Hz":
        return rate(value, unit)
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:.3g} {unit if unit != 'ratio' else 'times'}".strip()


def frequency(hertz: int | None) -> str:
    """A clock rate in gigahertz."""
    return "?" if hertz is None else f"{hertz / 1e9:.2f} GHz"


def _short(value: float) -> str:
    if abs(value - round(value)) < CLOSE:
        return f"{round(value)}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}".rstrip("0")


def count(number: int | None, noun: str, plural: str = "") -> str:
    """A number and its noun: 1 core, 2 cores."""
    if number is None:
        return f"? {plural or noun + 's'}"
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def either(numbers: Iterable[int | None]) -> str:
    """The distinct numbers: "8 or 12" on hybrid machines; "?" where some are not known."""
    distinct = set(numbers)
    known = sorted(number for number in distinct if number is not None)
    return " or ".join(map(str, known)) if known and None not in distinct else "?"


def yes_no(value: bool | None) -> str:
    """A truth for people."""
    return {True: "yes", False: "no", None: "?"}[value]


def cpus(cpu_set: CpuSet | None) -> str:
    """A CPU set, in words when it is empty or unknown."""
    if cpu_set is None:
        return "?"
    return str(cpu_set) or "none"


def numbered_cpus(cpu_set: CpuSet) -> str:
    """CPU 8, CPUs 0-3."""
    return f"{'CPU' if len(cpu_set) == 1 else 'CPUs'} {cpu_set}"


def shorten(text: str, width: int) -> str:
    """A text cut to a width with an ellipsis; never in the middle of nothing."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def words_of_value(field: str, value: Any) -> str:
    """A fact's value for people, by the unit in its field's name."""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int) and field.endswith("_bytes"):
        return f"{value:,} ({size(value)})" if value >= 1024 else f"{value}"
    if isinstance(value, int) and field.endswith("_hz"):
        return frequency(value)
    if isinstance(value, CpuSet):
        return cpus(value)
    if hasattr(value, "_fields"):
        return _record(value)
    if isinstance(value, tuple):
        return _sequence(value)
    return str(value)


def _record(value: Any) -> str:
    parts = ((name, getattr(value, name)) for name in value._fields)
    shown = (f"{name} {words_of_value(name, each)}" for name, each in parts if _plain(each))
    return f"{type(value).__name__}: {', '.join(shown)}"


def _plain(value: Any) -> bool:
    return value is not None and not isinstance(value, tuple) and value != ""


def _sequence(value: tuple[Any, ...]) -> str:
    if not value:
        return "none"
    if all(isinstance(each, int | str) for each in value):
        return ", ".join(map(str, value))
    return f"{count(len(value), type(value[0]).__name__)}: {words_of_value('', value[0])}" + (
        ", …" if len(value) > 1 else ""
    )
