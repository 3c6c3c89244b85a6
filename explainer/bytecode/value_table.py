"""The values of a trace, each text once."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from explainer.bytecode import frame_memory, values

if TYPE_CHECKING:
    from explainer.bytecode.frame_memory import FrameMemory
    from explainer.bytecode.run_schema import Value

globals()["__builtins__"] = dict(vars(builtins))  # see values.py


class Values:
    """Texts of values, each once."""

    def __init__(self) -> None:
        self.table: list[Value] = []
        self.bytes = 0  # of JSON, about
        self._places: dict[tuple[str, str, str], int] = {}
        self._recent: dict[int, tuple[int, bool]] = {}  # by id, while nothing can have changed

    def forget(self) -> None:
        """Look at every object anew, because what it holds may have changed."""
        self._recent.clear()

    def of_object(self, value: object) -> tuple[int, bool]:
        """Place of an object's text, and whether the object is immutable."""
        known = self._recent.get(id(value))
        if known is None:
            text, fixed = values.shown(value)
            place = self.place(text, values.type_name(value), "object")
            known = self._recent[id(value)] = (place, fixed)
        return known

    def of_reference(self, reference: int, memory: FrameMemory) -> tuple[int, bool]:
        """Place of what a stack reference leads to, and whether that is immutable."""
        number = frame_memory.tagged_int(reference)
        if number is not None:
            return self.place(str(number), "int", "tagged int"), True
        if frame_memory.is_null(reference):
            return self.place("NULL", "", "null"), True
        if frame_memory.is_hidden(reference):
            return self.place("(internal)", "", "hidden"), True
        return self.of_object(memory.value(reference))

    def place(self, text: str, kind_of_object: str, kind: str) -> int:
        """Place of a text in the table, where it is put if it is new."""
        key = (text, kind_of_object, kind)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.table)
            self.table.append({"repr": text, "type": kind_of_object, "kind": kind})
            self.bytes += len(text) + len(kind_of_object) + 45
        return place
