"""Settings of the interpreter and of the process that no module's names hold."""

from __future__ import annotations

import gc
import locale
import os
import random
import signal
import sys
import tracemalloc
import warnings
from typing import Any

_OF_CONTEXT = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")


class Settings:
    """How they were when it was made."""

    def __init__(self) -> None:
        self._environment = dict(os.environ)
        self._folder = os.getcwd()  # noqa: PTH109  (text, as chdir takes it)
        self._mask = _mask()
        self._handlers = [(number, signal.getsignal(number)) for number in signal.valid_signals()]
        self._locale = locale.setlocale(locale.LC_ALL)
        self._recursion = sys.getrecursionlimit()
        self._digits = sys.get_int_max_str_digits()
        self._switch_interval_s = sys.getswitchinterval()
        self._collecting, self._thresholds = gc.isenabled(), gc.get_threshold()
        self._frozen = gc.get_freeze_count()
        self._contexts = [(context, context.copy()) for context in _decimal_contexts()]

    def restore(self) -> None:
        """Put them back."""
        self._restore_watching()
        self._restore_collecting()
        self._restore_process()
        sys.setrecursionlimit(self._recursion)
        sys.set_int_max_str_digits(self._digits)
        sys.setswitchinterval(self._switch_interval_s)
        sys.set_coroutine_origin_tracking_depth(0)
        sys.set_asyncgen_hooks(None, None)
        for context, before in self._contexts:
            _restore_context(context, before)
        with warnings.catch_warnings():
            pass  # tells the C half of `warnings` that the filters have changed
        random.seed()  # a `random.seed(1)` of one program must not fix the numbers of the next

    def _restore_watching(self) -> None:
        sys.settrace(None)
        sys.setprofile(None)
        tracemalloc.stop()
        for tool in range(6) if hasattr(sys, "monitoring") else ():
            _free_monitoring_tool(tool)

    def _restore_collecting(self) -> None:
        (gc.enable if self._collecting else gc.disable)()
        gc.set_threshold(*self._thresholds)
        gc.set_debug(0)
        if gc.get_freeze_count() != self._frozen:
            gc.unfreeze()

    def _restore_process(self) -> None:
        os.chdir(self._folder)
        os.umask(self._mask)
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        if locale.setlocale(locale.LC_ALL) != self._locale:
            locale.setlocale(locale.LC_ALL, self._locale)
        for number, handler in self._handlers:
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _decimal_contexts() -> list[Any]:
    """The templates of new contexts; a module that is imported later has its own."""
    decimal = sys.modules.get("decimal")
    names = ("DefaultContext", "BasicContext", "ExtendedContext")
    return [] if decimal is None else [getattr(decimal, name) for name in names]


def _restore_context(context: Any, before: Any) -> None:
    for name in _OF_CONTEXT:
        setattr(context, name, getattr(before, name))
    for signals, kept in ((context.traps, before.traps), (context.flags, before.flags)):
        signals.update(kept)


def _free_monitoring_tool(tool: int) -> None:
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    if monitoring.get_tool(tool) is None:
        return
    monitoring.set_events(tool, 0)
    for name in dir(monitoring.events):
        event = getattr(monitoring.events, name)
        if isinstance(event, int) and event.bit_count() == 1:
            monitoring.register_callback(tool, event, None)
    monitoring.free_tool_id(tool)
