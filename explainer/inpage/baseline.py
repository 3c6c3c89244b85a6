"""The interpreter as it was before the first program, and the way back to it.

One program must not spoil the next: what it imported is forgotten, what it patched is put back.
What cannot be put back asks for a fresh interpreter instead.
"""

from __future__ import annotations

import builtins
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from explainer.inpage.files import Files
from explainer.inpage.heap import Heap
from explainer.inpage.irrevocable import CannotBeUndone, Irrevocable, Registrations
from explainer.inpage.loop import LoopWatch
from explainer.inpage.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ANYTHING = BaseException  # a hook that the program left may raise it


class Baseline:
    """What there was when it was made: objects of all modules, settings, files below `places`."""

    def __init__(self, places: tuple[str, ...] = ()) -> None:
        self._builtins, self._builtins_copy = vars(builtins), dict(vars(builtins))
        self._heap = Heap([vars(module) for module in _modules()])
        self._settings = Settings()
        self._files = Files(places)
        self._registrations = Registrations()

    def restore(self, irrevocable: Irrevocable, loop: LoopWatch) -> list[str]:
        """Put everything back; return in words why a fresh interpreter would be better, if so."""
        self.restore_builtins()  # first: all else is done with them
        steps: tuple[Callable[[], Any], ...] = (
            irrevocable.check,
            loop.restore,
            _turn_off_faulthandler,
            self._heap.restore,
            self._settings.restore,
            self._restore_files,
            self._registrations.check,
        )
        return [problem for step in steps if (problem := _problem_of(step))]

    def accept(self, module: ModuleType) -> None:
        """Take the names of a module as they are now for how they were."""
        self._heap.accept(vars(module))

    def restore_builtins(self) -> None:
        """Put back what all code needs."""
        self._builtins.update(self._builtins_copy)  # never empty, not for a moment
        for name in self._builtins.keys() - self._builtins_copy.keys():
            del self._builtins[name]

    def _restore_files(self) -> None:
        missing = self._files.restore()
        if missing:
            raise CannotBeUndone(f"the program removed {', '.join(missing)}")


def _modules() -> Iterator[ModuleType]:
    """All but the program's, and the one that is put back before all others."""
    for name, module in list(sys.modules.items()):
        if name not in ("__main__", "builtins") and isinstance(module, ModuleType):
            yield module


def _problem_of(step: Callable[[], Any]) -> str:
    try:
        step()
    except CannotBeUndone as done:
        return str(done)
    except _ANYTHING as problem:  # anything odd means: start afresh
        return f"{type(problem).__name__}: {problem}"
    return ""


def _turn_off_faulthandler() -> None:
    """While the module can be found: no interpreter starts with it."""
    if "faulthandler" in sys.modules:
        sys.modules["faulthandler"].disable()
