"""The value stack of a running frame, read from its memory.

CPython gives no access to it, so this reads `_PyInterpreterFrame` through ctypes. That layout is
private: `frame_layout.py` proves it on the running interpreter before anything read is believed,
and every look checks the running code, the stack pointer and the depth. Nothing read is kept.
Source: Include/internal/pycore_interpframe_structs.h and pycore_stackref.h of CPython 3.14, 3.15.
"""

from __future__ import annotations

import builtins
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from types import CodeType, FrameType

try:
    import ctypes
except ImportError:  # then there are still the documented effects
    ctypes = None  # type: ignore[assignment]

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

WORD_BYTES = struct.calcsize("P")
FRAME_OF_OBJECT = 3  # words of PyFrameObject: ob_refcnt, ob_type, f_back, f_frame
EXECUTABLE, STACK_POINTER, LOCALS = 0, 8, 10  # words of _PyInterpreterFrame
_TAG = 3  # the low bits of a stack reference
_INT_TAG = 3
_HIDDEN_TAG = 2
_NULLS = (0, 1)  # without and with the mark of what is not counted


class Slots(NamedTuple):
    """Names of the words between a frame's header and its stack; `cells` are those of cells."""

    names: list[str]
    cells: frozenset[int]
    words: int  # header, names and the deepest stack


class Contents(NamedTuple):
    """Stack references as they are: one for each name, and those on the stack, the top last."""

    named: list[int]
    stack: list[int]


class UnknownLayout(Exception):
    """The frame's memory is not as expected; the message says why."""


class FrameMemory:
    """Reads frames. Only for an interpreter against which `frame_layout` has no reason."""

    def __init__(self) -> None:
        self._arrays: dict[int, Any] = {}
        self._slot = (ctypes.c_void_p * 1)()
        self._seen_through = ctypes.py_object.from_buffer(self._slot)

    def read(
        self, frame: FrameType, code: CodeType, slots: Slots, depth: int | None = None
    ) -> Contents:
        """What the frame's names and stack hold now; `depth` is how many values must be on it.

        Raises: UnknownLayout.
        """
        address = address_of_frame(frame)
        words = self._array(slots.words).from_address(address)[:]
        if address_of_object(words[EXECUTABLE]) != id(code):
            raise UnknownLayout("the frame in memory does not hold the running code")
        end, rest = divmod(words[STACK_POINTER] - address, WORD_BYTES)
        base = LOCALS + len(slots.names)
        if rest or not base <= end <= slots.words:
            raise UnknownLayout("the stack pointer in memory does not point into the frame")
        if depth is not None and end - base != depth:
            raise UnknownLayout(f"the stack in memory holds {end - base} values, not {depth}")
        return Contents(words[LOCALS:base], words[base:end])

    def value(self, reference: int) -> Any:
        """The object behind a reference, alive as long as the frame holds it. Not for NULL."""
        self._slot[0] = address_of_object(reference)
        return self._seen_through.value

    def _array(self, words: int) -> Any:
        kind = self._arrays.get(words)
        if kind is None:
            kind = self._arrays[words] = ctypes.c_size_t * words
        return kind


def address_of_frame(frame: FrameType) -> int:
    """Where a frame object says that its frame lies."""
    return int(ctypes.c_size_t.from_address(id(frame) + FRAME_OF_OBJECT * WORD_BYTES).value)


def address_of_object(reference: int) -> int:
    """Where the object behind a reference lies. Not for NULL or a number."""
    return reference & ~_TAG


def is_null(reference: int) -> bool:
    """Whether a stack reference is to nothing."""
    return reference in _NULLS


def tagged_int(reference: int) -> int | None:
    """The number in a stack reference that is itself a number. Missing: None."""
    if reference & _TAG != _INT_TAG:
        return None
    signed = reference - (1 << 8 * WORD_BYTES) if reference >> (8 * WORD_BYTES - 1) else reference
    return signed >> 2


def is_hidden(reference: int) -> bool:
    """Whether a stack reference is a mark of the interpreter's own and no object."""
    return reference & _TAG == _HIDDEN_TAG


def slots_of(code: CodeType) -> Slots:
    """Names in the order of the frame's words: locals, cells that are no locals, free ones."""
    local = code.co_varnames
    names = [*local, *(name for name in code.co_cellvars if name not in local), *code.co_freevars]
    apart = {*code.co_cellvars, *code.co_freevars}
    cells = frozenset(place for place, name in enumerate(names) if name in apart)
    return Slots(names, cells, LOCALS + len(names) + code.co_stacksize)
