"""Adaptive instructions as they are right now: their specialised form and the counter they carry.

Source: Include/internal/pycore_code.h and pycore_backoff.h of each version. The counter is the
first inline cache of every instruction that can specialise.
"""

from __future__ import annotations

import dis
import opcode
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import CodeType

_CACHES: Mapping[str, Mapping[str, int]] = getattr(opcode, "_cache_format", {})
_COUNTER = "counter"
_NEVER = 0xFFFF  # the value of a counter that is not to be counted down


def why_none() -> str:
    """Why this Python has no adaptive instructions; empty where it has."""
    if sys.version_info < (3, 11):  # noqa: UP036 - 3.10 runs this in Pyodide
        return "CPython specialises its bytecode since 3.11"
    return ""


def backoff_bits() -> int:
    """Low bits of a counter that hold its backoff: 4 from 3.11 to 3.14, 3 since 3.15."""
    return 3 if sys.version_info >= (3, 15) else 4


class State(NamedTuple):
    """One adaptive instruction now. Missing: `counter` and `backoff` None where it carries none.

    `warming`: it is in the general form. Units: `counter` in executions; in misses once it is not.
    """

    offset: int
    base: str
    opname: str
    counter: int | None
    backoff: int | None
    warming: bool


def states(code: CodeType, bases: Mapping[int, str]) -> Iterator[State]:
    """State of each adaptive instruction; `bases` are the names the compiler wrote, by offset."""
    memory: bytes = getattr(code, "_co_code_adaptive", code.co_code)
    for row in _now(code):
        base = bases.get(row.offset, row.opname)
        if _COUNTER not in _CACHES.get(base, ()):
            continue
        raw = int.from_bytes(memory[row.offset + 2 : row.offset + 4], sys.byteorder)
        warming = row.opname in {base, f"{base}_ADAPTIVE"}
        counter, backoff = _counter(raw, warming=warming)
        yield State(row.offset, base, row.opname, counter, backoff, warming)


def _now(code: CodeType) -> Iterator[Any]:
    yield from dis.get_instructions(code, adaptive=True)  # type: ignore[call-arg,unused-ignore]


def _counter(raw: int, *, warming: bool) -> tuple[int | None, int | None]:
    if raw == _NEVER:
        return None, None
    if sys.version_info < (3, 12) and not warming:
        return raw, None  # 3.11 counts the misses of a specialised form as a plain number
    bits = backoff_bits()
    return raw >> bits, raw & (1 << bits) - 1
