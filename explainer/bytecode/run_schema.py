"""The shape of what a run of the reader's program leaves behind, as plain JSON types.

`trace/1` is one run, instruction by instruction; `specialisation/1` several runs of one function,
with the adaptive form of each instruction between them; `counts/1` how often each instruction ran.
Offsets and places in `code` are those of the `bytecode/1` code objects in the same document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing import NotRequired

    from explainer.bytecode.schema import CodeObject, CompileError, Python

TRACE = "trace/1"
SPECIALISATION = "specialisation/1"
COUNTS = "counts/1"


class Ended(TypedDict):
    """How a run ended.

    `why` is `end`, `error`, `exit`, `interrupt`, `input` (it wanted a line that nobody typed) or
    `limit` (stopped by us, see `truncated`). Missing: `error` empty and `line` None where nothing
    was raised in the program's own lines.
    """

    why: str
    kind: str
    error: str
    line: int | None


class Value(TypedDict):
    """What a slot of the stack or a name held, as text made at that moment.

    `kind` is `object`, `null` (an empty slot, such as a call without `self`), `tagged int` (a small
    number in the slot itself) or `hidden` (a mark of the interpreter's own).
    """

    repr: str
    type: str
    kind: str


class Frame(TypedDict):
    """One activation of a code object. `parent` is the frame that called it first, None for none.

    `depth` counts the frames of the program below it; `generator` says that it can be resumed.
    """

    code: int
    parent: int | None
    depth: int
    generator: bool


class Step(TypedDict):
    """A moment of the run.

    `event`: `step` is before the instruction at `offset`; `call` and `resume` are before the
    `RESUME` that a frame begins or goes on with. The others happen inside the instruction of the
    step before: `return` and `yield` with the value, `raise`, `reraise`, `throw`, `handled` (the
    exception table names a handler at `offset`) and `unwind` (none does: the frame is left) with
    the exception.

    `stack` has places in `values`, the top last. Missing: None inside an instruction, and
    everywhere when the trace's `stack` is not `real`; the depth is then the static one.
    `locals` has only what changed in this frame since its last moment; None for a name now unbound.
    `printed` counts the characters of `output` that are there.
    """

    frame: int
    offset: int
    event: str
    stack: list[int] | None
    locals: dict[str, int | None]
    value: NotRequired[int]
    printed: int


class Run(TypedDict):
    """What every document of a run has: the code, what was printed and how it ended.

    Where the compiler refused the source, there is `error` and nothing else of this.
    """

    schema: str
    python: Python
    filename: str
    code: NotRequired[list[CodeObject]]
    output: NotRequired[str]
    ended: NotRequired[Ended]
    error: NotRequired[CompileError]


class Trace(Run):
    """A run, moment by moment.

    `stack` is `real` (read from the frame's memory), `documented effects` (depths only, for the
    reason in `why_not_real`) or `not available` (this Python tells nothing of single instructions).
    `truncated` says in words what was cut; None for a whole run.
    """

    stack: NotRequired[str]
    why_not_real: NotRequired[str | None]
    frames: NotRequired[list[Frame]]
    values: NotRequired[list[Value]]
    steps: NotRequired[list[Step]]
    truncated: NotRequired[str | None]


class Counts(Run):
    """How often each instruction of the program's own code ran.

    `opcodes` counts by name, most frequent first; `offsets[i]` counts by offset (as text) in
    `code[i]`. `how` says what told us; `truncated` as in a trace.
    """

    how: NotRequired[str]
    total: NotRequired[int]
    opcodes: NotRequired[dict[str, int]]
    offsets: NotRequired[list[dict[str, int]]]
    truncated: NotRequired[str | None]


class Adaptive(TypedDict):
    """An instruction that can specialise, as it stood after a round.

    `opname` is its present form. `counter` is how many more executions (or, once specialised,
    misses) it waits for, and `backoff` which of ever longer waits that is. Missing: both None where
    the instruction has no counter. `saw` are the operands' types it met in this round, most
    frequent first, seen in a second run of the same calls, for stepping would undo what is watched;
    None where this Python's stack cannot be read.
    `event` is `cold`, `warming`, `specialised`, `running` (specialised before, and still so),
    `missed` (its guess failed in this round, and it kept its form), `deoptimised` (back to the
    general form), `respecialised` (another form now) or `tried in vain`; `words` says why.
    """

    offset: int
    opname: str
    counter: int | None
    backoff: int | None
    event: str
    words: str
    saw: list[Seen] | None


class Seen(TypedDict):
    """Types of the operands of an instruction, the deepest first, and how often they were met."""

    types: list[str]
    times: int


class Round(TypedDict):
    """One call of the function: how it ended and where every adaptive instruction now stands.

    `instructions[i]` are those of `code[i]`, the ones that did not change too. Round 0 is before
    the first call.
    """

    number: int
    call: str
    ended: Ended | None
    instructions: list[list[Adaptive]]


class Specialisation(Run):
    """Rounds of one function. `code` are its code object and those inside it, as in `bytecode/1`.

    `rules` says where in CPython the rules behind the words are. `ended` is how the program itself
    ended, before the first call. `why_not` says in words why there are no rounds, else None.
    """

    function: NotRequired[str]
    rules: NotRequired[str]
    rounds: NotRequired[list[Round]]
    why_not: NotRequired[str | None]
