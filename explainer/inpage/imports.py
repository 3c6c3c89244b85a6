"""What a program's import statements would read from a zip archive, found without a look inside."""

from __future__ import annotations

import sys
import zipimport
from opcode import opmap
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_IMPORT_NAME, _IMPORT_FROM = opmap["IMPORT_NAME"], opmap["IMPORT_FROM"]
_EXTENDED_ARG = opmap["EXTENDED_ARG"]


def imports_from(archive: str, code: CodeType) -> bool:
    """Whether a module that is not imported yet, but is in the archive, is named by an import.

    The archive's directory is the one that Python remembers.
    """
    files = zipimport._zip_directory_cache.get(archive, {})  # type: ignore[attr-defined]
    return any(_is_missing(name, files) for name in _imported(code))


def _imported(code: CodeType) -> Iterator[str]:
    """Dotted names in import statements, those of imported names included: they may be modules."""
    operations = code.co_code[::2]
    if _IMPORT_NAME in operations:
        yield from _named(code, operations)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _imported(constant)


def _named(code: CodeType, operations: bytes) -> Iterator[str]:
    module, high = "", 0
    for operation, low in zip(operations, code.co_code[1::2], strict=True):
        argument = high | low
        high = argument << 8 if operation == _EXTENDED_ARG else 0
        if operation == _IMPORT_NAME:
            module = code.co_names[argument]
            yield module
        elif operation == _IMPORT_FROM:
            yield f"{module}.{code.co_names[argument]}"


def _is_missing(name: str, files: Container[str]) -> bool:
    """Shape: a package and each module in it is looked for by itself; `a.b` may be a mere name."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        if ".".join(parts[:count]) in sys.modules:
            continue
        path = "/".join(parts[:count])
        return f"{path}.pyc" in files or f"{path}/__init__.pyc" in files
    return False
