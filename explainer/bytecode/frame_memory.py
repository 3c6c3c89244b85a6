"""The value stack of a running frame, read from its memory.

CPython gives no access to it, so this reads `_PyInterpreterFrame` through ctypes. That layout is
private: only versions and pointer sizes on which it was checked are read, and a known function is
run first to see that it still holds. Nothing that is read is kept.
Source: Include/internal/pycore_interpframe_structs.h and pycore_stackref.h of CPython 3.14, 3.15.
"""

from __future__ import annotations

import builtins
import dis
import struct
import sys
import sysconfig
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from types import CodeType, FrameType

try:
    import ctypes
except ImportError:  # then there are still the documented effects
    ctypes = None  # type: ignore[assignment]

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

# (version, bytes of a pointer) on which the whole corpus of tests was stepped.
CHECKED = frozenset({("3.14.2", 4), ("3.15.0rc1", 4)})

_WORD_BYTES = struct.calcsize("P")
_FRAME_OF_OBJECT = 3  # PyFrameObject: ob_refcnt, ob_type, f_back, f_frame
_EXECUTABLE, _STACK_POINTER, _LOCALS = 0, 8, 10  # words of _PyInterpreterFrame
_TAG = 3  # the low bits of a stack reference
_INT_TAG = 3
_HIDDEN_TAG = 2


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
    """Reads frames. Only for an interpreter for which `why_unknown` has no reason against it."""

    def __init__(self) -> None:
        if ctypes is None:
            raise UnknownLayout("this Python has no ctypes to read memory with")

        self._pointer_to_frame = ctypes.c_size_t.from_address
        self._arrays: dict[int, Any] = {}
        self._slot = (ctypes.c_void_p * 1)()
        self._seen_through = ctypes.py_object.from_buffer(self._slot)

    def read(self, frame: FrameType, code: CodeType, slots: Slots) -> Contents:
        """What the frame's names and stack hold now. Raises: UnknownLayout."""
        address = self._pointer_to_frame(id(frame) + _FRAME_OF_OBJECT * _WORD_BYTES).value
        words = self._array(slots.words).from_address(address)[:]
        if words[_EXECUTABLE] & ~_TAG != id(code):
            raise UnknownLayout("the frame in memory does not hold the running code")
        end, rest = divmod(words[_STACK_POINTER] - address, _WORD_BYTES)
        base = _LOCALS + len(slots.names)
        if rest or not base <= end <= slots.words:
            raise UnknownLayout("the stack pointer in memory does not point into the frame")
        return Contents(words[_LOCALS:base], words[base:end])

    def value(self, reference: int) -> Any:
        """The object behind a reference, alive as long as the frame holds it. Not for NULL."""
        self._slot[0] = reference & ~_TAG
        return self._seen_through.value

    def _array(self, words: int) -> Any:
        kind = self._arrays.get(words)
        if kind is None:
            kind = self._arrays[words] = ctypes.c_size_t * words
        return kind


def is_null(reference: int) -> bool:
    """Whether a stack reference is to nothing."""
    return reference & ~_TAG == 0


def tagged_int(reference: int) -> int | None:
    """The number in a stack reference that is itself a number (3.15). Missing: None."""
    if reference & _TAG != _INT_TAG:
        return None
    signed = reference - (1 << 8 * _WORD_BYTES) if reference >> (8 * _WORD_BYTES - 1) else reference
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
    return Slots(names, cells, _LOCALS + len(names) + code.co_stacksize)


def why_unknown() -> str:
    """Why the frames of this interpreter are not read; empty where they are."""
    version = sys.version.split()[0]
    here = (version, _WORD_BYTES)
    if sys.implementation.name != "cpython":
        return f"{sys.implementation.name} is not CPython"
    if sysconfig.get_config_var("Py_GIL_DISABLED") or hasattr(sys, "gettotalrefcount"):
        return "free-threaded and debug builds lay frames out differently"
    if here not in CHECKED:
        known = ", ".join(f"{name} with {size * 8} bits" for name, size in sorted(CHECKED))
        return (
            f"how CPython {version} with {_WORD_BYTES * 8} bits lays out its frames was not "
            f"checked; it was for {known}"
        )
    return _why_not_as_known()


@lru_cache(maxsize=1)
def _why_not_as_known() -> str:
    """Run a known function and compare what its stack must be with what is read."""
    try:
        seen = _stacks_of_known(FrameMemory())
    except (OSError, AttributeError, UnknownLayout) as error:
        return f"the memory of a known frame cannot be read: {error}"
    one, two = _ONE, _TWO
    as_known = [list(map(id, stack)) for stack in seen[:1]] == [
        [id(one), id(two), id(None)]
    ] and seen[1:] == [[one, [two, None], one], [(one, [two, None], one)]]
    return "" if as_known else "a known function did not have the stack it must have"


_ONE, _TWO = "one of two", 2.5
_TOOL = 4


def _known(first: object, second: object) -> object:
    return (first, [second, None], first)


def _stacks_of_known(memory: FrameMemory) -> list[list[Any]]:
    """Stacks of `_known` before it builds the list, builds the tuple, and returns it."""
    code, monitoring = _known.__code__, sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    wanted = {"BUILD_LIST", "BUILD_TUPLE", "RETURN_VALUE"}
    places = {row.offset for row in dis.get_instructions(code) if row.opname in wanted}
    slots = slots_of(code)
    seen: list[list[Any]] = []

    def before(code: CodeType, offset: int) -> None:
        if offset in places:
            contents = memory.read(sys._getframe(1), code, slots)
            seen.append([None if is_null(r) else memory.value(r) for r in contents.stack])

    event = monitoring.events.INSTRUCTION
    monitoring.use_tool_id(_TOOL, __name__)
    try:
        monitoring.register_callback(_TOOL, event, before)
        monitoring.set_local_events(_TOOL, code, event)
        _known(_ONE, _TWO)
    finally:
        monitoring.set_local_events(_TOOL, code, 0)
        monitoring.register_callback(_TOOL, event, None)
        monitoring.free_tool_id(_TOOL)
    return seen
