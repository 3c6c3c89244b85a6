"""One run of the reader's program as `__main__`, what it printed, and how it ended."""

from __future__ import annotations

import builtins
import io
import os
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from explainer.bytecode.values import exception_text, type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    from explainer.bytecode.run_schema import Ended

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

LONGEST_OUTPUT = 65_536  # characters kept
_ANYTHING = BaseException


class Enough(BaseException):
    """Raised into the program to end it; it may catch this, and meets it again at once."""


class Output(io.TextIOBase):
    """What the program printed, on either stream: its beginning is kept, the rest counted."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.kept = 0  # characters
        self.lost = 0  # characters

    def writable(self) -> bool:
        """Whether one can write: yes."""
        return True

    def write(self, text: str, /) -> int:
        """Keep a text, or as much of it as there is room for."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        part = text[: LONGEST_OUTPUT - self.kept]
        if part:
            self._parts.append(part)
        self.kept += len(part)
        self.lost += len(text) - len(part)
        return len(text)

    @property
    def text(self) -> str:
        """All that was kept."""
        return "".join(self._parts)


def how_ended(ended: Ended) -> str:
    """What was raised, and in which line."""
    where = f", line {ended['line']}" if ended["line"] else ""
    return f"{ended['error'] or ended['why']}{where}"


def _report(unraisable: sys.UnraisableHookArgs) -> None:
    """As Python does, but for our own `Enough` in what a stopped program leaves to be closed."""
    if unraisable.exc_type is not Enough:
        sys.__unraisablehook__(unraisable)


class Program:
    """A program that is to run once, with lines typed beforehand as its standard input."""

    def __init__(self, code: CodeType, typed: str = "") -> None:
        self.code = code
        self.output = Output()
        self._module = ModuleType("__main__")
        self.namespace = self._module.__dict__
        self.namespace.update(__file__=code.co_filename, __builtins__=builtins)
        self._typed = io.StringIO(typed)

    def run(self, call: Callable[[], object] | None = None) -> Ended:
        """Run the program, or something of what it defined; never raises, `Enough` included."""
        try:
            with self._streams():
                return self._outcome(call or self._execute)
        except _ANYTHING as error:  # an interrupt while all was put back
            return self._ended(error)

    def _outcome(self, call: Callable[[], object]) -> Ended:
        try:
            call()
        except Enough:
            return {"why": "limit", "kind": "", "error": "", "line": None}
        except _ANYTHING as error:
            return self._ended(error)
        return {"why": "end", "kind": "", "error": "", "line": None}

    def _execute(self) -> None:
        exec(self.code, self.namespace)  # noqa: S102  (the reader's own program)

    @contextmanager
    def _streams(self) -> Iterator[None]:
        """All that is as when `python FILE` runs, also while what the program leaves is closed."""
        before = sys.stdin, sys.stdout, sys.stderr, sys.argv, sys.path, sys.unraisablehook
        main = sys.modules.get("__main__")
        kept = dict(vars(builtins))  # the program may take away what whoever called us needs
        sys.modules["__main__"] = self._module
        sys.stdin, sys.argv = self._typed, [self.code.co_filename]
        sys.stdout = sys.stderr = self.output
        sys.path, sys.unraisablehook = [*self._folder(), *sys.path], _report
        try:
            yield
        finally:
            now = vars(builtins)
            now.update(kept)  # never empty, not for a moment: an interrupt may come here
            for name in now.keys() - kept.keys():
                del now[name]
            sys.stdin, sys.stdout, sys.stderr, sys.argv, sys.path, sys.unraisablehook = before
            if main is not None:
                sys.modules["__main__"] = main

    def _folder(self) -> list[str]:
        """Where the modules beside the program are found. Missing: empty for a text in no file."""
        path = os.path.abspath(self.code.co_filename)  # noqa: PTH100 - the page has no pathlib yet
        there = os.path.isfile(path)  # noqa: PTH113
        return [os.path.dirname(path)] if there else []  # noqa: PTH120

    def _ended(self, error: BaseException) -> Ended:
        why, kind = "error", type(error)
        text = exception_text(error)
        if issubclass(kind, SystemExit):
            why = "exit"
        elif issubclass(kind, KeyboardInterrupt):
            why = "interrupt"
        elif issubclass(kind, EOFError) and self._typed.tell() == len(self._typed.getvalue()):
            why = "input"
        return {"why": why, "kind": type_name(error), "error": text, "line": self._line(error)}

    def _line(self, error: BaseException) -> int | None:
        """The last line of the program's own file that the error passed through."""
        found = None
        trace: Any = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.code.co_filename:
                found = trace.tb_lineno
            trace = trace.tb_next
        return found
