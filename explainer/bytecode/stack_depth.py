"""Static depth of the value stack before each instruction."""

from __future__ import annotations

import dis
import inspect
import itertools
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from explainer.bytecode import stack_effects_310

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType

NO_NEXT = frozenset(
    {
        "JUMP_ABSOLUTE",
        "JUMP_BACKWARD",
        "JUMP_BACKWARD_NO_INTERRUPT",
        "JUMP_FORWARD",
        "RAISE_VARARGS",
        "RERAISE",
        "RETURN_CONST",
        "RETURN_VALUE",
    }
)
_GENERATOR_FLAGS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
JUMPS = frozenset(dis.hasjrel + dis.hasjabs)


class Edge(NamedTuple):
    """A way from one instruction to the next one that runs, and the depth it arrives with."""

    source: int
    target: int
    depth: int


def static_depths(
    code: CodeType, instructions: Sequence[dis.Instruction], handlers: Sequence[Any]
) -> dict[int, int]:
    """Values on the stack before the instruction at each offset, by the documented effects.

    The exit of a loop counts as the compiler counts it: the exhausted iterator and a value that
    `END_FOR` takes away are still there at the jump's target (3.12+).
    Missing: offsets that no path reaches are left out.
    """
    depths: dict[int, int] = {}
    arrived = [Edge(-1, 0, _depth_at_start(code))]
    walk = _Walk(instructions, handlers)
    while arrived:
        edge = arrived.pop()
        if edge.target not in depths:
            depths[edge.target] = edge.depth
            arrived.extend(walk.edges(edge.target, edge.depth))
    return depths


def edges(
    instructions: Sequence[dis.Instruction], handlers: Sequence[Any], depths: dict[int, int]
) -> Iterator[Edge]:
    """Every edge between reachable instructions, with the depth at which it arrives."""
    walk = _Walk(instructions, handlers)
    for offset, depth in depths.items():
        yield from walk.edges(offset, depth)


class _Walk:
    def __init__(self, instructions: Sequence[dis.Instruction], handlers: Sequence[Any]) -> None:
        self.at = {instruction.offset: instruction for instruction in instructions}
        offsets = [instruction.offset for instruction in instructions]
        self.following = dict(itertools.pairwise(offsets))
        self.handler_of = {  # at most one: the ranges of the exception table do not overlap
            offset: handler
            for handler in handlers
            for offset in range(handler.start, handler.end, 2)
        }

    def edges(self, offset: int, depth: int) -> Iterator[Edge]:
        opname, opcode, arg = self.at[offset][:3]
        if opname not in NO_NEXT and offset in self.following:
            yield Edge(offset, self.following[offset], depth + stack_effect(opname, arg))
        if opcode in JUMPS and opname != "END_ASYNC_FOR":
            target = self.at[offset].argval
            yield Edge(offset, target, depth + stack_effect(opname, arg, jump=True))
        if offset in self.handler_of:
            handler = self.handler_of[offset]
            yield Edge(offset, handler.target, handler.depth + handler.lasti + 1)


def stack_effect(opname: str, arg: int | None, *, jump: bool = False) -> int:
    """Change of the stack's depth by an instruction, on its jump or on the way to the next one."""
    if opname == "RETURN_GENERATOR" and sys.version_info < (3, 13):
        return 1  # the first value sent; until 3.12 the compiler counts it from the start instead
    if sys.version_info < (3, 11):  # noqa: UP036 - 3.10 runs this in Pyodide
        return stack_effects_310.stack_effect(opname, arg, jump=jump)
    return dis.stack_effect(dis.opmap[opname], arg, jump=jump)


def _depth_at_start(code: CodeType) -> int:
    """3.10 puts the first value sent to a generator on the stack before any instruction runs."""
    return int(sys.version_info < (3, 11) and bool(code.co_flags & _GENERATOR_FLAGS))
