"""Two programs side by side: what they print, execute and allocate, then how long they take.

Counts come first, for they are the same on every run. Times are those of one run each in
alternating rounds, with their spread; a difference is only called one if nearly all rounds agree.
"""

from __future__ import annotations

import builtins
import dis
import io
import os
import sys
from collections import Counter
from time import perf_counter
from types import ModuleType
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from explainer.bytecode.program import Program
from explainer.bytecode.values import exception_text
from explainer.evidence import Allocations, allocations, executed_opcodes_within
from explainer.inpage import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    from explainer.bytecode.run_schema import Ended

globals()["__builtins__"] = dict(vars(builtins))  # the programs may take away the shared ones

MOST_INSTRUCTIONS = 2_000_000  # more would take longer to count than a reader waits
SAMPLE_S = 0.02  # many steps of a browser's clock, which counts in tenths of milliseconds
TIMING_S = 4.0
FEWEST_ROUNDS, MOST_ROUNDS = 6, 24  # of five that agree, chance explains one in sixteen
PRINTED_CHARACTERS = 4_000


class Timing(TypedDict):
    """Seconds of one run; `samples_s` in the order of the rounds, each a mean of `loops` runs."""

    loops: int
    samples_s: list[float]
    median_s: float
    low_s: float
    high_s: float


class Side(TypedDict):
    """One of the two programs.

    Missing: `error` if it compiled; the counts if it did not end well; `instructions` and `opcodes`
    are None where there are more than `MOST_INSTRUCTIONS`.
    """

    error: NotRequired[str]
    ended: NotRequired[Ended]
    printed: NotRequired[str]
    printed_characters: NotRequired[int]
    instructions: NotRequired[int | None]
    opcodes: NotRequired[dict[str, int] | None]
    peak_bytes: NotRequired[int]
    held_bytes: NotRequired[int]
    time: NotRequired[Timing]


class Ratio(TypedDict):
    """Second over first, round by round: the median, and the middle half of the rounds."""

    median: float
    low: float
    high: float
    second_faster: int
    first_faster: int
    rounds: int


class Comparison(TypedDict):
    """The `comparison/1` document. `time` is missing unless both programs ended well."""

    schema: str
    sides: list[Side]
    same_text: bool
    same_output: bool | None
    time: NotRequired[Ratio]
    says: list[str]


def compare(first: str, second: str, name: str, typed: str = "") -> Comparison:
    """Run both programs, as `__main__` under the file name `name`, and say how they differ.

    `typed` is the standard input of every run. What is being done is printed, a line a step.
    An interrupt ends the timing with the rounds that there are.
    """
    say = print_to(sys.stdout)
    sides, codes = zip(
        *[_first_run(source, name, typed) for source in (first, second)], strict=True
    )
    trouble = ""
    if all(_ended_well(side) for side in sides):
        try:
            _measure(sides, codes, typed, say)
        except Exception as error:  # noqa: BLE001  (the reader's program may raise anything)
            trouble = exception_text(error)
    return verdict.concluded(list(sides), same_text=first == second, trouble=trouble)


def _measure(sides: Any, codes: Any, typed: str, say: Callable[[str], None]) -> None:
    for side, code, which in zip(sides, codes, ("first", "second"), strict=True):
        say(f"Counting the instructions and allocations of the {which} …")
        _count(side, code, typed)
    for side, timing in zip(sides, _timings(codes, typed, say), strict=True):
        if timing["samples_s"]:
            side["time"] = timing


def print_to(stream: Any) -> Callable[[str], None]:
    """A function that writes a line there at once, wherever `sys.stdout` points meanwhile."""

    def say(line: str) -> None:
        stream.write(f"{line}\n")
        stream.flush()

    return say


def _first_run(source: str, name: str, typed: str) -> tuple[Side, CodeType | None]:
    """What it prints and how it ends; what it imports is there afterwards, for both."""
    try:
        code = compile(source, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        where = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
        return {"error": f"{type(error).__name__}{where}: {error.args[0]}"}, None
    program = Program(code, typed)
    ended = program.run()
    printed = program.output.text
    return {
        "ended": ended,
        "printed": printed[:PRINTED_CHARACTERS],
        "printed_characters": program.output.kept + program.output.lost,
    }, code


def _ended_well(side: Side) -> bool:
    return side.get("ended", {"why": ""})["why"] in ("end", "exit")


def _count(side: Side, code: CodeType, typed: str) -> None:
    with _Quietly(code, typed) as namespace:
        opcodes = executed_opcodes_within(MOST_INSTRUCTIONS, _to_its_end, code, namespace)
    if opcodes is not None:
        opcodes -= _of_ours()
    side["opcodes"] = None if opcodes is None else dict(opcodes.most_common())
    side["instructions"] = None if opcodes is None else opcodes.total()
    side["peak_bytes"], side["held_bytes"] = _settled_allocations(code, typed)


def _settled_allocations(code: CodeType, typed: str) -> Allocations:
    """Those of a run like the one before it: a first run also fills caches of the interpreter."""
    before = None
    for _ in range(4):
        with _Quietly(code, typed) as namespace:
            found = allocations(_to_its_end, code, namespace)
        if found == before:
            break
        before = found
    return found


def _of_ours() -> Counter[str]:
    """What is executed around any program: the one frame of ours that runs it."""
    nothing = compile("", "", "exec")
    around = executed_opcodes_within(MOST_INSTRUCTIONS, _to_its_end, nothing, {}) or Counter()
    return around - Counter(instruction.opname for instruction in dis.get_instructions(nothing))


def _to_its_end(code: CodeType, namespace: dict[str, Any]) -> None:
    try:
        exec(code, namespace)  # noqa: S102  (the reader's own program)
    except SystemExit:
        return


class _Quietly:
    """A fresh `__main__` for one run; what it prints is thrown away, and costs no Python code."""

    def __init__(self, code: CodeType, typed: str) -> None:
        self._main = ModuleType("__main__")
        self._main.__dict__.update(__file__=code.co_filename, __builtins__=builtins)
        self._typed = typed
        self._before = (sys.modules.get("__main__"), sys.stdin, sys.stdout, sys.stderr)

    def __enter__(self) -> dict[str, Any]:
        sys.modules["__main__"] = self._main
        sys.stdin = io.StringIO(self._typed)
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123
        return self._main.__dict__

    def __exit__(self, *_: object) -> None:
        nowhere = sys.stdout
        main, sys.stdin, sys.stdout, sys.stderr = self._before
        nowhere.close()
        self._main.__dict__.clear()
        if main is not None:
            sys.modules["__main__"] = main


def _timings(codes: Any, typed: str, say: Callable[[str], None]) -> list[Timing]:
    """Alternating rounds, the other one first each time, until they are enough or time is up."""
    samples: list[list[float]] = [[], []]
    loops = [1, 1]
    try:
        loops = [_loops(code, typed) for code in codes]
        for place in _rounds(say):
            order = (0, 1) if place % 2 == 0 else (1, 0)
            taken = {side: _sample(codes[side], typed, loops[side]) for side in order}
            for side in order:
                samples[side].append(taken[side])
    except KeyboardInterrupt:
        say("The timing was stopped.")
    return [_timing(*each) for each in zip(loops, samples, strict=True)]


def _rounds(say: Callable[[str], None]) -> Iterator[int]:
    begin = perf_counter()
    for place in range(MOST_ROUNDS):
        if place >= FEWEST_ROUNDS and perf_counter() - begin > TIMING_S:
            return
        say(f"Timing both in turn: round {place + 1} of at most {MOST_ROUNDS} …")
        yield place


def _loops(code: CodeType, typed: str) -> int:
    """How many runs fill a sample; the runs before it let the instructions specialise."""
    loops = 1
    while (taken_s := _sample(code, typed, loops) * loops) < SAMPLE_S:
        loops *= max(2, min(100, round(SAMPLE_S / max(taken_s, 1e-4))))
    return loops


def _sample(code: CodeType, typed: str, loops: int) -> float:
    """Mean seconds of a run, without what prepares it."""
    with _Quietly(code, typed) as namespace:
        fresh = [dict(namespace) for _ in range(loops)]
        rewind = sys.stdin.seek
        begin = perf_counter()
        for each in fresh:
            rewind(0)
            _to_its_end(code, each)
        return (perf_counter() - begin) / loops


def _timing(loops: int, samples_s: list[float]) -> Timing:
    low, median, high = verdict.quartiles(samples_s)
    return {
        "loops": loops,
        "samples_s": samples_s,
        "median_s": median,
        "low_s": low,
        "high_s": high,
    }
