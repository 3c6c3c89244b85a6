"""Why an instruction is there in one version of CPython and not in another: sentences from data.

An entry of `differences.json` says what it explains: `gone` or `new` (a pattern of opcode names on
the older or newer side) or `args` (the same opcode with another argument); and on what conditions:
`since` (the version that brought it), `name` (of the argument, as `dis` writes it), `code` (name of
the code object), `follows` and `followed` (the instruction before and after), `near_gone`,
`near_new` and `near_name` (others that differ on the same line, or the other half of a pair), and
`where`. `only` is for code objects that one version has alone. The first that holds is taken.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from explainer.bytecode.diff import family, plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explainer.bytecode.compiler_schema import Note
    from explainer.bytecode.diff import Pair
    from explainer.bytecode.schema import CodeObject, Document, Instruction

_COMPREHENSIONS = frozenset({"<listcomp>", "<dictcomp>", "<setcomp>"})
_ANNOTATE = "__annotate__"


class Sides(NamedTuple):
    """A code object in the older and the newer version. Missing: None."""

    older: CodeObject | None
    newer: CodeObject | None


class _Side(NamedTuple):
    """What one version has on one line and the other has not."""

    opnames: set[str]
    names: set[str]


class Explainer:
    """Explains the pairs of two versions, given as 11 for 3.11, the older one first."""

    def __init__(self, older: Document, newer: Document, since: int, until: int) -> None:
        self._entries = [
            entry
            for entry in entries()
            if "since" not in entry or since < int(entry["since"].split(".")[1]) <= until
        ]
        self._lines = {
            "inlined": _lines_of(older, newer, lambda code: code["name"] in _COMPREHENSIONS),
            "annotations": _lines_of(newer, older, lambda code: code["name"] == _ANNOTATE),
        }

    def explain(self, sides: Sides, pairs: Sequence[Pair]) -> list[list[Note]]:
        """Notes for each pair; none for those that are the same. Before is the older version."""
        if sides.older is None or sides.newer is None:
            notes = self._alone(sides)
            return [list(notes) for _ in pairs]
        context = _Context(sides, pairs, self._lines)
        return [[] if pair.same else self._notes(pair, context) for pair in pairs]

    def _alone(self, sides: Sides) -> list[Note]:
        code = sides.older or sides.newer
        name = code["name"] if code else ""
        side = "gone" if sides.older else "new"
        for entry in self._entries:
            if entry.get("side") == side and re.fullmatch(entry["only"], name):
                return [_note(entry)]
        return []

    def _notes(self, pair: Pair, context: _Context) -> list[Note]:
        before, after = pair
        if before and after and before["opname"] == after["opname"]:
            asked = [("args", after)]
        else:
            asked = [(kind, row) for kind, row in (("gone", before), ("new", after)) if row]
        notes: dict[str, Note] = {}
        for kind, row in asked:
            for entry in self._entries:
                if kind in entry and context.holds(entry, kind, row, pair):
                    if not notes or "since" in entry:
                        notes[entry["text"]] = _note(entry)
                    break
        return list(notes.values())


class _Context:
    """What else differs in one code object."""

    def __init__(
        self, sides: Sides, pairs: Sequence[Pair], lines: Mapping[str, set[int | None]]
    ) -> None:
        self.name = sides.newer["name"] if sides.newer else ""
        self.lines = lines
        self.neighbours = {**_neighbours(sides.older), **_neighbours(sides.newer)}
        self.gone: dict[Any, _Side] = defaultdict(lambda: _Side(set(), set()))
        self.new: dict[Any, _Side] = defaultdict(lambda: _Side(set(), set()))
        self.differing: Counter[tuple[str, object]] = Counter()
        self.common: set[object] = set()
        for pair in pairs:
            self._add(pair)

    def _add(self, pair: Pair) -> None:
        if pair.same and pair.after:
            self.common.add(_work(pair.after))
            return
        for row, side, which in ((pair.before, self.gone, "gone"), (pair.after, self.new, "new")):
            if row:
                side[row["line"]].opnames.add(row["opname"])
                side[row["line"]].names.add(row["argrepr"])
                self.differing[which, _work(row)] += 1

    def holds(self, entry: Mapping[str, str], kind: str, row: Instruction, pair: Pair) -> bool:
        if not _like(entry[kind], row["opname"]):
            return False
        return all(
            test(self, entry[name], kind, row, pair)
            for name, test in _TESTS.items()
            if name in entry
        )

    def _where(self, wanted: str, kind: str, row: Instruction, pair: Pair) -> bool:
        if pair.before and pair.after:
            return False
        if wanted in self.lines:
            return row["line"] in self.lines[wanted]
        if wanted == "inlining":
            return bool(self.lines["inlined"])
        if wanted == "moved":
            return self.differing["new" if kind == "gone" else "gone", _work(row)] > 0
        return _work(row) in self.common

    def _name(self, pattern: str, _kind: str, row: Instruction, pair: Pair) -> bool:
        return any(side and _like(pattern, side["argrepr"]) for side in (row, *pair))

    def _near_gone(self, pattern: str, kind: str, row: Instruction, pair: Pair) -> bool:
        if kind == "new" and pair.before:
            return _like(pattern, pair.before["opname"])
        return any(_like(pattern, name) for name in self.gone[row["line"]].opnames)

    def _near_new(self, pattern: str, kind: str, row: Instruction, pair: Pair) -> bool:
        if kind == "gone" and pair.after:
            return _like(pattern, pair.after["opname"])
        return any(_like(pattern, name) for name in self.new[row["line"]].opnames)

    def _near_name(self, pattern: str, _kind: str, row: Instruction, _pair: Pair) -> bool:
        names = self.gone[row["line"]].names | self.new[row["line"]].names
        return any(_like(pattern, name) for name in names)

    def _code(self, pattern: str, _kind: str, _row: Instruction, _pair: Pair) -> bool:
        return _like(pattern, self.name)

    def _follows(self, pattern: str, _kind: str, row: Instruction, _pair: Pair) -> bool:
        return _like(pattern, self.neighbours[id(row)][0])

    def _followed(self, pattern: str, _kind: str, row: Instruction, _pair: Pair) -> bool:
        return _like(pattern, self.neighbours[id(row)][1])


_TESTS = {
    "code": _Context._code,
    "followed": _Context._followed,
    "follows": _Context._follows,
    "name": _Context._name,
    "near_gone": _Context._near_gone,
    "near_name": _Context._near_name,
    "near_new": _Context._near_new,
    "where": _Context._where,
}


@lru_cache(maxsize=1)
def entries() -> list[dict[str, str]]:
    """Every entry of `differences.json`, in order."""
    found: list[dict[str, str]] = json.loads(
        pkgutil.get_data("explainer.bytecode", "differences.json") or b"[]"
    )
    return found


@cache
def _like(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text, re.DOTALL) is not None


def _note(entry: Mapping[str, str]) -> Note:
    return {"since": entry.get("since"), "text": entry["text"]}


def _work(row: Instruction) -> object:
    """What an instruction does, in any version."""
    return family(row["opname"], row["argrepr"]), plain_name(row)


def _neighbours(code: CodeObject | None) -> dict[int, tuple[str, str]]:
    rows = code["instructions"] if code else []
    names = ["", *(row["opname"] for row in rows), ""]
    return {id(row): (names[place], names[place + 2]) for place, row in enumerate(rows)}


def _lines_of(one: Document, other: Document, wanted: Any) -> set[int | None]:
    """Lines of the code objects that are wanted and that the other document does not have."""
    there = {(code["name"], code["first_line"]) for code in other["code"]}
    return {
        row["line"]
        for code in one["code"]
        if wanted(code) and (code["name"], code["first_line"]) not in there
        for row in code["instructions"]
        if row["line"]
    }
