"""What `trace/1` keeps of each event of a run: where, the stack, the names that changed."""

from __future__ import annotations

import builtins
import dis
import inspect
from types import CellType
from typing import TYPE_CHECKING, Any

from explainer.bytecode import frame_memory, watching
from explainer.bytecode.frame_memory import Contents, FrameMemory, UnknownLayout
from explainer.bytecode.program import Enough
from explainer.bytecode.value_table import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import CodeType, FrameType

    from explainer.bytecode.program import Program
    from explainer.bytecode.run_schema import Frame, Step

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

_BYTES_OF_STEP, _BYTES_OF_PLACE = 75, 5  # of JSON, about
_NEVER_SEEN = -1  # is no reference
_GENERATOR = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_BEFORE_AN_INSTRUCTION = frozenset({"step", "call", "resume"})
_LAST_OF_FRAME = frozenset({"return", "unwind"})
# These move references, so what objects hold is as it was before them. (Where one runs code of the
# program all the same, such as a `__missing__`, that code's own events come between.)
_MOVES = frozenset(
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
_QUIET = _MOVES | {
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


class Recorder:
    """Hears the events of one run and keeps them; stops the run when there are enough."""

    def __init__(
        self, codes: Sequence[CodeType], program: Program, max_steps: int, max_bytes: int
    ) -> None:
        self.frames: list[Frame] = []
        self.steps: list[Step] = []
        self.values = Values()
        self.truncated: str | None = None
        self.why_not_real: str | None = frame_memory.why_unknown() or None
        self._memory = None if self.why_not_real else FrameMemory()
        self._plans = {id(code): _Plan(code, place) for place, code in enumerate(codes)}
        self._program = program
        self._not_of_program = frozenset(program.namespace)
        self._active: dict[int, _Activation] = {}  # by id of the frame object
        self._max_steps, self._max_bytes, self._bytes = max_steps, max_bytes, 0
        # Where the last instruction only moved references, and where it changed no object.
        self._moved_in: _Activation | None = None
        self._quiet_in: _Activation | None = None

    @property
    def stack(self) -> str:
        """`real`, `documented effects` or `not available`, as `trace/1` says it."""
        if self._memory:
            return "real"
        return "documented effects" if self.steps else "not available"

    def hear(
        self, event: str, frame: FrameType, code: CodeType, offset: int, value: object
    ) -> None:
        """Keep one event. Raises: Enough before the instruction that is one too many."""
        if event in _BEFORE_AN_INSTRUCTION:
            self._stop_if_enough()
        elif self.truncated or len(self.steps) >= self._max_steps:
            return
        plan = self._plans[id(code)]
        activation = self._activation(event, frame, plan)
        only_moved = self._moved_in is activation
        if not only_moved:
            self.values.forget()
        activation.quiet = self._quiet_in is activation
        self._moved_in = self._quiet_in = None
        step = self._step(event, frame, activation, only_moved=only_moved)
        step["offset"] = start = plan.starts.get(offset, offset)
        if value is not watching.NOTHING:
            step["value"] = self.values.of_object(value)[0]
        self.steps.append(step)
        self._bytes += _BYTES_OF_STEP + _BYTES_OF_PLACE * len(step["stack"] or ())
        if event in _LAST_OF_FRAME:
            self._active.pop(id(frame), None)
        elif event in _BEFORE_AN_INSTRUCTION:
            self._moved_in = activation if start in plan.moves else None
            self._quiet_in = activation if start in plan.quiet else None

    def _stop_if_enough(self) -> None:
        if self.truncated:
            raise Enough
        if len(self.steps) >= self._max_steps:
            self.truncated = f"stopped after {self._max_steps:,} steps"
        elif self._bytes + self.values.bytes >= self._max_bytes:
            self.truncated = f"stopped after {self._max_bytes:,} bytes"
        if self.truncated:
            raise Enough

    def _activation(self, event: str, frame: FrameType, plan: _Plan) -> _Activation:
        known = self._active.get(id(frame))
        if known is not None and known.plan is plan and event != "call":
            return known
        parent = self._parent(frame)
        made = self._active[id(frame)] = _Activation(len(self.frames), plan)
        self.frames.append(
            {
                "code": plan.place,
                "parent": parent,
                "depth": 0 if parent is None else self.frames[parent]["depth"] + 1,
                "generator": plan.generator,
            }
        )
        return made

    def _parent(self, frame: FrameType) -> int | None:
        """The frame of the program that this one was called from, over any of a library's."""
        caller = frame.f_back
        while caller is not None:
            known = self._active.get(id(caller))
            if known is not None and known.plan.code is caller.f_code:
                return known.place
            caller = caller.f_back
        return None

    def _step(
        self, event: str, frame: FrameType, activation: _Activation, *, only_moved: bool
    ) -> Step:
        step: Step = {
            "frame": activation.place,
            "offset": 0,
            "event": event,
            "stack": None,
            "locals": {},
            "printed": self._program.output.kept,
        }
        contents = self._contents(frame, activation) if event in _BEFORE_AN_INSTRUCTION else None
        if contents and self._memory:
            of_reference = self.values.of_reference
            step["stack"] = [of_reference(ref, self._memory)[0] for ref in contents.stack]
        if not only_moved:
            self._note_names(step["locals"], frame, activation, contents)
        return step

    def _contents(self, frame: FrameType, activation: _Activation) -> Contents | None:
        if self._memory is None:
            return None
        try:
            return self._memory.read(frame, activation.plan.code, activation.plan.slots)
        except UnknownLayout as unknown:
            self._give_up(str(unknown))
            return None

    def _note_names(
        self,
        changes: dict[str, int | None],
        frame: FrameType,
        activation: _Activation,
        contents: Contents | None,
    ) -> None:
        if self._memory is None or not activation.plan.optimised:
            named = {name: self.values.of_object(held)[0] for name, held in self._namespace(frame)}
            if contents:  # variables of comprehensions hide names of the module or class
                named |= dict(self._bound_slots(activation, contents))
            for name in [name for name in activation.shown if name not in named]:
                activation.note(name, None, changes)
            for name, place in named.items():
                activation.note(name, place, changes)
        elif contents:
            self._note_slots(changes, activation, contents)

    def _note_slots(
        self, changes: dict[str, int | None], activation: _Activation, contents: Contents
    ) -> None:
        slots = activation.plan.slots
        known, fixed = activation.references, activation.fixed
        for slot, reference in enumerate(contents.named):
            if known[slot] == reference and (fixed[slot] or activation.quiet):
                continue
            held, fixed[slot] = self._in_slot(reference, cell=slot in slots.cells)
            known[slot] = reference
            activation.note(slots.names[slot], held, changes)

    def _bound_slots(
        self, activation: _Activation, contents: Contents
    ) -> Iterator[tuple[str, int]]:
        slots = activation.plan.slots
        for slot, reference in enumerate(contents.named):
            held, _ = self._in_slot(reference, cell=slot in slots.cells)
            if held is not None:
                yield slots.names[slot], held

    def _in_slot(self, reference: int, *, cell: bool) -> tuple[int | None, bool]:
        """Place of what a name holds, and whether only another reference can change that."""
        if self._memory is None or frame_memory.is_null(reference):
            return None, True
        if cell:
            held = self._memory.value(reference)
            if type(held) is CellType:
                return self._in_cell(held), False
        return self.values.of_reference(reference, self._memory)

    def _in_cell(self, cell: Any) -> int | None:
        try:
            return self.values.of_object(cell.cell_contents)[0]
        except ValueError:
            return None

    def _namespace(self, frame: FrameType) -> Iterable[tuple[str, object]]:
        names: Any = frame.f_locals
        if type(names) is not dict and names.__class__.__name__ != "FrameLocalsProxy":
            return ()  # a mapping of the program's own, which reading might change
        hidden = self._not_of_program if frame.f_locals is self._program.namespace else ()
        pairs = list(names.items())
        return [(name, value) for name, value in pairs if type(name) is str and name not in hidden]

    def _give_up(self, reason: str) -> None:
        """From here on nothing is read; what was read so far is not trusted either."""
        self._memory, self.why_not_real = None, reason
        for step in self.steps:
            step["stack"] = None


class _Plan:
    """What one code object needs while it is stepped."""

    def __init__(self, code: CodeType, place: int) -> None:
        self.code, self.place = code, place
        self.slots = frame_memory.slots_of(code)
        self.optimised = bool(code.co_flags & inspect.CO_OPTIMIZED)  # names live in the frame
        self.generator = bool(code.co_flags & _GENERATOR)
        self.starts: dict[int, int] = {}  # an exception may point into inline caches
        self.moves: set[int] = set()
        self.quiet: set[int] = set()
        start = 0
        rows = {row.offset: row.opname for row in dis.get_instructions(code)}
        for offset in range(0, len(code.co_code), 2):
            start = offset if offset in rows else start
            self.starts[offset] = start
            if rows[start] in _QUIET:
                self.quiet.add(start)
            if rows[start] in _MOVES:
                self.moves.add(start)


class _Activation:
    """What a frame's names were last known to hold."""

    def __init__(self, place: int, plan: _Plan) -> None:
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
