"""A real run of the reader's program, one instruction after another, as `trace/1`."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from explainer.bytecode import watching
from explainer.bytecode.activation import Plan
from explainer.bytecode.document import FILENAME, code_objects, compiled, described, python
from explainer.bytecode.errors import SourceDoesNotCompile
from explainer.bytecode.program import LONGEST_OUTPUT, Program
from explainer.bytecode.recorder import Recorder
from explainer.bytecode.run_schema import TRACE
from explainer.bytecode.selection import wanted_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explainer.bytecode.run_schema import Trace

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

MAX_STEPS = 10_000
MAX_BYTES = 4_000_000


def trace(
    source: str,
    typed: str = "",
    *,
    filename: str = FILENAME,
    only: Sequence[str] = (),
    max_steps: int = MAX_STEPS,
    max_bytes: int = MAX_BYTES,
) -> Trace:
    """Run a program as `__main__` and note each instruction of its own code objects.

    `typed` is its standard input. `only` are qualified names (`Stack.push`): then nothing but
    these, and what is defined inside them, is stepped, and the rest just runs. The run is stopped
    at `max_steps` events or about `max_bytes` bytes of JSON. What the program raises is in `ended`.
    Missing: the stack, where this Python's frames are not known; then `why_not_real` says why.
    Raises: UnknownFunction for a name in `only` that the program does not define.
    """
    try:
        module, _ = compiled(source, filename)
    except SourceDoesNotCompile as refused:
        return {"schema": TRACE, "python": python(), "filename": filename, "error": refused.error}
    codes = code_objects(module)
    code = described(module, source)
    program = Program(module, typed)
    plans = [Plan(one, place, code[place]) for place, one in enumerate(codes)]
    recorder = Recorder(plans, program, max_steps, max_bytes)
    chosen = [codes[place] for place in wanted_places(code, filename, only)]
    with watching.watched(chosen, recorder.hear):
        ended = program.run()
    return {
        "schema": TRACE,
        "python": python(),
        "filename": filename,
        "stack": recorder.stack,
        "why_not_real": recorder.why_not_real,
        "code": code,
        "frames": recorder.frames,
        "values": recorder.values.table,
        "steps": recorder.steps,
        "output": program.output.text,
        "ended": ended,
        "truncated": recorder.truncated or _output_cut(program),
    }


def _output_cut(program: Program) -> str | None:
    if not program.output.lost:
        return None
    return f"only the first {LONGEST_OUTPUT:,} characters of the output were kept"
