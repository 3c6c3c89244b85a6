"""Qualified names of code objects, on 3.10 too, where only functions and classes carry them."""

from __future__ import annotations

import dis
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import CodeType


def qualname(code: CodeType, parent: CodeType | None) -> str:
    """Qualified name of a code object, as `co_qualname` says it since 3.11."""
    known = getattr(code, "co_qualname", None)
    if isinstance(known, str):
        return known
    if parent is None:
        return code.co_name
    return _named_by_class_body(code) or _named_by_parent(code, parent) or code.co_name


def _named_by_class_body(code: CodeType) -> str | None:
    """3.10: a class body begins by storing its own `__qualname__`."""
    before = None
    for instruction in dis.get_instructions(code):
        if instruction.opname == "STORE_NAME" and instruction.argval == "__qualname__":
            return before.argval if before is not None else None
        if instruction.opname not in {"LOAD_NAME", "STORE_NAME", "LOAD_CONST"}:
            return None
        before = instruction
    return None


def _named_by_parent(code: CodeType, parent: CodeType) -> str | None:
    """3.10: the parent loads the code object, then its qualified name, then makes the function."""
    loaded = False
    for instruction in dis.get_instructions(parent):
        if loaded and instruction.opname == "LOAD_CONST":
            return str(instruction.argval)
        if instruction.opname != "EXTENDED_ARG":
            loaded = instruction.argval is code
    return None
