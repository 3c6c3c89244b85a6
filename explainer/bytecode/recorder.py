"""What `trace/1` keeps of each event of a run: where, the stack, the names that changed."""

from __future__ import annotations

import builtins
from types import CellType
from typing import TYPE_CHECKING, Any

from explainer.bytecode import frame_layout, frame_memory, watching
from explainer.bytecode.activation import Activation
from explainer.bytecode.frame_memory import Contents, FrameMemory, UnknownLayout
from explainer.bytecode.program import Enough
from explainer.bytecode.value_table import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import CodeType, FrameType

    from explainer.bytecode.activation import Plan
    from explainer.bytecode.program import Program
    from explainer.bytecode.run_schema import Frame, Step

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

_BYTES_OF_STEP, _BYTES_OF_PLACE = 75, 5  # of JSON, about
_BEFORE_AN_INSTRUCTION = frozenset({"step", "call", "resume"})
_LAST_OF_FRAME = frozenset({"return", "unwind"})


class Recorder:
    """Hears the events of one run and keeps them; stops the run when there are enough."""

    def __init__(
        self, plans: Sequence[Plan], program: Program, max_steps: int, max_bytes: int
    ) -> None:
        self.frames: list[Frame] = []
        self.steps: list[Step] = []
        self.values = Values()
        self.truncated: str | None = None
        self.why_not_real: str | None = frame_layout.why_unknown() or None
        self._memory = None if self.why_not_real else FrameMemory()
        self._plans = {id(plan.code): plan for plan in plans}
        self._program = program
        self._not_of_program = frozenset(program.namespace)
        self._active: dict[int, Activation] = {}  # by id of the frame object
        self._max_steps, self._max_bytes, self._bytes = max_steps, max_bytes, 0
        # Where the last instruction only moved references, and where it changed no object.
        self._moved_in: Activation | None = None
        self._quiet_in: Activation | None = None

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
        start = plan.starts.get(offset, offset)
        step = self._step(event, frame, activation, start, only_moved=only_moved)
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

    def _activation(self, event: str, frame: FrameType, plan: Plan) -> Activation:
        known = self._active.get(id(frame))
        if known is not None and known.plan is plan and event != "call":
            return known
        parent = self._parent(frame)
        made = self._active[id(frame)] = Activation(len(self.frames), plan)
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
        self, event: str, frame: FrameType, activation: Activation, start: int, *, only_moved: bool
    ) -> Step:
        step: Step = {
            "frame": activation.place,
            "offset": start,
            "event": event,
            "stack": None,
            "locals": {},
            "printed": self._program.output.kept,
        }
        before = event in _BEFORE_AN_INSTRUCTION
        contents = self._contents(frame, activation.plan, start) if before else None
        if contents and self._memory:
            of_reference = self.values.of_reference
            step["stack"] = [of_reference(ref, self._memory)[0] for ref in contents.stack]
        if not only_moved:
            self._note_names(step["locals"], frame, activation, contents)
        return step

    def _contents(self, frame: FrameType, plan: Plan, start: int) -> Contents | None:
        if self._memory is None:
            return None
        try:
            return self._memory.read(frame, plan.code, plan.slots, plan.depths[start])
        except UnknownLayout as unknown:
            self._give_up(str(unknown))
            return None

    def _note_names(
        self,
        changes: dict[str, int | None],
        frame: FrameType,
        activation: Activation,
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
        self, changes: dict[str, int | None], activation: Activation, contents: Contents
    ) -> None:
        slots = activation.plan.slots
        known, fixed = activation.references, activation.fixed
        for slot, reference in enumerate(contents.named):
            if known[slot] == reference and (fixed[slot] or activation.quiet):
                continue
            held, fixed[slot] = self._in_slot(reference, cell=slot in slots.cells)
            known[slot] = reference
            activation.note(slots.names[slot], held, changes)

    def _bound_slots(self, activation: Activation, contents: Contents) -> Iterator[tuple[str, int]]:
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
            step["stack"], step["locals"] = None, {}
        for activation in self._active.values():
            activation.shown.clear()
