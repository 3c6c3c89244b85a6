"""Which types of operands adaptive instructions met, seen in a run that is stepped.

Stepping undoes specialisation, so this is another run than the one whose specialisation is watched.
"""

from __future__ import annotations

import builtins
import sys
from collections import Counter
from typing import TYPE_CHECKING

from explainer.bytecode import frame_memory
from explainer.bytecode.frame_memory import FrameMemory, UnknownLayout
from explainer.bytecode.values import type_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import CodeType, FrameType

    from explainer.bytecode.schema import CodeObject

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

# Places of the telling operands, counted from the top of the stack (1 is the top), deepest first.
_PLACES: Mapping[str, tuple[int, ...]] = {
    "BINARY_OP": (2, 1),
    "BINARY_SUBSCR": (2, 1),
    "COMPARE_OP": (2, 1),
    "CONTAINS_OP": (2, 1),
    "FOR_ITER": (1,),
    "GET_ITER": (1,),
    "LOAD_ATTR": (1,),
    "SEND": (2,),
    "STORE_ATTR": (1,),
    "STORE_SUBSCR": (2, 1),
    "TO_BOOL": (1,),
    "UNPACK_SEQUENCE": (1,),
}
_CALLS = {"CALL": 2, "CALL_KW": 3}  # what lies on the callable besides its arguments


class Operands:
    """Counts types of operands by (place of the code object, offset)."""

    def __init__(self, codes: Sequence[CodeType], described: Sequence[CodeObject]) -> None:
        self.seen: dict[tuple[int, int], Counter[tuple[str, ...]]] = {}
        self._memory = FrameMemory()
        self._places = {id(code): place for place, code in enumerate(codes)}
        self._slots = [frame_memory.slots_of(code) for code in codes]
        self._rows = [{row["offset"]: row for row in one["instructions"]} for one in described]

    def hear(
        self, event: str, frame: FrameType, code: CodeType, offset: int, _value: object
    ) -> None:
        """Look at the operands of the instruction that is about to run."""
        place = self._places[id(code)]
        row = self._rows[place][offset]
        depths = _depths(row["opname"], row["arg"] or 0) if event == "step" else ()
        if not depths:
            return
        try:
            stack = self._memory.read(frame, code, self._slots[place], row["depth"]).stack
        except UnknownLayout:
            return
        names = tuple(self._name(stack[-depth]) for depth in depths)
        self.seen.setdefault((place, offset), Counter())[names] += 1

    def take(self) -> dict[tuple[int, int], Counter[tuple[str, ...]]]:
        """What was seen since the last time this was asked."""
        seen, self.seen = self.seen, {}
        return seen

    def _name(self, reference: int) -> str:
        if frame_memory.is_null(reference):
            return "NULL"
        if frame_memory.tagged_int(reference) is not None:
            return "int"
        return "" if frame_memory.is_hidden(reference) else type_name(self._memory.value(reference))


def _depths(opname: str, arg: int) -> tuple[int, ...]:
    if opname in _CALLS:
        return (arg + _CALLS[opname],)
    if opname == "FOR_ITER" and sys.version_info >= (3, 15):
        return (2,)  # under the index
    return _PLACES.get(opname, ())
