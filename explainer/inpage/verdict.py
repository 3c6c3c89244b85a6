"""What a comparison comes to, in figures and in sentences."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explainer.inpage.comparison import Comparison, Ratio, Side

SCHEMA = "comparison/1"
# Of coin tosses, so few one-sided ones: less often than one comparison in twenty by chance alone.
_CHANCE = 0.05


def concluded(sides: list[Side], *, same_text: bool, trouble: str = "") -> Comparison:
    """The whole document. `trouble` is what a program raised when it was run again, if it did."""
    result: Comparison = {
        "schema": SCHEMA,
        "sides": sides,
        "same_text": same_text,
        "same_output": _same_output(*sides),
        "says": [],
    }
    ratio = _ratio(*sides)
    if ratio is not None:
        result["time"] = ratio
    result["says"] = _sentences(result, trouble)
    return result


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile; zeros for no values."""
    if len(values) < 2:
        only = values[0] if values else 0.0
        return only, only, only
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def faster(ratio: Ratio) -> str:
    """Which was faster in so many of the rounds that chance does not explain it, if one was.

    Shape: "first", "second" or "". Source: the sign test, two-sided.
    """
    wins = max(ratio["first_faster"], ratio["second_faster"])
    tosses = ratio["first_faster"] + ratio["second_faster"]
    extreme = sum(math.comb(tosses, k) for k in range(wins, tosses + 1))
    if tosses == 0 or 2 * extreme / 2**tosses > _CHANCE:
        return ""
    return "first" if ratio["first_faster"] > ratio["second_faster"] else "second"


def _ratio(first: Side, second: Side) -> Ratio | None:
    if "time" not in first or "time" not in second:
        return None
    pairs = list(zip(first["time"]["samples_s"], second["time"]["samples_s"], strict=False))
    low, median, high = quartiles([b / a for a, b in pairs if a > 0])
    return {
        "median": median,
        "low": low,
        "high": high,
        "second_faster": sum(b < a for a, b in pairs),
        "first_faster": sum(a < b for a, b in pairs),
        "rounds": len(pairs),
    }


def _same_output(first: Side, second: Side) -> bool | None:
    if "printed" not in first or "printed" not in second:
        return None
    return all(first[key] == second[key] for key in ("printed", "printed_characters"))


def _sentences(result: Comparison, trouble: str) -> list[str]:
    says = [*_endings(result["sides"])]
    if trouble:
        says.append(f"Run again, a program ended with {trouble}, so no more can be compared.")
    if says:
        return says
    if result["same_text"]:
        says.append("Both are the same text: whatever differs here is noise.")
    says.append(f"They print {'the same' if result['same_output'] else 'different things'}.")
    first, second = result["sides"]
    says.append(_more_or_less("executes", "instructions", first, second, "instructions"))
    says.append(_more_or_less("holds", "bytes at its peak", first, second, "peak_bytes"))
    says.append(_time(result.get("time")))
    return says


def _endings(sides: list[Side]) -> list[str]:
    says = []
    for side, which in zip(sides, ("first", "second"), strict=True):
        if "error" in side:
            says.append(f"The {which} does not compile: {side['error']}.")
            continue
        ended = side["ended"]
        if ended["why"] not in ("end", "exit"):
            where = f" in line {ended['line']}" if ended["line"] else ""
            what = ended["error"] or ended["kind"] or "an interrupt"
            says.append(f"The {which} ended with {what}{where}, so it cannot be compared.")
    return says


def _more_or_less(does: str, what: str, first: Side, second: Side, key: str) -> str:
    a, b = first.get(key), second.get(key)
    if not isinstance(a, int) or not isinstance(b, int):
        return f"One of them {does} more {what} than are counted here."
    if a == b:
        return f"Each {does} {a:,} {what}."
    return f"The second {does} {b / max(a, 1):.2f} times as many {what} as the first."


def _time(ratio: Ratio | None) -> str:
    if ratio is None:
        return "It was stopped before there was a time to compare."
    winner, rounds = faster(ratio), ratio["rounds"]
    half = f"{ratio['low']:.2f} to {ratio['high']:.2f} in the middle half of {rounds} rounds"
    if winner == "":
        return f"No difference in time that stands out of the noise (ratio {half})."
    wins = ratio[f"{winner}_faster"]  # type: ignore[literal-required]
    return (
        f"The {winner} was faster in {wins} of {rounds} rounds: the second takes "
        f"{ratio['median']:.2f} times as long as the first ({half})."
    )
