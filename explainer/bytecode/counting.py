"""How often each instruction of the reader's program ran, as `counts/1`."""

from __future__ import annotations

import builtins
from collections import Counter
from typing import TYPE_CHECKING

from explainer.bytecode import watching
from explainer.bytecode.document import FILENAME, code_objects, compiled, described, python
from explainer.bytecode.errors import SourceDoesNotCompile
from explainer.bytecode.program import Enough, Program
from explainer.bytecode.run_schema import COUNTS
from explainer.bytecode.selection import wanted_places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, FrameType

    from explainer.bytecode.run_schema import Counts

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

MOST_INSTRUCTIONS = 5_000_000


def count(
    source: str,
    typed: str = "",
    *,
    filename: str = FILENAME,
    only: Sequence[str] = (),
    most: int = MOST_INSTRUCTIONS,
) -> Counts:
    """Run a program as `__main__` and count the instructions of its own code objects.

    `only` are qualified names: nothing but these and what is inside them counts. The run is stopped
    after `most` instructions. What stands before `RESUME` is not told of and not counted.
    Raises: UnknownFunction for a name in `only` that the program does not define.
    """
    base: Counts = {"schema": COUNTS, "python": python(), "filename": filename}
    try:
        module, _ = compiled(source, filename)
    except SourceDoesNotCompile as refused:
        return {**base, "error": refused.error}
    codes, code = code_objects(module), described(module, source)
    counter = _Counter(codes, most)
    program = Program(module, typed)
    places = wanted_places(code, filename, only)
    with watching.watched([codes[place] for place in places], counter.hear):
        ended = program.run()
    names = [{row["offset"]: row["opname"] for row in one["instructions"]} for one in code]
    opcodes: Counter[str] = Counter()
    for (place, offset), times in counter.seen.items():
        opcodes[names[place].get(offset, "?")] += times
    return {
        **base,
        "how": watching.how(),
        "total": opcodes.total(),
        "opcodes": dict(opcodes.most_common()),
        "offsets": [counter.of(place) for place in range(len(codes))],
        "code": code,
        "output": program.output.text,
        "ended": ended,
        "truncated": f"stopped after {most:,} instructions" if counter.full else None,
    }


class _Counter:
    def __init__(self, codes: Sequence[CodeType], most: int) -> None:
        self.seen: Counter[tuple[int, int]] = Counter()
        self.full = False
        self._places = {id(code): place for place, code in enumerate(codes)}
        self._left = most

    def hear(
        self, event: str, _frame: FrameType, code: CodeType, offset: int, _value: object
    ) -> None:
        if event not in {"step", "call", "resume"}:
            return
        if self._left <= 0:
            self.full = True
            raise Enough
        self._left -= 1
        self.seen[self._places[id(code)], offset] += 1

    def of(self, place: int) -> dict[str, int]:
        here = {offset: times for (where, offset), times in self.seen.items() if where == place}
        return {str(offset): here[offset] for offset in sorted(here)}
