"""In words: what an adaptive instruction did in a round, and why it did not specialise."""

from __future__ import annotations

import json
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from explainer.bytecode.opcodes import describe, expanded, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explainer.bytecode.adaptive import State

    Types = Sequence[tuple[list[str], int]]  # of operands, and how often they were met

SOURCES = "Python/specialize.c, Python/bytecodes.c and Include/internal/pycore_backoff.h of CPython"


class Rule(NamedTuple):
    """What a family specialises for in the running version, and where CPython says so."""

    kinds: str
    source: str


@cache
def rule(base: str) -> Rule | None:
    """The rule of a family in the running version. Missing: None if it has none here."""
    data = json.loads(pkgutil.get_data(__name__, "specialising.json") or b"{}")
    for entry in data.get(base, ()):
        if running() in expanded(entry["versions"]):
            return Rule(entry["for"], entry["source"])
    return None


def words(event: str, before: State | None, now: State, meaning: str, met: Types) -> str:
    """A sentence or two on one instruction in one round; `met` are operand types and how often."""
    return _WORDS[event](before, now, f"{now.base} {meaning}".rstrip(), met)


def _cold(_before: State | None, _now: State, name: str, _met: Types) -> str:
    return f"`{name}` has not run yet."


def _warming(_before: State | None, now: State, name: str, met: Types) -> str:
    if now.counter is None:
        return f"`{name}` is in its general form."
    if now.counter == 0:
        return f"{_saw(name, met)}It tries to specialise when it runs next."
    return f"{_saw(name, met)}It runs {_times(now.counter)} more before it tries to specialise."


def _in_vain(_before: State | None, now: State, name: str, met: Types) -> str:
    mixed = "The types change from run to run. " if len(met) > 1 else ""
    again = "" if now.counter is None else f" It tries again after {_runs(now.counter + 1)}."
    return f"{_saw(name, met)}{mixed}Nothing fitted when it tried. {_rest(now)}{again}"


def _specialised(_before: State | None, now: State, name: str, met: Types) -> str:
    return f"{_saw(name, met)}It is now {now.opname}: {_does(now.opname)}"


def _respecialised(before: State | None, now: State, name: str, met: Types) -> str:
    if before is None or before.opname == now.opname:
        return f"{_saw(name, met)}It missed until it gave up, and chose {now.opname} anew."
    now_is = f"now it is {now.opname}: {_does(now.opname)}"
    return f"{_saw(name, met)}Too many misses as {before.opname}; {now_is}"


def _running(_before: State | None, now: State, name: str, met: Types) -> str:
    if met:
        return f"{_saw(name, met)}That is what {now.opname} is made for."
    return f"{now.opname} did not miss."


def _missed(before: State | None, now: State, name: str, met: Types) -> str:
    misses = (before.counter or 0) - (now.counter or 0) if before else 0
    left = (now.counter or 0) + (now.backoff is not None)  # 3.11 counts down to 0 and no further
    return (
        f"{_saw(name, met)}{now.opname} met something else {_times(misses)} and left the work to "
        f"the general form; {left:,} more of these and it gives up."
    )


def _deoptimised(before: State | None, now: State, name: str, met: Types) -> str:
    was = before.opname if before else now.base
    return f"{_saw(name, met)}It gave {was} up and is {now.base} again. {_rest(now)}"


def _rest(now: State) -> str:
    kinds = rule(now.base)
    return f"{now.base} specialises for {kinds.kinds} ({kinds.source})." if kinds else ""


def _saw(name: str, met: Types) -> str:
    if not met:
        return ""
    seen = [f"{' and '.join(names)} ({_times(times)})" for names, times in met[:3]]
    more = ", and others" if len(met) > 3 else ""
    return f"`{name}` saw {', '.join(seen)}{more}. "


def _runs(count: int) -> str:
    return "one more run" if count == 1 else f"{count:,} more runs"


def _does(opname: str) -> str:
    return describe(opname)["does"]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


_WORDS = {
    "cold": _cold,
    "warming": _warming,
    "tried in vain": _in_vain,
    "specialised": _specialised,
    "respecialised": _respecialised,
    "running": _running,
    "missed": _missed,
    "deoptimised": _deoptimised,
}
