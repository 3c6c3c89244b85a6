"""Two versions' bytecode of one source, instruction beside instruction, each difference explained.

The sentences and when they hold are data: `differences.json`, read by `explained.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.bytecode.compiler_schema import DIFF
from explainer.bytecode.diff import Pair, align, matched
from explainer.bytecode.explained import Explainer, Sides

if TYPE_CHECKING:
    from explainer.bytecode.compiler_schema import Comparison, Diff, DiffRow, Note
    from explainer.bytecode.schema import CodeObject, Document


def compare(before: Document, after: Document, qualname: str = "") -> Diff:
    """Every code object of two `bytecode/1` documents of one source, or those of one name.

    Either may be the older version.
    """
    comparing = _Comparing(before, after)
    pairs = [
        (left, right)
        for left, right in matched(before, after)
        if not qualname or any(side and side["qualname"] == qualname for side in (left, right))
    ]
    return {
        "schema": DIFF,
        "filename": after["filename"],
        "before": before["python"],
        "after": after["python"],
        "code": [comparing.compared(left, right) for left, right in pairs],
        "notes": comparing.notes,
    }


class _Comparing:
    def __init__(self, before: Document, after: Document) -> None:
        self.before, self.after = before, after
        self.notes: list[Note] = []
        self._places: dict[str, int] = {}
        versions = _minor(before), _minor(after)
        self._forward = versions[0] <= versions[1]
        older, newer = (before, after) if self._forward else (after, before)
        self._explainer = Explainer(older, newer, min(versions), max(versions))

    def compared(self, left: CodeObject | None, right: CodeObject | None) -> Comparison:
        pairs = align(left["instructions"] if left else [], right["instructions"] if right else [])
        sides = Sides(left, right) if self._forward else Sides(right, left)
        turned = pairs if self._forward else [Pair(pair.after, pair.before) for pair in pairs]
        explanations = self._explainer.explain(sides, turned)
        places = _places(left), _places(right)
        rows: list[DiffRow] = [
            {
                "change": _change(pair),
                "before": places[0][id(pair.before)] if pair.before else None,
                "after": places[1][id(pair.after)] if pair.after else None,
                "notes": [self._note(note) for note in notes],
            }
            for pair, notes in zip(pairs, explanations)  # noqa: B905 - one each
        ]
        described = left or right
        return {
            "qualname": described["qualname"] if described else "",
            "before": _position(left, self.before),
            "after": _position(right, self.after),
            "rows": rows,
        }

    def _note(self, note: Note) -> int:
        place = self._places.setdefault(note["text"], len(self.notes))
        if place == len(self.notes):
            self.notes.append(note)
        return place


def _change(pair: Pair) -> str:
    if pair.same:
        return "same"
    if pair.before and pair.after:
        return "changed"
    return "gone" if pair.before else "new"


def _places(code: CodeObject | None) -> dict[int, int]:
    return {id(row): place for place, row in enumerate(code["instructions"] if code else ())}


def _position(code: CodeObject | None, document: Document) -> int | None:
    found = [place for place, known in enumerate(document["code"]) if known is code]
    return found[0] if found else None


def _minor(document: Document) -> int:
    return int(document["python"]["version"].split(".")[1])
