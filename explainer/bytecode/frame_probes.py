"""Known functions, and what their frames must hold before known instructions.

Between them there is a slot of every kind: a counted, a borrowed and an immortal object, NULL on
the stack and for an unbound name, a number in the slot itself, cells and names of a closure; on
stacks of two to eight values, of functions, a generator and a handler. What is known beforehand is
each object's address, so that words are compared and none is followed.
"""

from __future__ import annotations

import builtins
import dis
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from explainer.bytecode import frame_memory, watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import CodeType, FrameType

    from explainer.bytecode.frame_memory import Contents, FrameMemory

globals()["__builtins__"] = dict(vars(builtins))  # see values.py


class Number(NamedTuple):
    """A number that is in the slot itself."""

    value: int


_NULL = type("Null", (), {})()


class Probe(NamedTuple):
    """A function, a run of it, and what it holds before its first instruction of a name."""

    function: Any
    run: Callable[[], object]
    opname: str
    names: Sequence[object]
    stack: Sequence[object]


def why_not_held(memory: FrameMemory) -> str:
    """Which function's frame does not hold what it must; empty where all do.

    Raises: UnknownLayout, NoFreeTool.
    """
    for probe in (_build_list(), _closure(), *_loops(), _handler()):
        seen = _seen(probe, memory)
        held = seen and _are(seen[0].named, probe.names) and _are(seen[0].stack, probe.stack)
        if not held:
            return f"{probe.function.__name__} did not hold before {probe.opname} what it must hold"
    return ""


def _seen(probe: Probe, memory: FrameMemory) -> list[Contents]:
    """What was read each time the instruction was about to run."""
    code, place = probe.function.__code__, _offset(probe.function, probe.opname)
    slots = frame_memory.slots_of(code)
    seen: list[Contents] = []

    def hear(event: str, frame: FrameType, code: CodeType, offset: int, _value: object) -> None:
        if event == "step" and offset == place:
            seen.append(memory.read(frame, code, slots))

    with watching.watched([code], hear):
        probe.run()
    return seen


def _offset(function: Any, opname: str) -> int:
    rows = dis.get_instructions(function)
    return next(row.offset for row in rows if row.opname == opname)


def _are(references: Sequence[int], held: Sequence[object]) -> bool:
    return len(references) == len(held) and all(map(_is, references, held))


def _is(reference: int, held: object) -> bool:
    number = frame_memory.tagged_int(reference)
    if number is not None:
        return held == Number(number)
    if frame_memory.is_null(reference):
        return held is _NULL
    hidden = frame_memory.is_hidden(reference)
    return not hidden and frame_memory.address_of_object(reference) == id(held)


def _build_list() -> Probe:
    first, second = object(), 2.5
    names = [first, second, _NULL]
    stack = [first, _take, second, None]
    return Probe(_build, lambda: _build(first, second), "BUILD_LIST", names, stack)


def _build(first: object, second: object) -> object:
    if first is second:
        unbound = first  # noqa: F841 - a name that holds nothing
    return (first, [_take, second, None])


def _take(first: object, second: object) -> None:
    pass


def _closure() -> Probe:
    first, second = object(), 2.5
    inner = _enclose(first, second)
    stack = [_take, _NULL, first, second]
    return Probe(inner, inner, "CALL", inner.__closure__, stack)


def _enclose(first: object, second: object) -> Any:
    return lambda: _take(first, second)


def _loops() -> Iterator[Probe]:
    """Since 3.15 there is an index on what is looped over, NULL on an iterator."""
    indexed = sys.version_info >= (3, 15)
    over: Any = ["a"] if indexed else iter(["a"])
    inside = iter(["b"])
    loops = [over, Number(1), inside, _NULL] if indexed else [over, inside]
    names = [over, inside, "a", "b"]
    stack = [*loops, _take, _NULL, "a", "b"]
    yield Probe(_loop, lambda: _loop(over, inside), "CALL", names, stack)

    again = iter(["c"])
    stack = [again, _NULL, "c"] if indexed else [again, "c"]
    yield Probe(each, lambda: next(each(again)), "YIELD_VALUE", [again, "c"], stack)


def _loop(items: Iterable[str], others: Iterable[str]) -> None:
    for item in items:
        for other in others:
            _take(item, other)


def each(items: Iterable[object]) -> Iterator[object]:
    """A generator, whose frame lies in the generator itself."""
    for item in items:  # noqa: UP028 - so the value and the iterator lie on the stack
        yield item


def _handler() -> Probe:
    """The exit and its manager, which instruction raised, and the errors before and now."""
    manager, before, error = _Swallow(), LookupError(), ValueError()
    where = Number(_offset(_raise, "RAISE_VARARGS") // 2)
    stack = [_Swallow.__exit__, manager, where, before, error]
    names = [manager, error]

    def run() -> None:
        try:
            raise before
        except LookupError:
            _raise(manager, error)

    return Probe(_raise, run, "WITH_EXCEPT_START", names, stack)


def _raise(manager: _Swallow, error: ValueError) -> None:
    with manager:
        raise error


class _Swallow:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> bool:
        return True
