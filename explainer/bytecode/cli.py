"""The command: bytecode of a file, or a run of it, by this Python or another, as text or JSON.

Exit status: 0; 1 where the source does not compile; 2 on bad usage or an unreadable file; 130 after
Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

from explainer.bytecode import text
from explainer.bytecode.compare import compare
from explainer.bytecode.errors import BytecodeError, NoFunction, SourceDoesNotCompile
from explainer.bytecode.opcodes import running
from explainer.bytecode.runs_text import render_counts, render_specialisation, render_trace
from explainer.bytecode.selection import select
from explainer.bytecode.source import SourceText
from explainer.bytecode.source_file import quoted, read, target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explainer.bytecode.schema import Document


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the arguments ask for; errors go to standard error."""
    options = _parsed(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # what a terminal cannot show is spelled out
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(_answer(options), end="", flush=True)
    except BrokenPipeError:  # as with `| head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("error: stopped by Ctrl-C before there was an answer", file=sys.stderr)
        return 130
    except Exception as error:
        if not isinstance(error, _expected_errors()):
            raise
        print(f"error: {error}", file=sys.stderr)
        return 1 if isinstance(error, SourceDoesNotCompile) else 2
    return 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.call and options.specialise is None:
        parser.error(
            "argument --call: only --specialise N calls FUNCTION; for --step and --count, write "
            "the call at the end of FILE"
        )
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m explainer.bytecode",
        description="Show the bytecode that CPython makes of a source file, and how it runs.",
    )
    parser.add_argument("file", metavar="FILE[:FUNCTION]", help="such as snippet.py:Stack.push")
    parser.add_argument("--json", action="store_true", help="print the document as JSON")
    parser.add_argument("--python", metavar="3.x", default=running(), help="version that compiles")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--diff", metavar="3.x", help="compare with a version, shown on the left")
    what.add_argument("--step", action="store_true", help="run it, and show each instruction")
    what.add_argument("--count", action="store_true", help="run it, and count the instructions")
    what.add_argument(
        "--specialise", metavar="N", type=int, help="call FUNCTION N times, and show what changes"
    )
    parser.add_argument(
        "--call", metavar="EXPRESSION", action="append", help="how to call FUNCTION; again: in turn"
    )
    parser.add_argument(
        "--line", metavar="TEXT", action="append", help="a line that the program reads; again: next"
    )
    return parser


def _answer(options: argparse.Namespace) -> str:
    path, function = target(options.file)
    source = read(path)
    if options.step or options.count or options.specialise is not None:
        return _run(options, source, str(path), function)
    lines = SourceText(source)
    document = _chosen(_document(source, str(path), options.python), function)
    if not options.diff:
        return _json(document) if options.json else text.render(document, lines, _paint())
    before = _chosen(_document(source, str(path), options.diff), function)
    if options.json:
        return _json(compare(before, document))
    return text.render_diff(before, document, lines, _paint())


def _run(options: argparse.Namespace, source: str, filename: str, function: str) -> str:
    """A document about a run of the program, and how it is written."""
    typed = "".join(f"{line}\n" for line in options.line or ())
    given: dict[str, object] = {"source": source, "filename": filename, "typed": typed}
    if options.specialise is not None:
        if not function:
            raise NoFunction(f"{filename}: name the function to call, as in {filename}:main")
        given |= {"function": function, "calls": options.call or [], "rounds": options.specialise}
        document = _asked(options.python, "specialisation", "watch", given)
        return _json(document) if options.json else render_specialisation(document, _paint())
    given["only"] = [function] if function else []
    if options.count:
        document = _asked(options.python, "counting", "count", given)
        return _json(document) if options.json else render_counts(document, _paint())
    document = _asked(options.python, "stepper", "trace", given)
    lines = SourceText(source).lines
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return _json(document) if options.json else render_trace(document, lines, _paint(), width)


def _json(answer: object) -> str:
    return json.dumps(answer, indent=1) + "\n"


def _document(source: str, filename: str, version: str) -> Document:
    document: Document = _asked(
        version, "document", "outcome", {"source": source, "filename": filename}
    )
    return document


def _asked(version: str, module: str, function: str, given: Mapping[str, object]) -> Any:
    """What a function of this package answers, in this Python or in another.

    Raises: SourceDoesNotCompile, where the answer is that.
    """
    module = f"explainer.bytecode.{module}"
    if version == running():
        document = getattr(importlib.import_module(module), function)(**given)
    else:
        # Only here, and only when asked: everything else in this package stands alone.
        from explainer.pythons.caller import Call, call_python

        (document,) = call_python(version, [Call(function, given, module)])
    if "error" in document:
        error, quote = document["error"], quoted(str(given["source"]), document["error"])
        raise SourceDoesNotCompile(str(given["filename"]), error, f"CPython {version}", quote)
    return document


def _chosen(document: Document, function: str) -> Document:
    return select(document, function) if function else document


def _paint() -> text.Paint:
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return text.COLOURS if wanted else text.PLAIN


def _expected_errors() -> tuple[type[Exception], ...]:
    """Errors with a message for the reader; those of the other Pythons only if they were used."""
    errors = sys.modules.get("explainer.pythons.errors")
    return (BytecodeError, errors.PythonsError) if errors else (BytecodeError,)
