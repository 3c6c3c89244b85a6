"""The source file that the command is given: found, read, and quoted where it does not compile."""

from __future__ import annotations

import difflib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.bytecode.errors import UnreadableSource
from explainer.bytecode.source import SourceText

if TYPE_CHECKING:
    from explainer.bytecode.schema import CompileError

_BEFORE_MARK, _WIDEST = 48, 72


def target(argument: str) -> tuple[Path, str]:
    """File and function; a colon in the file's own name is no separator.

    Raises: UnreadableSource where no file is named.
    """
    file, _, function = argument.rpartition(":")
    if Path(argument).exists() or ":" not in argument:
        file, function = argument, ""
    if not file:
        raise UnreadableSource(
            f'"{argument}": no file is named; write FILE or FILE:FUNCTION, as in snippet.py:main'
        )
    return Path(file), function


def read(path: Path) -> str:
    """Source text, in the encoding that the file declares.

    Raises: UnreadableSource.
    """
    if path.is_dir():
        raise UnreadableSource(f"{path}: a folder, not a file; name a file in it{_one_in(path)}")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableSource(f"{path}: no such file{_near(path)}") from None
    except OSError as error:
        raise UnreadableSource(f"{path}: cannot be read: {error.strerror or error}") from None
    if b"\0" in data:
        raise UnreadableSource(
            f"{path}: not text, it has null bytes; name a file of Python source, such as a .py"
        )
    try:
        return importlib.util.decode_source(data)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UnreadableSource(
            f"{path}: not Python source: {error}; save it as UTF-8, or name its encoding in the "
            "first line, as in `# coding: latin-1`"
        ) from None


def quoted(source: str, error: CompileError) -> str:
    """The line of an error with a mark under the place. Missing: empty where none is named."""
    lines = SourceText(source).lines
    if error["line"] is None or not 1 <= error["line"] <= len(lines):
        return ""
    text, column = lines[error["line"] - 1], error["column"]
    start = len(text) - len(text.lstrip())
    if column is None or column < start:
        return f"\n    {text[start : start + _WIDEST].rstrip()}"
    start = max(start, column - _BEFORE_MARK)
    return f"\n    {text[start : start + _WIDEST].rstrip()}\n    {' ' * (column - start)}^"


def _one_in(folder: Path) -> str:
    files = sorted(folder.glob("*.py"))
    return f", such as {files[0]}" if files else ""


def _near(path: Path) -> str:
    if not path.parent.is_dir():
        return f"; there is no folder {path.parent} either"
    close = difflib.get_close_matches(path.name, [one.name for one in path.parent.iterdir()], n=1)
    return f'; did you mean "{path.with_name(close[0])}"?' if close else ""
