"""From a source text to the `bytecode/1` document of all its code objects."""

from __future__ import annotations
import __future__

import contextlib
import dis
import importlib.util
import sys
import warnings
from types import CodeType
from typing import TYPE_CHECKING

from explainer.bytecode.constants import stable_repr
from explainer.bytecode.errors import SourceDoesNotCompile
from explainer.bytecode.instructions import Disassembly
from explainer.bytecode.listing import listing
from explainer.bytecode.qualnames import qualname
from explainer.bytecode.schema import SCHEMA
from explainer.bytecode.source import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explainer.bytecode.schema import (
        CodeObject,
        CompileError,
        CompileWarning,
        Constant,
        Document,
        Flags,
        Python,
    )

FILENAME = "snippet.py"


def explain(source: str, filename: str = FILENAME) -> Document:
    """Bytecode of a source: every code object, the module first, parents before children.

    Raises: SourceDoesNotCompile with kind, message and place.
    """
    module, heard = compiled(source, filename)
    return {
        "schema": SCHEMA,
        "python": python(),
        "filename": filename,
        "warnings": heard,
        "code": described(module, source),
    }


def outcome(source: str, filename: str = FILENAME) -> Document:
    """Bytecode of a source, or a document whose `error` says why this version has none."""
    try:
        return explain(source, filename)
    except SourceDoesNotCompile as refused:
        return {
            "schema": SCHEMA,
            "python": python(),
            "filename": filename,
            "error": refused.error,
        }


def python() -> Python:
    """The interpreter that runs this. `magic` is the number that its `.pyc` files begin with."""
    return {
        "version": sys.version.split()[0],
        "implementation": "CPython"
        if sys.implementation.name == "cpython"
        else sys.implementation.name,
        "magic": int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little"),
    }


def compiled(source: str, filename: str) -> tuple[CodeType, list[CompileWarning]]:
    """Code object of the module, as plain `python` compiles it, and the warnings given."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            code = compile(source, filename, "exec", dont_inherit=True, optimize=0)
        except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError) as error:
            raise SourceDoesNotCompile(filename, _compile_error(error)) from error
    heard: list[CompileWarning] = [
        {"category": item.category.__name__, "message": str(item.message), "line": item.lineno}
        for item in caught
    ]
    return code, heard


def described(module: CodeType, source: str) -> list[CodeObject]:
    """The code objects of `code_objects(module)`, as the document has them."""
    text = SourceText(source)
    with _all_digits_shown():
        return [_described(found, text) for found in _found(module)]


def code_objects(module: CodeType) -> list[CodeType]:
    """A module's code and all code inside it, each in its place in the document."""
    return [found.code for found in _found(module)]


class _Found:
    """A code object on its way into the document, with its place there and its parent."""

    def __init__(self, code: CodeType, parent: _Found | None) -> None:
        self.code = code
        self.qualname = qualname(code, parent.code if parent else None)
        self.children: dict[int, int] = {}  # index in co_consts -> place in the document


def _found(module: CodeType) -> list[_Found]:
    """The module and all code inside it, in the order of the constants, depth first."""
    found: list[_Found] = []

    def visit(code: CodeType, parent: _Found | None) -> int:
        here = _Found(code, parent)
        place = len(found)
        found.append(here)
        for index, constant in enumerate(code.co_consts):
            if isinstance(constant, CodeType):
                here.children[index] = visit(constant, here)
        return place

    visit(module, None)
    return found


def _described(found: _Found, text: SourceText) -> CodeObject:
    code = found.code
    disassembly = Disassembly(code, text)
    return {
        "name": code.co_name,
        "qualname": found.qualname,
        "first_line": code.co_firstlineno,
        "flags": flags(code.co_flags),
        "argcount": code.co_argcount,
        "posonlyargcount": code.co_posonlyargcount,
        "kwonlyargcount": code.co_kwonlyargcount,
        "stacksize": code.co_stacksize,
        "consts": list(_constants(found)),
        "names": list(code.co_names),
        "varnames": list(code.co_varnames),
        "cellvars": list(code.co_cellvars),
        "freevars": list(code.co_freevars),
        "instructions": list(disassembly.rows(found.children)),
        "exception_table": disassembly.exception_table(),
        "flow": disassembly.flow(),
        "children": list(found.children.values()),
        "listing": listing(code),
    }


def flags(value: int) -> Flags:
    """Names of the bits of `co_flags`: those of `dis`, then the `from __future__` ones.

    A bit without a name is written in hexadecimal.
    """
    known = dict(dis.COMPILER_FLAG_NAMES)
    for feature in __future__.all_feature_names:
        bit = getattr(__future__, feature).compiler_flag
        known.setdefault(bit, f"FUTURE_{feature.upper()}")
    bits = [1 << place for place in range(value.bit_length()) if value >> place & 1]
    return {"value": value, "names": [known.get(bit, hex(bit)) for bit in bits]}


def _constants(found: _Found) -> Iterator[Constant]:
    for index, value in enumerate(found.code.co_consts):
        constant: Constant = {"repr": stable_repr(value), "type": type(value).__name__}
        if index in found.children:
            constant["code"] = found.children[index]
        yield constant


def _compile_error(error: Exception) -> CompileError:
    if not isinstance(error, SyntaxError):
        message = str(error) or "the source is nested too deeply for this compiler"
        return _error_at(type(error).__name__, message, None, None)
    reported = _error_at(type(error).__name__, error.msg, error.lineno, error.offset)
    if error.end_lineno and error.end_offset and error.end_offset > 0:
        reported["end_line"], reported["end_column"] = error.end_lineno, error.end_offset - 1
    return reported


def _error_at(kind: str, message: str, line: int | None, offset: int | None) -> CompileError:
    column = offset - 1 if offset else None  # the compiler counts columns from 1
    return {
        "kind": kind,
        "message": message,
        "line": line,
        "column": column,
        "end_line": None,
        "end_column": None,
    }


@contextlib.contextmanager
def _all_digits_shown() -> Iterator[None]:
    """Let `repr` write ints of any size: a hexadecimal literal may have more than 4300 digits."""
    if not hasattr(sys, "set_int_max_str_digits"):
        yield
        return
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)
