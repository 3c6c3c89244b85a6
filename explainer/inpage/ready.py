"""The page's interpreter, made once: before the memory picture, or at a start without one."""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING, Any

from explainer.inpage.program import Interpreter

if TYPE_CHECKING:
    from collections.abc import Callable

_HALF_A_YEAR_S = 365 * 24 * 3600 // 2

# In the page the whole file system is its own; anywhere else, nobody's file is touched.
interpreter = Interpreter(("/",) if sys.platform == "emscripten" else ())
call = interpreter.call_as_json
imports_from = interpreter.imports_from


def wake() -> str:
    """Make true again what a picture of memory froze: the random numbers and the time zone.

    The seed of string hashes stays: every dictionary in memory was built with it. Returns Python's
    version.
    """
    random.seed()
    _tell_time_zone()
    interpreter.accept(time)
    return sys.version.split()[0]


def run(
    source: str, name: str, typed: str, ended: Callable[[], object], ask: Callable[[], Any] | None
) -> str:
    """`Interpreter.run` for the page, whose `ask` may answer with a promise."""
    return interpreter.run_as_json(source, name, typed, ended, ask and (lambda: _settled(ask())))


def _settled(answer: Any) -> Any:
    if not hasattr(answer, "then"):
        return answer
    from pyodide.ffi import run_sync  # type: ignore[import-not-found]

    return run_sync(answer)


def _tell_time_zone() -> None:
    """Set what `time` works out when it is first imported.

    Shape: seconds west of UTC; "standard" is the half of the year that is further west.
    Source: CPython, Modules/timemodule.c, init_timezone.
    """
    now = time.time()
    halves = [time.localtime(now), time.localtime(now - _HALF_A_YEAR_S)]
    standard, summer = sorted(halves, key=lambda half: half.tm_gmtoff)
    time.timezone, time.altzone = -standard.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(standard.tm_gmtoff != summer.tm_gmtoff)
    time.tzname = (standard.tm_zone, summer.tm_zone)


interpreter.accept(sys.modules[__name__])  # with all that came after its making
