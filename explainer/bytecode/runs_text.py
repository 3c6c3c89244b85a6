"""Runs as text for a terminal: a trace, the rounds of a specialisation, counted opcodes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from explainer.bytecode.program import how_ended
from explainer.bytecode.text import PLAIN, Paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from explainer.bytecode.run_schema import Adaptive, Counts, Ended, Specialisation, Step, Trace
    from explainer.bytecode.schema import CodeObject, Instruction

_WIDEST = 60
_PROSE, _INDENT = 80, " " * 10
_NARROWEST = 20
_NEVER_CALLED = "None of it ran: the program does not call it. Write a call at the end of FILE."
_INSIDE = {
    "return": "returns",
    "yield": "yields",
    "raise": "raises",
    "reraise": "raises again",
    "throw": "is thrown",
    "handled": "goes to a handler:",
    "unwind": "leaves this frame:",
}


def render_trace(
    trace: Trace, source: Sequence[str], paint: Paint = PLAIN, width: int | None = None
) -> str:
    """Every moment of a run: the instruction, the stack it finds, the names that just changed.

    Columns: number, offset, opcode, argument, stack from below to the top; of a stack that does not
    fit the width, `…` stands for what is deepest.
    """
    return "\n".join(_Listing(trace, source, paint, width).lines()) + "\n"


class _Listing:
    def __init__(
        self, trace: Trace, source: Sequence[str], paint: Paint, width: int | None
    ) -> None:
        self.trace, self.source, self.paint = trace, source, paint
        self.rows = [{row["offset"]: row for row in code["instructions"]} for code in trace["code"]]
        ran = [self._row(step) for step in trace["steps"]]
        self.opname_width = _width((row["opname"] for row in ran), width)
        self.argument_width = _width(map(_argument, ran), width)
        self.width = width
        self.frame: int | None = None
        self.line: int | None = None
        self.printed = 0

    def lines(self) -> Iterator[str]:
        trace = self.trace
        yield self.paint("heading", _headline(trace))
        if trace["why_not_real"]:
            yield f"The value stack is not available: {trace['why_not_real']}."
            if not trace["python"]["version"].startswith("3.14."):
                yield "`--python 3.14` shows it."
            if trace["stack"] != "not available":
                yield "Shown instead is how deep it is by the documented effects."
        for number, step in enumerate(trace["steps"]):
            yield from self._moment(number, step)
        if not trace["steps"]:
            yield _NEVER_CALLED
        yield from _ending(trace["ended"], trace["truncated"])

    def _moment(self, number: int, step: Step) -> Iterator[str]:
        if step["printed"] > self.printed:
            text = self.trace["output"][self.printed : step["printed"]]
            self.printed = step["printed"]
            yield self.paint("faint", f"{'':7}prints {text!r}")
        yield from self._place(step)
        row = self._row(step)
        if step["event"] in _INSIDE:
            value = self.trace["values"][step["value"]]["repr"] if "value" in step else ""
            said = f"{_INSIDE[step['event']]} {value}"
            yield f"{number:>6} {row['offset']:>5}  {self.paint('changed', said)}"
        else:
            yield self._instruction(number, step, row)

    def _row(self, step: Step) -> Instruction:
        return self.rows[self.trace["frames"][step["frame"]]["code"]][step["offset"]]

    def _place(self, step: Step) -> Iterator[str]:
        """A heading where another frame goes on, and the source line where that changes."""
        names = [
            f"{name} = {self.trace['values'][place]['repr']}" if place is not None else f"no {name}"
            for name, place in step["locals"].items()
        ]
        if names and step["frame"] == self.frame:
            yield self.paint("label", f"{'':7}{', '.join(names)}")
        frame = self.trace["frames"][step["frame"]]
        if step["frame"] != self.frame:
            self.frame, self.line = step["frame"], None
            name = self.trace["code"][frame["code"]]["qualname"]
            yield self.paint("heading", f"{'· ' * frame['depth']}{name}  (frame {step['frame']})")
            if names:
                yield self.paint("label", f"{'':7}{', '.join(names)}")
        line = self._row(step)["line"]
        if line and line != self.line:
            self.line = line
            yield self.paint("source", f"{line:5}  {self.source[line - 1]}")

    def _instruction(self, number: int, step: Step, row: Instruction) -> str:
        place = f"{number:>6} {row['offset']:>5}"
        opname = f"{row['opname']:<{self.opname_width}}"
        argument = f"{_argument(row):<{self.argument_width}}"
        used = len(f"{place}  {opname} {argument}  ")
        stack = self._stack(step, row, max(_NARROWEST, self.width - used) if self.width else None)
        painted = f"{self.paint('faint', place)}  {self.paint('opname', opname)}"
        return f"{painted} {argument}  {stack}".rstrip()

    def _stack(self, step: Step, row: Instruction, room: int | None) -> str:
        if step["stack"] is None:
            return "" if row["depth"] is None else f"depth {row['depth']}"
        held = [self.trace["values"][place]["repr"] for place in step["stack"]]
        held = [text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…" for text in held]
        return _fitting(held, room) if room else " | ".join(held)


def _width(texts: Iterable[str], width: int | None) -> int:
    """Of a column: the longest text, or a fifth of a terminal, which longer ones run over."""
    longest = max(map(len, texts), default=0)
    return min(longest, width // 5) if width else longest


def _fitting(held: Sequence[str], room: int) -> str:
    """As many values from the top as there is room for, and of the top one at least a part."""
    for first in range(len(held)):
        shown = " | ".join(["…", *held[first:]] if first else held)
        if len(shown) <= room:
            return shown
    return f"… | {held[-1]}"[: room - 1] + "…" if held else ""


def _argument(row: Instruction) -> str:
    meaning = row["jump"]["label"] if row["jump"] else row["argrepr"]
    return " ".join(meaning.split())[:24] or ("" if row["arg"] is None else str(row["arg"]))


def render_specialisation(document: Specialisation, paint: Paint = PLAIN) -> str:
    """What changed in each round, and why."""
    return "\n".join(_rounds(document, paint)) + "\n"


def _rounds(document: Specialisation, paint: Paint) -> Iterator[str]:
    if document["why_not"]:
        yield f"Nothing specialised: {document['why_not']}."
        return
    before: list[dict[int, Adaptive]] = [{} for _ in document["code"]]
    for one in document["rounds"]:
        call = f"  {one['call']}" if one["call"] else "  before the first call"
        yield paint("heading", f"Round {one['number']}{call}")
        if one["ended"] and one["ended"]["why"] != "end":
            yield paint("removed", f"  {_how(one['ended'])}")
        changed = list(_changed(document["code"], one["instructions"], before))
        yield from (_adaptive(code, row, paint) for code, row in changed)
        if not changed:
            yield paint("faint", "  nothing changed")


def _changed(
    code: Sequence[CodeObject],
    now: Sequence[Sequence[Adaptive]],
    before: list[dict[int, Adaptive]],
) -> Iterator[tuple[CodeObject, Adaptive]]:
    for place, rows in enumerate(now):
        for row in rows:
            last = before[place].get(row["offset"])
            same = last and (last["opname"], last["event"]) == (row["opname"], row["event"])
            before[place][row["offset"]] = row
            if not same or row["event"] in {"missed", "tried in vain"}:
                yield code[place], row


def _adaptive(code: CodeObject, row: Adaptive, paint: Paint) -> str:
    counter = "" if row["counter"] is None else f"{row['counter']}"
    where = paint("faint", f"{code['name']:>12} {row['offset']:>5} {counter:>5}")
    words = textwrap.fill(row["words"], _PROSE, initial_indent=_INDENT, subsequent_indent=_INDENT)
    opname, event = paint("opname", row["opname"]), paint("label", row["event"])
    return f"{where}  {opname}  {event}\n{words}"


def render_counts(counts: Counts, paint: Paint = PLAIN) -> str:
    """Executed opcodes, most frequent first."""
    total = counts["total"] or 1
    lines = [paint("heading", f"{counts['total']:,} instructions ({counts['how']})")]
    lines += [
        f"{times:>12,} {100 * times / total:5.1f} %  {paint('opname', name)}"
        for name, times in counts["opcodes"].items()
    ]
    if not counts["total"]:
        lines.append(_NEVER_CALLED)
    return "\n".join([*lines, *_ending(counts["ended"], counts["truncated"])]) + "\n"


def _headline(trace: Trace) -> str:
    how = {"real": "the value stack read from each frame"}.get(trace["stack"], trace["stack"])
    steps = f"{len(trace['steps']):,} moments"
    return f"{trace['filename']}, CPython {trace['python']['version']}: {steps}, {how}"


def _ending(ended: Ended, truncated: str | None) -> Iterator[str]:
    if truncated:
        yield f"Not all is shown: {truncated}."
    if ended["why"] not in {"end", "limit"}:
        yield f"The program ended: {_how(ended)}"


def _how(ended: Ended) -> str:
    next_step = "; --line TEXT gives it a line to read" if ended["why"] == "input" else ""
    return f"{how_ended(ended)}{next_step}"
