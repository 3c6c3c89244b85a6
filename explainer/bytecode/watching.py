"""The events of a run, instruction by instruction, for the program's own code objects only.

`sys.monitoring` tells them since 3.12; before, `sys.settrace` does, where it was built to.
"""

from __future__ import annotations

import builtins
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import CodeType, FrameType

    # event, frame, code, offset, and the value or exception that goes with it
    Listener = Callable[[str, FrameType, CodeType, int, object], None]

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

NOTHING = object()  # the value of events that have none
_TOOL = "explainer.bytecode"
_FREE_TOOLS = (4, 3)  # the others are reserved for debuggers, coverage, profilers, optimisers
_LOCAL = {
    "INSTRUCTION": "step",
    "PY_START": "call",
    "PY_RESUME": "resume",
    "PY_RETURN": "return",
    "PY_YIELD": "yield",
}
_GLOBAL = {
    "RAISE": "raise",
    "RERAISE": "reraise",
    "PY_THROW": "throw",
    "PY_UNWIND": "unwind",
    "EXCEPTION_HANDLED": "handled",
}


class NoFreeTool(RuntimeError):
    """The program, or something else here, uses every tool of `sys.monitoring`."""


def how() -> str:
    """What tells of instructions in this Python."""
    return "sys.monitoring" if hasattr(sys, "monitoring") else "sys.settrace"


@contextmanager
def watched(codes: Sequence[CodeType], listener: Listener) -> Iterator[None]:
    """Call `listener` at every event of these code objects, in this thread.

    Raises: NoFreeTool.
    """
    watch = _monitored if hasattr(sys, "monitoring") else _traced
    with watch({id(code): code for code in codes}, listener):
        yield


@contextmanager
def _monitored(codes: dict[int, CodeType], listener: Listener) -> Iterator[None]:
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    tool = next((number for number in _FREE_TOOLS if monitoring.get_tool(number) is None), None)
    if tool is None:
        raise NoFreeTool(f"sys.monitoring: tools {_FREE_TOOLS} are both in use")
    names = {**_LOCAL, **_GLOBAL}
    monitoring.use_tool_id(tool, _TOOL)
    try:
        for name, event in names.items():
            heard = _callback(event, codes, listener)
            monitoring.register_callback(tool, getattr(monitoring.events, name), heard)
        for code in codes.values():
            monitoring.set_local_events(tool, code, _mask(monitoring, _LOCAL))
        monitoring.set_events(tool, _mask(monitoring, _GLOBAL))
        yield
    finally:
        if monitoring.get_tool(tool) == _TOOL:  # unless the program took it away
            for code in codes.values():
                monitoring.set_local_events(tool, code, 0)
            monitoring.set_events(tool, 0)
            for name in names:
                monitoring.register_callback(tool, getattr(monitoring.events, name), None)
            monitoring.free_tool_id(tool)


def _mask(monitoring: Any, names: dict[str, str]) -> int:
    return sum(getattr(monitoring.events, name) for name in names)


def _callback(event: str, codes: dict[int, CodeType], listener: Listener) -> Callable[..., None]:
    frame_of_caller, thread, here = sys._getframe, _thread_id, _thread_id()

    def heard(code: CodeType, offset: int, value: object = NOTHING) -> None:
        if id(code) in codes and thread() == here:
            listener(event, frame_of_caller(1), code, offset, value)

    return heard


@contextmanager
def _traced(codes: dict[int, CodeType], listener: Listener) -> Iterator[None]:
    """Before 3.12. An exception is told as `raise` in each frame that it passes."""

    def local(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "opcode":
            listener("step", frame, frame.f_code, frame.f_lasti, NOTHING)
        elif event == "exception":
            listener("raise", frame, frame.f_code, frame.f_lasti, arg[1])
        elif event == "return":
            _left(frame, arg)
        return local

    def _left(frame: FrameType, value: object) -> None:
        leaving = frame.f_code.co_code[frame.f_lasti] if frame.f_lasti >= 0 else 0
        event = _LEAVING.get(leaving, "unwind" if value is None else "return")
        listener(event, frame, frame.f_code, frame.f_lasti, value)

    def entered(frame: FrameType, event: str, _arg: Any) -> Any:
        if event != "call" or id(frame.f_code) not in codes:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        begun = frame.f_lasti > _FIRST_OFFSETS
        listener("resume" if begun else "call", frame, frame.f_code, max(frame.f_lasti, 0), NOTHING)
        return local

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        yield
    finally:
        sys.settrace(before)


def _leaving() -> dict[int, str]:
    import dis

    names = {
        "RETURN_VALUE": "return",
        "RETURN_GENERATOR": "return",
        "YIELD_VALUE": "yield",
        "YIELD_FROM": "yield",
        "SEND": "yield",
    }
    return {dis.opmap[name]: event for name, event in names.items() if name in dis.opmap}


_LEAVING = _leaving()
_FIRST_OFFSETS = 6  # up to here a generator has only been made


def _thread_id() -> int:
    import _thread

    return _thread.get_ident()
