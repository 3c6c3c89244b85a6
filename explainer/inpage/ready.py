"""The page's interpreter, made once: before the memory picture, or at a start without one."""

from __future__ import annotations

import random
import time

from explainer.inpage.program import Interpreter

_HALF_A_YEAR_S = 365 * 24 * 3600 // 2

interpreter = Interpreter(("/home/pyodide", "/tmp"))  # noqa: S108  (the page's own file system)


def wake() -> None:
    """Make true again what a picture of memory froze: the random numbers and the time zone.

    The seed of string hashes stays: every dictionary in memory was built with it.
    """
    random.seed()
    _tell_time_zone()
    interpreter.accept(time)


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
