"""The same call again and again, and where each adaptive instruction stands after every round."""

from __future__ import annotations

import gc
from collections import Counter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

from explainer.bytecode import adaptive, frame_layout, watching
from explainer.bytecode.document import FILENAME, code_objects, compiled, described, python
from explainer.bytecode.errors import BytecodeError, SourceDoesNotCompile
from explainer.bytecode.operands import Operands
from explainer.bytecode.program import Program, how_ended
from explainer.bytecode.run_schema import SPECIALISATION
from explainer.bytecode.selection import only_below
from explainer.bytecode.why import SOURCES, rule, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from explainer.bytecode.adaptive import State
    from explainer.bytecode.run_schema import Adaptive, Ended, Round, Specialisation
    from explainer.bytecode.schema import CodeObject

    Met = Counter[tuple[str, ...]]  # types of an instruction's operands, and how often they came

MOST_ROUNDS = 200
_NAME = "snippet"  # not `__main__`: what stands under its guard is not to warm anything up


class BadCall(BytecodeError):
    """A call that is no expression, or a number of rounds that is not between 1 and MOST_ROUNDS."""


def watch(
    source: str,
    function: str,
    calls: str | Sequence[str] = "",
    rounds: int = 8,
    *,
    typed: str = "",
    filename: str = FILENAME,
) -> Specialisation:
    """Run a program, then call one of its functions `rounds` times, never stepped.

    `function` is its qualified name; `calls` are expressions evaluated in turn, one a round
    (`["add(1, 2)", "add('a', 'b')"]`), `function()` if there are none. What runs first is the
    program as an imported module. Operand types come from a second, stepped run of the same.
    Raises: UnknownFunction, BadCall.
    """
    base: Specialisation = {"schema": SPECIALISATION, "python": python(), "filename": filename}
    try:
        module, _ = compiled(source, filename)
    except SourceDoesNotCompile as refused:
        return {**base, "error": refused.error}
    expressions = _expressions(calls, function, rounds)
    places, code = only_below(described(module, source), filename, function)
    program = _Program(module, typed)
    ended = program.run()
    cold = _cooled(module)
    watched = [cold[place] for place in places]
    why_not = adaptive.why_none() or (
        "" if ended["why"] == "end" else f"the program did not end well: {how_ended(ended)}"
    )
    if not why_not:
        met = _met(source, filename, typed, places, code, expressions)
        rounds_made = list(_rounds(program, watched, code, expressions, met))
    return {
        **base,
        "function": function,
        "rules": SOURCES,
        "code": code,
        "rounds": [] if why_not else rounds_made,
        "output": program.output.text,
        "ended": ended,
        "why_not": why_not or None,
    }


def _cooled(module: CodeType) -> list[CodeType]:
    """Fresh copies of all code of a module, given to the functions that were made of it.

    What the program did while it was loaded has warmed its functions up; a copy is cold again.
    """
    warm, cold = code_objects(module), code_objects(_copied(module))
    places = {id(code): place for place, code in enumerate(warm)}
    for function in gc.get_referrers(*warm):
        if type(function) is FunctionType and id(function.__code__) in places:
            function.__code__ = cold[places[id(function.__code__)]]
    return cold


def _copied(code: CodeType) -> CodeType:
    constants = (_copied(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=tuple(constants))


class _Program(Program):
    def __init__(self, code: CodeType, typed: str) -> None:
        super().__init__(code, typed)
        self.namespace["__name__"] = _NAME

    def evaluate(self, expression: CodeType) -> Ended:
        return self.run(lambda: eval(expression, self.namespace))  # noqa: S307 (the reader's own)


def _expressions(calls: str | Sequence[str], function: str, rounds: int) -> list[CodeType]:
    """The call of each round, compiled."""
    if not 1 <= rounds <= MOST_ROUNDS:
        raise BadCall(f"{rounds} rounds: it can be 1 to {MOST_ROUNDS}")
    texts = [calls] if isinstance(calls, str) else list(calls)
    texts = [text for text in map(str.strip, texts) if text] or [f"{function}()"]
    found = []
    for text in texts:
        try:
            found.append(compile(text, text, "eval", dont_inherit=True))
        except (SyntaxError, ValueError) as error:
            problem = getattr(error, "msg", error)
            raise BadCall(f'"{text}": not an expression such as {function}(1): {problem}') from None
    return [found[number % len(found)] for number in range(rounds)]


def _rounds(
    program: _Program,
    watched: Sequence[CodeType],
    code: Sequence[CodeObject],
    expressions: Sequence[CodeType],
    met: Sequence[Mapping[tuple[int, int], Met]] | None,
) -> Iterator[Round]:
    histories = [_History(original, document) for original, document in zip(watched, code)]  # noqa: B905
    rows = [history.next({}, place, known=False) for place, history in enumerate(histories)]
    yield {"number": 0, "call": "", "ended": None, "instructions": rows}
    for number, expression in enumerate(expressions):
        ended = program.evaluate(expression)
        seen = met[number] if met else {}
        rows = [
            history.next(seen, place, known=met is not None)
            for place, history in enumerate(histories)
        ]
        text = expression.co_filename
        stopped = ended["why"] == "interrupt"
        yield {"number": number + 1, "call": text, "ended": ended, "instructions": rows}
        if stopped:
            return


class _History:
    """One code object's adaptive instructions, round after round."""

    def __init__(self, code: CodeType, document: CodeObject) -> None:
        self.code = code
        self.bases = {row["offset"]: row["opname"] for row in document["instructions"]}
        self.meanings = {
            row["offset"]: "" if row["jump"] else row["argrepr"] for row in document["instructions"]
        }
        self.before: dict[int, State] = {}
        self.began: set[int] = set()

    def next(
        self, seen: Mapping[tuple[int, int], Met], place: int, *, known: bool
    ) -> list[Adaptive]:
        # A conditional jump has a counter too, but only to remember which way it went.
        now = [state for state in adaptive.states(self.code, self.bases) if rule(state.base)]
        rows = [self._row(state, seen.get((place, state.offset)), known=known) for state in now]
        self.before = {state.offset: state for state in now}
        return rows

    def _row(self, state: State, met: Met | None, *, known: bool) -> Adaptive:
        before = self.before.get(state.offset)
        event = self._event(before, state)
        types = [(list(names), times) for names, times in (met or Counter()).most_common(6)]
        return {
            "offset": state.offset,
            "opname": state.opname,
            "counter": state.counter,
            "backoff": state.backoff,
            "event": event,
            "words": words(event, before, state, self.meanings[state.offset], types),
            "saw": [{"types": names, "times": times} for names, times in types] if known else None,
        }

    def _event(self, before: State | None, now: State) -> str:
        if before is None:
            return "running" if not now.warming else "cold"
        if before != now:
            self.began.add(now.offset)
        if now.warming:
            return self._event_warming(before, now)
        if before.opname != now.opname:
            return "specialised" if before.warming else "respecialised"
        if before.counter != now.counter:
            return "missed" if (now.counter or 0) < (before.counter or 0) else "respecialised"
        return "running"

    def _event_warming(self, before: State, now: State) -> str:
        if not before.warming:
            return "deoptimised"
        if before == now:
            return "warming" if now.offset in self.began else "cold"
        grew = (now.counter or 0) > (before.counter or 0) or now.backoff != before.backoff
        return "tried in vain" if grew and before.opname == now.opname else "warming"


def _met(
    source: str,
    filename: str,
    typed: str,
    places: Sequence[int],
    code: Sequence[CodeObject],
    expressions: Sequence[CodeType],
) -> list[dict[tuple[int, int], Met]] | None:
    """Types of operands by round, from another run of everything. Missing: None if unreadable."""
    if frame_layout.why_unknown():
        return None
    module, _ = compiled(source, filename)
    watched = [code_objects(module)[place] for place in places]
    operands = Operands(watched, code)
    program = _Program(module, typed)
    program.run()
    rounds = []
    with watching.watched(watched, operands.hear):
        for expression in expressions:
            if program.evaluate(expression)["why"] == "interrupt":
                return None
            rounds.append(operands.take())
    return rounds
