"""The command: bytecode of a file, by this Python or another, as text or JSON.

Exit status: 0, or 1 where the source does not compile, or 2 on bad usage or an unreadable file.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.bytecode import text
from explainer.bytecode.compare import compare
from explainer.bytecode.document import outcome
from explainer.bytecode.errors import BytecodeError, SourceDoesNotCompile, UnreadableSource
from explainer.bytecode.opcodes import running
from explainer.bytecode.selection import select
from explainer.bytecode.source import SourceText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explainer.bytecode.schema import Document


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the arguments ask for; errors go to standard error, one line each."""
    options = _parser().parse_args(arguments)
    try:
        print(_answer(options), end="", flush=True)
    except BrokenPipeError:  # as with `| head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if not isinstance(error, _expected_errors()):
            raise
        print(f"error: {error}", file=sys.stderr)
        return 1 if isinstance(error, SourceDoesNotCompile) else 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m explainer.bytecode",
        description="Show the bytecode that CPython makes of a source file.",
    )
    parser.add_argument("file", metavar="FILE[:FUNCTION]", help="such as snippet.py:Stack.push")
    parser.add_argument("--json", action="store_true", help="print the bytecode/1 document")
    parser.add_argument("--python", metavar="3.x", default=running(), help="version that compiles")
    parser.add_argument("--diff", metavar="3.x", help="version to compare with, shown on the left")
    return parser


def _answer(options: argparse.Namespace) -> str:
    path, function = _target(options.file)
    source = _read(path)
    lines = SourceText(source)
    document = _chosen(_document(source, str(path), options.python), function)
    if not options.diff:
        return _json(document) if options.json else text.render(document, lines, _paint())
    before = _chosen(_document(source, str(path), options.diff), function)
    if options.json:
        return _json(compare(before, document))
    return text.render_diff(before, document, lines, _paint())


def _json(answer: object) -> str:
    return json.dumps(answer, indent=1) + "\n"


def _target(argument: str) -> tuple[Path, str]:
    """File and function; a colon in the file's own name is no separator."""
    if Path(argument).exists() or ":" not in argument:
        return Path(argument), ""
    file, _, function = argument.rpartition(":")
    return Path(file), function


def _read(path: Path) -> str:
    try:
        return importlib.util.decode_source(path.read_bytes())
    except FileNotFoundError:
        raise UnreadableSource(f"{path}: no such file") from None
    except OSError as error:
        raise UnreadableSource(f"{path}: {error.strerror or error}") from None
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UnreadableSource(f"{path}: not Python source: {error}") from None


def _document(source: str, filename: str, version: str) -> Document:
    if version == running():
        document = outcome(source, filename)
    else:
        # Only here, and only when asked: everything else in this package stands alone.
        from explainer.pythons.caller import Call, call_python

        (document,) = call_python(
            version, [Call("outcome", {"source": source, "filename": filename})]
        )
    if "error" in document:
        raise SourceDoesNotCompile(filename, document["error"], f"CPython {version}")
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
