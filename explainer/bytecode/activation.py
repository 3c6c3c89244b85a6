"""What is known of a code object and of each of its frames while they are stepped."""

from __future__ import annotations

import builtins
import inspect
from typing import TYPE_CHECKING

from explainer.bytecode import frame_memory

if TYPE_CHECKING:
    from types import CodeType

    from explainer.bytecode.schema import CodeObject

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

_NEVER_SEEN = -1  # is no reference
_GENERATOR = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
# These move references, so what objects hold is as it was before them. (Where one runs code of the
# program all the same, such as a `__missing__`, that code's own events come between.)
MOVES = frozenset(
    {
        "COPY",
        "COPY_FREE_VARS",
        "JUMP_BACKWARD",
        "JUMP_BACKWARD_NO_INTERRUPT",
        "JUMP_FORWARD",
        "BUILD_TUPLE",
        "LOAD_BUILD_CLASS",
        "LOAD_GLOBAL",
        "LOAD_NAME",
        "MAKE_FUNCTION",
        "LOAD_COMMON_CONSTANT",
        "LOAD_CONST",
        "LOAD_DEREF",
        "LOAD_FAST",
        "LOAD_FAST_BORROW",
        "LOAD_FAST_BORROW_LOAD_FAST_BORROW",
        "LOAD_FAST_CHECK",
        "LOAD_FAST_LOAD_FAST",
        "LOAD_SMALL_INT",
        "NOP",
        "NOT_TAKEN",
        "PUSH_NULL",
        "RESUME",
        "SWAP",
    }
)
# These change no object either, but may free one, so that an address can come to mean another.
QUIET = MOVES | {
    "COMPARE_OP",
    "IS_OP",
    "POP_JUMP_IF_FALSE",
    "POP_JUMP_IF_NONE",
    "POP_JUMP_IF_NOT_NONE",
    "POP_JUMP_IF_TRUE",
    "POP_TOP",
    "STORE_FAST",
    "STORE_FAST_LOAD_FAST",
    "STORE_FAST_STORE_FAST",
    "TO_BOOL",
}


class Plan:
    """What one code object needs while it is stepped."""

    def __init__(self, code: CodeType, place: int, described: CodeObject) -> None:
        self.code, self.place = code, place
        self.slots = frame_memory.slots_of(code)
        self.optimised = bool(code.co_flags & inspect.CO_OPTIMIZED)  # names live in the frame
        self.generator = bool(code.co_flags & _GENERATOR)
        self.starts: dict[int, int] = {}  # an exception may point into inline caches
        self.moves: set[int] = set()
        self.quiet: set[int] = set()
        start = 0
        rows = {row["offset"]: row["opname"] for row in described["instructions"]}
        self.depths = {row["offset"]: row["depth"] for row in described["instructions"]}
        for offset in range(0, len(code.co_code), 2):
            start = offset if offset in rows else start
            self.starts[offset] = start
            if rows[start] in QUIET:
                self.quiet.add(start)
            if rows[start] in MOVES:
                self.moves.add(start)


class Activation:
    """What a frame's names were last known to hold."""

    def __init__(self, place: int, plan: Plan) -> None:
        self.place, self.plan = place, plan
        self.quiet = False  # whether no object has changed since the last look
        self.references = [_NEVER_SEEN] * len(plan.slots.names)
        self.fixed = [False] * len(plan.slots.names)  # whether what is held cannot change
        self.shown: dict[str, int] = {}

    def note(self, name: str, place: int | None, changes: dict[str, int | None]) -> None:
        """Keep what a name holds, and tell if that is new; None for nothing."""
        if self.shown.get(name) == place:
            return
        changes[name] = place
        if place is None:
            del self.shown[name]
        else:
            self.shown[name] = place
