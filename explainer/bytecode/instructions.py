"""Instructions of a code object as plain data, the same fields for every version of `dis`."""

from __future__ import annotations

import dis
import math
import opcode
from types import CodeType
from typing import TYPE_CHECKING, Any

from explainer.bytecode.constants import stable_repr
from explainer.bytecode.flow import flow
from explainer.bytecode.stack_depth import JUMPS, static_depths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explainer.bytecode.schema import Flow, Handler, InlineCache, Instruction
    from explainer.bytecode.source import RawPosition, SourceText

_CACHES: Mapping[str, Mapping[str, int]] = getattr(opcode, "_cache_format", {})
_EXACT_IN_JSON = 2**53  # readers of JSON keep numbers as float64


class Disassembly:
    """One code object as `dis` sees it: instructions, exception table, labels, depths."""

    def __init__(self, code: CodeType, source: SourceText) -> None:
        self.code = code
        self.source = source
        bytecode = dis.Bytecode(code)
        self.instructions = list(bytecode)
        self.handlers: Sequence[Any] = getattr(bytecode, "exception_entries", ())
        self.labels = _labels(self.instructions, self.handlers)
        self.lines = _lines(code)
        self.depths = static_depths(code, self.instructions, self.handlers)

    def rows(self, children: Mapping[int, int]) -> Iterator[Instruction]:
        """Instructions in order; `children` says where each constant that is code is described."""
        positions = self._positions()
        for instruction in self.instructions:
            yield self._row(instruction, positions, children)

    def flow(self) -> Flow:
        """The control-flow graph."""
        return flow(self.instructions, self.handlers, self.labels, self.depths)

    def exception_table(self) -> list[Handler]:
        """Rows of the exception table. Missing: empty on 3.10, which sets up blocks instead."""
        return [
            {
                "start": entry.start,
                "end": entry.end,
                "target": entry.target,
                "start_label": self.labels[entry.start],
                "end_label": self.labels[entry.end],
                "target_label": self.labels[entry.target],
                "depth": entry.depth,
                "lasti": bool(entry.lasti),
            }
            for entry in self.handlers
        ]

    def _row(
        self,
        instruction: dis.Instruction,
        positions: Sequence[RawPosition],
        children: Mapping[int, int],
    ) -> Instruction:
        offset = instruction.offset
        line = self.lines.get(offset)
        raw = positions[offset // 2] if positions else (line, None, None, None)
        position = self.source.position(raw)
        row: Instruction = {
            "offset": offset,
            "opcode": instruction.opcode,
            "opname": instruction.opname,
            "arg": instruction.arg,
            "argrepr": _argrepr(instruction),
            "line": line,
            "position": position,
            "text": self.source.span(position),
            "label": self.labels.get(offset),
            "jump": None,
            "caches": inline_caches(instruction.opname),
            "depth": self.depths.get(offset),
        }
        if instruction.opcode in JUMPS:
            row["jump"] = {"offset": instruction.argval, "label": self.labels[instruction.argval]}
        if instruction.arg is not None:
            self._add_argument(row, instruction, children)
        return row

    def _add_argument(
        self, row: Instruction, instruction: dis.Instruction, children: Mapping[int, int]
    ) -> None:
        if isinstance(instruction.argval, CodeType):
            row["code"] = children[instruction.arg or 0]
        elif is_plain(instruction.argval):
            row["argval"] = instruction.argval

    def _positions(self) -> Sequence[RawPosition]:
        """Spans by code unit. Missing: empty on 3.10."""
        positions = getattr(self.code, "co_positions", None)
        return [] if positions is None else list(positions())


def inline_caches(opname: str) -> list[InlineCache]:
    """Inline caches behind every instruction of an opcode, in order. Missing: none on 3.10."""
    return [{"name": name, "units": units} for name, units in _CACHES.get(opname, {}).items()]


def is_plain(value: object) -> bool:
    """Whether JSON carries a value unharmed: None, bool, text, a float, an int a float64 holds."""
    if isinstance(value, float):
        return math.isfinite(value)
    if type(value) is int:
        return abs(value) <= _EXACT_IN_JSON
    return value is None or isinstance(value, (bool, str))


def _argrepr(instruction: dis.Instruction) -> str:
    """As `dis` writes it; only a constant's `repr` may differ from one process to the next."""
    if instruction.opcode in dis.hasconst and instruction.argrepr:
        return stable_repr(instruction.argval)
    return instruction.argrepr


def _labels(instructions: Sequence[dis.Instruction], handlers: Sequence[Any]) -> dict[int, str]:
    """L1, L2 … in order of offset, for what `dis` labels since 3.13: jumps and protected ranges."""
    places = {item.argval for item in instructions if item.opcode in JUMPS}
    for entry in handlers:
        places |= {entry.start, entry.end, entry.target}
    return {offset: f"L{number}" for number, offset in enumerate(sorted(places), start=1)}


def _lines(code: CodeType) -> dict[int, int | None]:
    return {offset: line for start, end, line in code.co_lines() for offset in range(start, end, 2)}
