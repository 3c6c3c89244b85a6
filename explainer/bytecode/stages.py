"""What the compiler makes on its way: syntax tree, scopes, pseudo-instructions, optimised ones.

The last two come from `_testinternalcapi`, CPython's own door for testing its compiler, where a
build has it. It is private: what it lacks in a version is said in words and never made up.
Source: Modules/_testinternalcapi.c, Python/codegen.c and Python/flowgraph.c of CPython.
"""

from __future__ import annotations

import ast
import dis
import importlib
import symtable
import sys
from typing import TYPE_CHECKING, Any

from explainer.bytecode.compiler_schema import STAGES
from explainer.bytecode.constants import stable_repr
from explainer.bytecode.document import FILENAME, compiled, python
from explainer.bytecode.errors import SourceDoesNotCompile
from explainer.bytecode.source import SourceText
from explainer.bytecode.stack_depth import JUMPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explainer.bytecode.compiler_schema import (
        Instructions,
        Node,
        Pseudo,
        Scope,
        Stages,
        Symbol,
    )

_NAMES = {number: name for name, number in {**dis.opmap, **getattr(dis, "_all_opmap", {})}.items()}
_PSEUDO_JUMPS = ("JUMP", "SETUP_")
_LONGEST_VALUE = 200


def stages(source: str, filename: str = FILENAME) -> Stages:
    """All that this interpreter lets one see of the compiler's work on a source.

    Pseudo-instructions are those of the module's own code, not of what is defined in it.
    """
    base: Stages = {"schema": STAGES, "python": python(), "filename": filename}
    try:
        compiled(source, filename)
        tree = ast.parse(source, filename)
        scopes = symtable.symtable(source, filename, "exec")
    except SourceDoesNotCompile as refused:
        return {**base, "error": refused.error}
    text = SourceText(source)
    generated, optimised = _instructions(tree, filename, text)
    return {
        **base,
        "tree": _node(tree, "", text),
        "dump": ast.dump(tree, indent=2),
        "scopes": _scope(scopes),
        "generated": generated,
        "optimised": optimised,
    }


def _node(tree: ast.AST, field: str, text: SourceText) -> Node:
    values: dict[str, str] = {}
    children: list[Node] = []
    for name, held in ast.iter_fields(tree):
        for item in held if isinstance(held, list) else [held]:
            if isinstance(item, ast.AST) and (item._fields or item._attributes):
                children.append(_node(item, name, text))
            elif isinstance(item, ast.AST):  # an operator or a context, such as Load
                written = type(item).__name__
                values[name] = f"{values[name]}, {written}" if name in values else written
            elif item is not None or name == "value":
                values[name] = stable_repr(item)[:_LONGEST_VALUE]
    at = [getattr(tree, name, None) for name in ("lineno", "end_lineno")]
    columns = [getattr(tree, name, None) for name in ("col_offset", "end_col_offset")]
    return {
        "field": field,
        "name": type(tree).__name__,
        "values": values,
        "position": text.position((at[0], at[1], columns[0], columns[1])),
        "children": children,
    }


def _scope(table: symtable.SymbolTable) -> Scope:
    return {
        "name": table.get_name(),
        "kind": str(getattr(table.get_type(), "value", table.get_type())),
        "line": table.get_lineno(),
        "symbols": [_symbol(symbol) for symbol in table.get_symbols()],
        "children": [_scope(child) for child in table.get_children()],
    }


def _symbol(symbol: symtable.Symbol) -> Symbol:
    asked = [name for name in dir(symbol) if name.startswith("is_")]
    says = [name[3:].replace("_", " ") for name in asked if getattr(symbol, name)()]
    return {"name": symbol.get_name(), "says": says}


def _instructions(
    tree: ast.AST, filename: str, text: SourceText
) -> tuple[Instructions, Instructions]:
    """What the code generator wrote, and what is left of it after the optimiser."""
    try:
        compiler: Any = importlib.import_module("_testinternalcapi")
        generate, optimise = compiler.compiler_codegen, compiler.optimize_cfg
    except (ImportError, AttributeError):
        reason = f"this build of CPython {_minor()} has no `_testinternalcapi` that shows it"
        return _without(reason), _without(reason)
    if sys.version_info < (3, 13):
        reason = f"CPython {_minor()} gives it in a form that tells too little"
        return _without(reason), _without(reason)
    sequence, told = generate(tree, filename, 0)
    generated: Instructions = {"rows": list(_rows(sequence, text)), "why_not": None}
    if "consts" not in told:
        return generated, _without(
            f"CPython {sys.version.split()[0]} does not tell the constants that go with them "
            "(3.14.8 does), and the optimiser would compute with wrong ones"
        )
    optimised = optimise(sequence, _constants(told["consts"]), 0)
    return generated, {"rows": list(_rows(optimised, text)), "why_not": None}


def _constants(told: Any) -> list[object]:
    """Constants by index. Up to 3.14 the keys of a dict, where some carry their type with them."""
    if isinstance(told, list):
        return list(told)
    by_index = sorted(told, key=told.__getitem__)
    return [key[1] if isinstance(key, tuple) else key for key in by_index]


def _rows(sequence: Any, text: SourceText) -> Iterator[Pseudo]:
    rows: Sequence[tuple[Any, ...]] = sequence.get_instructions()
    targets = sorted({row[1] for row in rows if _jumps(row[0])})
    labels = {place: f"L{number}" for number, place in enumerate(targets, start=1)}
    for place, (number, arg, line, end_line, column, end_column) in enumerate(rows):
        jumps = _jumps(number)
        spot = text.position((line, end_line, column, end_column)) if line and line > 0 else None
        yield {
            "opname": _NAMES.get(number, f"<{number}>"),
            "arg": None if jumps else arg,
            "target": arg if jumps else None,
            "label": labels.get(place),
            "line": line if line and line > 0 else None,
            "position": spot,
        }


def _jumps(number: int) -> bool:
    name = _NAMES.get(number, "")
    return number in JUMPS or name.startswith(_PSEUDO_JUMPS)


def _without(reason: str) -> Instructions:
    return {"rows": [], "why_not": reason}


def _minor() -> str:
    return "{}.{}".format(*sys.version_info)
