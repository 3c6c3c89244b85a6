"""The interpreter as it was before the first program, and the way back to it.

One program must not spoil the next: what it imported is forgotten, what it patched is put back.
Objects deep inside other objects are not followed; a program that used `ctypes`, or left tasks
behind, asks for a fresh interpreter instead.
"""

from __future__ import annotations

import asyncio
import builtins
import gc
import os
import random
import shutil
import signal
import sys
import tracemalloc
import warnings
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAP_TYPE, _IMMUTABLE_TYPE = 1 << 9, 1 << 8  # Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE
_MISSING: Any = object()


class Baseline:
    """What there was when it was made: modules, their names, classes and containers, settings."""

    def __init__(self, places: tuple[str, ...] = ()) -> None:
        namespaces = [vars(module) for module in _modules()]
        self._namespaces = [(space, dict(space)) for space in namespaces]
        values = {id(value): value for space in namespaces for value in space.values()}.values()
        self._containers = [(value, value.copy()) for value in values if _is_container(value)]
        self._classes = [(value, dict(vars(value))) for value in values if _can_be_patched(value)]
        self._builtins, self._builtins_copy = vars(builtins), dict(vars(builtins))
        self._environment = dict(os.environ)
        self._folder = Path.cwd()
        self._files = {place: set(Path(place).iterdir()) for place in places}
        self._settings = _settings()

    def restore(self) -> list[str]:
        """Put everything back; return in words why a fresh interpreter would be better, if so."""
        self._builtins.update(self._builtins_copy)  # first: all else is done with them
        reasons = list(_what_cannot_be_undone())
        steps = (
            self._restore_names,
            self._restore_settings,
            self._restore_files,
            _forget_randomness,
        )
        for step in steps:
            try:
                step()
            except Exception as problem:  # noqa: BLE001  (anything odd means: start afresh)
                reasons.append(f"{type(problem).__name__}: {problem}")
        return reasons

    def accept(self, module: ModuleType) -> None:
        """Take the names of a module as they are now for how they were."""
        for space, copy in self._namespaces:
            if space is vars(module):
                copy.clear()
                copy.update(space)

    def _restore_names(self) -> None:
        for space, copy in self._namespaces:
            if not _same_mapping(space, copy):
                _refill(space, copy)
        for container, copy in self._containers:
            if not _same_content(container, copy):
                _refill(container, copy)
        for owner, copy in self._classes:
            if not _same_mapping(vars(owner), copy):
                _restore_class(owner, copy)
        with warnings.catch_warnings():
            pass  # tells the C half of `warnings` that the filters have changed

    def _restore_settings(self) -> None:
        limit, digits, collecting, thresholds, on_interrupt = self._settings
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(limit)
        sys.set_int_max_str_digits(digits)
        (gc.enable if collecting else gc.disable)()
        gc.set_threshold(*thresholds)
        signal.signal(signal.SIGINT, on_interrupt)
        tracemalloc.stop()
        for tool in range(6) if hasattr(sys, "monitoring") else ():
            _free_monitoring_tool(tool)
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)

    def _restore_files(self) -> None:
        os.chdir(self._folder)
        for place, known in self._files.items():
            for path in set(Path(place).iterdir()) - known:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def _modules() -> Iterator[ModuleType]:
    for name, module in list(sys.modules.items()):
        if name != "__main__" and isinstance(module, ModuleType):
            yield module


def _is_container(value: object) -> bool:
    return type(value) in (dict, list, set)


def _can_be_patched(value: object) -> bool:
    if not isinstance(value, type):
        return False
    return bool(value.__flags__ & _HEAP_TYPE) and not value.__flags__ & _IMMUTABLE_TYPE


def _same_mapping(now: Any, before: dict[str, object]) -> bool:
    """Whether both hold the very same objects; nobody's `__eq__` is asked."""
    if len(now) != len(before):
        return False
    return all(now.get(key, _MISSING) is value for key, value in before.items())


def _same_content(now: Any, before: Any) -> bool:
    if type(now) is dict:
        return _same_mapping(now, before)
    if type(now) is set:
        return len(now) == len(before) and {*map(id, now)} == {*map(id, before)}
    return len(now) == len(before) and all(a is b for a, b in zip(now, before, strict=True))


def _refill(container: Any, before: Any) -> None:
    if type(container) is list:
        container[:] = before
        return
    container.clear()
    container.update(before)


def _restore_class(owner: type, before: dict[str, object]) -> None:
    for name in set(vars(owner)) - set(before):
        type.__delattr__(owner, name)
    for name, value in before.items():
        if vars(owner).get(name, _MISSING) is not value:
            type.__setattr__(owner, name, value)


def _settings() -> tuple[int, int, bool, tuple[int, int, int], Any]:
    return (
        sys.getrecursionlimit(),
        sys.get_int_max_str_digits(),
        gc.isenabled(),
        gc.get_threshold(),
        signal.getsignal(signal.SIGINT),
    )


def _free_monitoring_tool(tool: int) -> None:
    monitoring = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    if monitoring.get_tool(tool) is None:
        return
    monitoring.set_events(tool, 0)
    monitoring.free_tool_id(tool)


def _forget_randomness() -> None:
    random.seed()  # a `random.seed(1)` of one program must not fix the numbers of the next


def _what_cannot_be_undone() -> Iterator[str]:
    if "_ctypes" in sys.modules:
        yield "the program used ctypes, which can change anything"
    loop = asyncio.events._get_running_loop()
    if loop is not None and asyncio.all_tasks(loop):
        yield "the program left asynchronous tasks running"
