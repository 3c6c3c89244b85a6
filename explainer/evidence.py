"""Repeatable evidence for the tests of snippets: counts and sizes, never seconds.

Standard library only, so that a snippet's tests also run inside Pyodide.
"""

from __future__ import annotations

import dis
import gc
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, NamedTuple

_TOOL = "explainer.evidence"
_FREE_TOOL_IDS = (4, 3)  # 0-2 and 5 are reserved for debuggers, coverage, profilers, optimisers


def executed_opcodes(func: Callable[..., object], /, *args: Any, **kwargs: Any) -> Counter[str]:
    """Count of executed instructions by base opcode name, in `func` and all Python it calls.

    Inline caches, `EXTENDED_ARG` and specialised forms do not count: the names are those the
    compiler wrote. Counts differ between minor versions of CPython; compare orders and ratios.
    Source: `sys.monitoring` INSTRUCTION events (3.12+), `f_trace_opcodes` before.
    """
    return _by_name(_executed_sites(sys.maxsize, func, args, kwargs))


def executed_opcodes_within(
    at_most: int, func: Callable[..., object], /, *args: Any, **kwargs: Any
) -> Counter[str] | None:
    """`executed_opcodes`, or None if there are more than `at_most`.

    The function runs to its end in both cases, without the cost of counting beyond the limit.
    """
    sites = _executed_sites(at_most, func, args, kwargs)
    return None if sites.total() > at_most else _by_name(sites)


def line_hits(func: Callable[..., object], /, *args: Any, **kwargs: Any) -> Counter[int]:
    """How often each line of `func` itself (not of what it calls) began to run.

    Keys are line numbers relative to the `def` line, which is 0.
    """
    code = func.__code__
    hits: Counter[int] = Counter()

    def on_event(frame: FrameType, event: str, _arg: object) -> Any:
        if frame.f_code is not code:
            return None
        if event == "line":
            hits[frame.f_lineno - code.co_firstlineno] += 1
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        func(*args, **kwargs)
    finally:
        sys.settrace(before)
    return hits


class Allocations(NamedTuple):
    """What a call allocated: the most at once, and what was still held at its end."""

    peak_bytes: int
    held_bytes: int


def allocation_peak_bytes(func: Callable[..., object], /, *args: Any, **kwargs: Any) -> int:
    """Peak of traced bytes above the start while `func` runs, its result included.

    Units: bytes, as Python's allocators were asked for them (tracemalloc), so the same on every
    run; memory that C code takes elsewhere is not seen.
    """
    return allocations(func, *args, **kwargs).peak_bytes


def allocations(func: Callable[..., object], /, *args: Any, **kwargs: Any) -> Allocations:
    """Peak of traced bytes above the start, and bytes more than then, its result included.

    What `args` refer to, such as a namespace that is filled, is held at the end too.
    """
    gc.collect()
    already = tracemalloc.is_tracing()
    if not already:
        tracemalloc.start()
    try:
        start_bytes, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        result = func(*args, **kwargs)
        end_bytes, peak_bytes = tracemalloc.get_traced_memory()
        del result
    finally:
        if not already:
            tracemalloc.stop()
    return Allocations(peak_bytes - start_bytes, end_bytes - start_bytes)


def _executed_sites(
    at_most: int, func: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Counter[tuple[CodeType, int]]:
    """Executions by code and offset, as many as `at_most` and one."""
    sites: Counter[tuple[CodeType, int]] = Counter()
    if hasattr(sys, "monitoring"):
        _monitor_instructions(sites, at_most, func, args, kwargs)
    else:
        _trace_opcodes(sites, at_most, func, args, kwargs)
    return sites


def _monitor_instructions(
    sites: Counter[tuple[CodeType, int]],
    at_most: int,
    func: Callable[..., object],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
    tool = next((i for i in _FREE_TOOL_IDS if monitoring.get_tool(i) is None), None)
    if tool is None:
        raise RuntimeError("no free sys.monitoring tool id: is executed_opcodes() nested?")

    counted = 0

    def on_instruction(code: CodeType, offset: int) -> None:
        nonlocal counted
        sites[code, offset] += 1
        counted += 1
        if counted > at_most:
            monitoring.set_events(tool, 0)

    monitoring.use_tool_id(tool, _TOOL)
    try:
        event = monitoring.events.INSTRUCTION
        monitoring.register_callback(tool, event, on_instruction)
        monitoring.set_events(tool, event)
        try:
            func(*args, **kwargs)
        finally:
            monitoring.set_events(tool, 0)
            monitoring.register_callback(tool, event, None)
    finally:
        monitoring.free_tool_id(tool)


def _trace_opcodes(
    sites: Counter[tuple[CodeType, int]],
    at_most: int,
    func: Callable[..., object],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    counted = 0

    def on_event(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal counted
        if counted > at_most:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            sites[frame.f_code, frame.f_lasti] += 1
            counted += 1
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        func(*args, **kwargs)
    finally:
        sys.settrace(before)


def _by_name(sites: Counter[tuple[CodeType, int]]) -> Counter[str]:
    """Fold (code, offset) counts to names, leaving out the frames of this module itself."""
    names: dict[CodeType, dict[int, str]] = {}
    totals: Counter[str] = Counter()
    for (code, offset), hits in sites.items():
        if code.co_filename == __file__:
            continue
        if code not in names:
            names[code] = {i.offset: i.opname for i in dis.get_instructions(code)}
        name = names[code].get(offset)
        if name is not None and name != "EXTENDED_ARG":
            totals[name] += hits
    return totals
