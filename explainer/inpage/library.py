"""The standard library for the page, compiled: starting from `.pyc` takes half the time."""

from __future__ import annotations

import importlib._bootstrap_external as bytecode_files
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Where Pyodide mounts the archive; compiled in, so that tracebacks name the real place.
_MOUNTED_AT = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def compile_library(original: str, target: str, ours: str, modules: Iterable[str]) -> None:
    """Write `target`, a zip of the modules of `original` and of `modules` below `ours`, compiled.

    Each member is deflated: the archive travels as it is, and Python unpacks what it imports.
    The bytecode is of the running interpreter's version; the same input gives the same bytes.
    Raises: SyntaxError if a module does not compile.
    """
    entries = {**dict(_originals(original)), **dict(_of_ours(Path(ours), modules))}
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(entries):
            archive.writestr(*_compiled(name, entries[name]), zipfile.ZIP_DEFLATED, 9)


def _originals(archive: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as library:
        for name in library.namelist():
            if not name.endswith("/"):
                yield name, library.read(name)


def _of_ours(folder: Path, modules: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for module in modules:
        yield module, (folder / module).read_bytes()


def _compiled(name: str, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    if not name.endswith(".py"):
        return zipfile.ZipInfo(name, _EPOCH), content
    code = compile(content, f"{_MOUNTED_AT}/{name}", "exec", dont_inherit=True, optimize=0)
    # "Unchecked": there is no source beside it that could be newer.
    data = bytecode_files._code_to_hash_pyc(code, b"\0" * 8, False)  # type: ignore[attr-defined]
    return zipfile.ZipInfo(f"{name}c", _EPOCH), bytes(data)
