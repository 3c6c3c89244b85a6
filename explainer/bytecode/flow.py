"""The control-flow graph of a code object: stretches of instructions and the ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.bytecode.stack_depth import JUMPS, NO_NEXT

if TYPE_CHECKING:
    import dis
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from explainer.bytecode.schema import Block, Flow, FlowEdge

_NO_JUMPS = frozenset({"END_ASYNC_FOR"})  # its argument only says where the loop began
_SETS_UP = "SETUP_"  # 3.10: "jumps" to the handler when an exception comes


def flow(
    instructions: Sequence[dis.Instruction],
    handlers: Sequence[Any],
    labels: Mapping[int, str],
    depths: Mapping[int, int],
) -> Flow:
    """Blocks in order of offset, and edges between them by their places in that order.

    A block is entered at its first instruction only and lies wholly inside or outside every
    protected range, so an exception leaves each of its instructions for the same handler.
    """
    blocks = _Blocks(instructions, handlers)
    targets = {entry.target for entry in handlers}
    described: list[Block] = [
        {
            "start": rows[0].offset,
            "end": end,
            "label": labels.get(rows[0].offset),
            "handler": rows[0].offset in targets,
            "reached": rows[0].offset in depths,
            "ends": _ending(rows[-1]),
        }
        for rows, end in blocks.stretches
    ]
    return {"blocks": described, "edges": list(blocks.edges())}


class _Blocks:
    def __init__(self, instructions: Sequence[dis.Instruction], handlers: Sequence[Any]) -> None:
        self.handlers = handlers
        leaders = sorted(_leaders(instructions, handlers))
        self.place = {offset: place for place, offset in enumerate(leaders)}
        rows: list[list[dis.Instruction]] = [[] for _ in leaders]
        for row in instructions:
            if row.offset in self.place:
                current = rows[self.place[row.offset]]
            current.append(row)
        after = [*leaders[1:], instructions[-1].offset + 2]
        self.stretches = list(zip(rows, after))  # noqa: B905  (one each; 3.10 in Pyodide)

    def edges(self) -> Iterator[FlowEdge]:
        for source, (rows, end) in enumerate(self.stretches):
            last = rows[-1]
            if last.opname not in NO_NEXT and end in self.place:
                yield {"source": source, "target": self.place[end], "kind": "next"}
            if _jumps(last):
                kind = "exception" if last.opname.startswith(_SETS_UP) else "jump"
                yield {"source": source, "target": self.place[last.argval], "kind": kind}
            for entry in self.handlers:
                if entry.start <= last.offset < entry.end:
                    target = self.place[entry.target]
                    yield {"source": source, "target": target, "kind": "exception"}


def _leaders(instructions: Sequence[dis.Instruction], handlers: Sequence[Any]) -> set[int]:
    offsets = {row.offset for row in instructions}
    leaders = {0}
    split = False
    for row in instructions:
        if split:
            leaders.add(row.offset)
        split = row.opname in NO_NEXT or _jumps(row)
        if _jumps(row):
            leaders.add(row.argval)
    for entry in handlers:
        leaders |= {entry.start, entry.end, entry.target}
    return leaders & offsets


def _jumps(row: dis.Instruction) -> bool:
    return row.opcode in JUMPS and row.opname not in _NO_JUMPS


def _ending(last: dis.Instruction) -> str:
    if last.opname.startswith("RETURN_") and last.opname != "RETURN_GENERATOR":
        return "return"
    if last.opname in {"RAISE_VARARGS", "RERAISE"}:
        return "raise"
    if _jumps(last):
        return "jump" if last.opname in NO_NEXT else "branch"
    return "next"
