"""Runs a reader's program as `python file.py` would, or calls one of our own functions."""

from __future__ import annotations

import atexit
import builtins
import contextvars
import gc
import importlib
import io
import json
import linecache
import signal
import sys
import traceback
import warnings
from dataclasses import dataclass, replace
from time import perf_counter
from types import CodeType, ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from explainer.inpage.baseline import Baseline
from explainer.inpage.imports import imports_from
from explainer.inpage.irrevocable import Irrevocable
from explainer.inpage.loop import LoopWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[], str | int | None]

_ANYTHING = BaseException  # a name of our own: the program may delete the builtin one
_LONGEST_ERROR = 40_000  # characters; more helps nobody and could be a program's whole memory


@dataclass(frozen=True)
class Outcome:
    """How a program ended: `why` is `end`, `error`, `exit`, `interrupt` or `input`.

    `renew` says in words why the next program should get a fresh interpreter; empty if it need not.
    """

    why: str
    error: str = ""
    kind: str = ""
    line: int | None = None
    exit_code: int = 0
    ms: float = 0
    renew: str = ""


class TypedLines(io.StringIO):
    """Standard input: lines typed beforehand, then those the reader is asked for.

    Each line is echoed when read, as a terminal shows it. `ask` gives a line, None at the end of
    input, or the number of a signal; without it, reading beyond the end sets `ran_out`.
    """

    def __init__(self, text: str, echo: TextIO, ask: Ask | None = None) -> None:
        super().__init__(text if text.endswith("\n") or not text else text + "\n")
        self._echo = echo
        self._ask = ask
        self._ended = False
        self.ran_out = False
        self.waited_ms = 0.0

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """The next line, or an empty string at the end of input."""
        line = super().readline(-1 if size is None else size)
        if not line and self._ask is not None and not self._ended:
            line = self._asked(self._ask)
        self.ran_out = not line and self._ask is None
        self._echo.write(line)
        return line

    def read(self, size: int | None = -1, /) -> str:
        """All lines to the end of input, or so many characters of those typed beforehand."""
        if size is None or size < 0:
            return "".join(iter(self.readline, ""))
        return super().read(size)

    def _asked(self, ask: Ask) -> str:
        self._echo.flush()
        begin = perf_counter()
        answer = ask()
        self.waited_ms += (perf_counter() - begin) * 1000
        if answer is None:
            self._ended = True
            return ""
        if answer == signal.SIGINT:
            raise KeyboardInterrupt
        return f"{answer}\n"


class ExitFunctions:
    """The program's own `atexit`: its functions run at its end, nobody else's with them."""

    def __init__(self) -> None:
        self._calls: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []

    def register(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        """Remember a call for the end; return the function, so that it works as a decorator."""
        self._calls.append((func, args, kwargs))
        return func

    def unregister(self, func: Any) -> None:
        """Forget every call of `func`."""
        self._calls = [call for call in self._calls if call[0] != func]

    def run(self) -> None:
        """Call them, the last one first."""
        while self._calls:
            func, args, kwargs = self._calls.pop()
            func(*args, **kwargs)


class Interpreter:
    """Runs one program after another, each as if it were the first."""

    def __init__(self, places: tuple[str, ...] = ()) -> None:
        self._places = places
        self._baseline = Baseline(places)
        self._compiled: tuple[str, str, CodeType] | None = None

    def accept(self, module: ModuleType) -> None:
        """Let programs find this module as it is now."""
        self._baseline.accept(module)

    def imports_from(self, archive: str, source: str, name: str) -> bool:
        """Whether a program has import statements for what is not here yet, but in a zip archive.

        Its code is kept for `run`, so that asking costs next to nothing.
        """
        self._compiled = None
        try:
            with warnings.catch_warnings(record=True) as warned:
                code = compile(source, name, "exec", dont_inherit=True)
        except Exception:  # noqa: BLE001  (running it tells)
            return False
        if not warned:
            self._compiled = (source, name, code)
        return imports_from(archive, code)

    def run_as_json(self, *request: Any) -> str:
        """`run` for callers in another language."""
        return json.dumps(vars(self.run(*request)))

    def run(
        self,
        source: str,
        name: str,
        typed: str,
        ended: Callable[[], object],
        ask: Ask | None = None,
    ) -> Outcome:
        """Run `source` as `__main__` under the file name `name`, with `typed` as standard input.

        `ended` is called at the program's end, before anything is put back or described; `ask`
        gives further lines, see `TypedLines`.
        Shape: output goes to file descriptors 1 and 2; nothing the program raises gets out.
        """
        sys.argv = [name]
        lines = _connect(typed, ask)
        _remember_lines(source, name)

        def described(error: BaseException | None) -> Outcome:
            _remember_lines(source, name)
            return _outcome(error, name, lines)

        outcome = self._attempt(lambda: _execute(self._code(source, name), name), ended, described)
        return replace(outcome, ms=outcome.ms - lines.waited_ms)

    def _code(self, source: str, name: str) -> CodeType:
        kept, self._compiled = self._compiled, None
        if kept is not None and kept[:2] == (source, name):
            return kept[2]
        return compile(source, name, "exec", dont_inherit=True)

    def call_as_json(
        self, module: str, function: str, arguments: str, ended: Callable[[], object]
    ) -> str:
        """`call` for callers in another language: the outcome, and on a second line the answer."""
        outcome, answer = self.call(module, function, json.loads(arguments), ended)
        return f"{json.dumps(vars(outcome))}\n{answer}"

    def call(
        self, module: str, function: str, arguments: dict[str, Any], ended: Callable[[], object]
    ) -> tuple[Outcome, str]:
        """Call a function of one of our own modules; answer how it ended, and its result as JSON.

        The module stays imported, so that the next call is quick; all else is put back as after a
        program. The result is written as JSON before that, and is empty if the call failed.
        """
        answers: list[str] = []
        _connect("")

        def answer() -> None:
            result = getattr(sys.modules[module], function)(**arguments)
            answers.append(json.dumps(result, separators=(",", ":")))

        error = self._import_for_good(module)
        if error is not None:
            return _called(error), ""
        return self._attempt(answer, ended, _called), "".join(answers)

    def _import_for_good(self, module: str) -> BaseException | None:
        """Make a module part of what every program finds, unless it is already."""
        if module in sys.modules:
            return None
        try:
            importlib.import_module(module)
        except Exception as problem:  # noqa: BLE001  (whatever it is, the caller learns it)
            return problem
        # What asks for a fresh interpreter when a *program* imports it; our module keeps its own.
        for name in [each for each in sys.modules if each.split(".")[0] in ("ctypes", "_ctypes")]:
            del sys.modules[name]
        self._baseline = Baseline(self._places)
        return None

    def _attempt(
        self,
        action: Callable[[], object],
        ended: Callable[[], object],
        described: Callable[[BaseException | None], Outcome],
    ) -> Outcome:
        """How an action ended, in the words of `described`, after all was put back."""
        streams = (sys.stdout, sys.stderr)
        watching = Irrevocable(), LoopWatch()
        begin = perf_counter()
        error = _error_of(action)
        ms = (perf_counter() - begin) * 1000
        self._baseline.restore_builtins()
        error = error or _error_of(_forget_program)
        ended()
        _flush(streams)
        reasons = self._baseline.restore(*watching)
        # Only now a word about it: the program may have taken away what saying needs.
        outcome = replace(described(error), ms=ms, renew="; ".join(reasons))
        if error is not None:  # what its frames held lives as long
            error = None
            sys.stdout, sys.stderr = streams
            _error_of(_forget_program)
            _flush(streams)
            self._baseline.restore(*watching)
        return outcome


def _connect(typed: str, ask: Ask | None = None) -> TypedLines:
    """Fresh streams, whatever was done to the last ones."""
    sys.stdout, sys.stderr = _stream(1), _stream(2)
    sys.stdin = lines = TypedLines(typed, sys.stdout, ask)
    return lines


def _remember_lines(source: str, name: str) -> None:
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)


def _error_of(action: Callable[[], object]) -> BaseException | None:
    error = None
    at_exit = ExitFunctions()
    atexit.register = at_exit.register  # type: ignore[assignment]
    atexit.unregister = at_exit.unregister
    try:
        contextvars.copy_context().run(action)
    except _ANYTHING as problem:
        error = problem
    try:
        at_exit.run()
    except _ANYTHING as problem:
        error = error or problem
    return error


def _execute(code: CodeType, name: str) -> None:
    main = ModuleType("__main__")
    main.__dict__.update(__file__=name, __builtins__=builtins)
    sys.modules["__main__"] = main
    exec(code, main.__dict__)  # noqa: S102


def _forget_program() -> None:
    """Let go of what it held, as Python does at its end: what a `__del__` prints is its own."""
    modules = vars(sys).get("modules")
    if isinstance(modules, dict):  # unless the program has put something else there
        modules.pop("__main__", None)
    gc.collect()


def _stream(descriptor: int) -> TextIO:
    return open(
        descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def _flush(streams: tuple[TextIO, ...]) -> None:
    for stream in streams:
        try:
            stream.flush()
        except (OSError, ValueError):  # closed or broken by the program itself
            continue


def _outcome(error: BaseException | None, name: str, lines: TypedLines) -> Outcome:
    if error is None:
        return Outcome("end")
    if isinstance(error, SystemExit):
        return _exit_outcome(error)
    why = "interrupt" if isinstance(error, KeyboardInterrupt) else "error"
    if isinstance(error, EOFError) and lines.ran_out:
        why = "input"
    return Outcome(why, _described(error, name), type(error).__name__, _line_of(error, name))


def _called(error: BaseException | None) -> Outcome:
    if error is None:
        return Outcome("end")
    why = "interrupt" if isinstance(error, KeyboardInterrupt) else "error"
    text = "".join(traceback.format_exception(error))
    return Outcome(why, text[-_LONGEST_ERROR:], type(error).__name__)


def _exit_outcome(error: SystemExit) -> Outcome:
    if error.code is None or isinstance(error.code, int):
        return Outcome("exit", exit_code=int(error.code or 0))
    return Outcome("exit", error=f"{error.code}\n"[-_LONGEST_ERROR:], exit_code=1)


def _described(error: BaseException, name: str) -> str:
    """The traceback, from the program's own first line on."""
    try:
        start = _first_frame_of(error.__traceback__, name)
        report = traceback.TracebackException(type(error), error, start)
        text = "".join(report.format())
    except Exception:  # noqa: BLE001  (out of memory again, or an exception that cannot be shown)
        text = f"{type(error).__name__} (its traceback could not be written)\n"
    if len(text) > _LONGEST_ERROR:
        text = f"{text[: _LONGEST_ERROR // 2]}\n[…]\n{text[-_LONGEST_ERROR // 2 :]}"
    return text


def _first_frame_of(trace: TracebackType | None, name: str) -> TracebackType | None:
    while trace is not None and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    return trace


def _line_of(error: BaseException, name: str) -> int | None:
    """The last line of the program's own file that the error passed through."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno
    found = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
