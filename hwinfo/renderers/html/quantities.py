"""Numbers as a person reads them: three digits and a unit that fits."""

from __future__ import annotations

import math

UNKNOWN = "unknown"
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_SMALL = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_LARGE = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def quantity(value: object, unit: str) -> str:
    """A value in the unit a measurement names: "s", "B", "B/s", "Hz", "ratio", "share"."""
    if not is_number(value):
        return UNKNOWN
    number = float(value)  # type: ignore[arg-type]
    if unit == "s":
        return seconds(number)
    if unit == "B":
        return size(number)
    if unit == "ratio":
        return f"{digits(number)}×"
    if unit == "share":
        return f"{digits(number * 100)} %"
    return large(number, unit)


def is_number(value: object) -> bool:
    """Whether it is a finite number; a damaged report may hold anything."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and _is_finite(value)


def size(bytes_: object) -> str:
    """Bytes in binary units: 32 KiB, 1.5 MiB."""
    if not is_number(bytes_):
        return UNKNOWN
    number = float(bytes_)  # type: ignore[arg-type]
    power = 0
    while abs(number) >= 1024 and power < len(_BINARY) - 1:
        number /= 1024
        power += 1
    return f"{digits(number)} {_BINARY[power]}"


def seconds(value: float) -> str:
    """A time: 1.09 ns, 144 ns, 2.2 µs."""
    for scale, unit in _SMALL:
        if abs(value) >= scale:
            return f"{digits(value / scale)} {unit}"
    return f"{digits(value * 1e9)} ns"


def large(value: float, unit: str) -> str:
    """A rate in decimal units: 13.6 GB/s, 3.69 GHz."""
    for scale, prefix in _LARGE:
        if abs(value) >= scale:
            return f"{digits(value / scale)} {prefix}{unit}"
    return f"{digits(value)} {unit}"


def digits(value: float) -> str:
    """Three significant digits, without trailing zeros; whole numbers stay whole."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: object) -> str:
    """A share as a percentage."""
    return f"{float(share):.0%}" if is_number(share) else UNKNOWN  # type: ignore[arg-type]


def plural(count: int, one: str, many: str = "") -> str:
    """A counted noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond floating point
        return False
