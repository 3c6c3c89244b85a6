"""Documents as text for a terminal: source between its instructions, two versions in columns."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from explainer.bytecode.compare import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explainer.bytecode.compiler_schema import Comparison, Diff, DiffRow
    from explainer.bytecode.schema import CodeObject, Document, Instruction, Python
    from explainer.bytecode.source import SourceText

_COLUMN = 44


class Paint(NamedTuple):
    """How each part is shown: escape sequences, or nothing at all."""

    heading: str = ""
    source: str = ""
    opname: str = ""
    label: str = ""
    faint: str = ""
    removed: str = ""
    added: str = ""
    changed: str = ""
    end: str = ""

    def __call__(self, part: str, text: str) -> str:
        """Text shown as that part is shown."""
        return f"{getattr(self, part)}{text}{self.end}"


PLAIN = Paint()
COLOURS = Paint(
    heading="\x1b[1m",
    source="\x1b[36m",
    opname="\x1b[33m",
    label="\x1b[35m",
    faint="\x1b[2m",
    removed="\x1b[31m",
    added="\x1b[32m",
    changed="\x1b[33m",
    end="\x1b[0m",
)


def render(document: Document, source: SourceText, paint: Paint = PLAIN) -> str:
    """Every code object: its source lines, and under each the instructions it became.

    Columns: label, offset, stack depth before, opcode, argument, what the argument means.
    """
    blocks = [_block(described, source, paint) for described in document["code"]]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_diff(before: Document, after: Document, source: SourceText, paint: Paint = PLAIN) -> str:
    """Two versions in columns, each difference with the number of the sentence that explains it.

    `~` marks an instruction that changed, `-` one that is gone, `+` one that is new.
    """
    difference = compare(before, after)
    versions = _minor(before["python"]), _minor(after["python"])
    blocks = []
    for comparison in difference["code"]:
        left = _rows(before, comparison["before"])
        right = _rows(after, comparison["after"])
        if left and right:
            blocks.append(_compared(comparison, (left, right), versions, source, paint))
        else:
            only = f"{comparison['qualname']}: only {versions[0] if left else versions[1]}"
            numbers = _numbers(comparison["rows"][0]) if comparison["rows"] else ""
            blocks.append([f"{paint('heading', only)}  {paint('faint', numbers)}".rstrip()])
    blocks.append(list(_notes(difference, paint)))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _rows(document: Document, place: int | None) -> Sequence[Instruction]:
    return [] if place is None else document["code"][place]["instructions"]


def _numbers(row: DiffRow) -> str:
    return " ".join(f"[{note + 1}]" for note in row["notes"])


def _notes(difference: Diff, paint: Paint) -> Iterator[str]:
    if difference["notes"]:
        yield paint("heading", "Why")
    for number, note in enumerate(difference["notes"], start=1):
        text = textwrap.fill(note["text"], 90, subsequent_indent=" " * 7)
        label = f"[{number}]"
        yield f"{paint('faint', f'{label:>6}')} {text}"


def _block(described: CodeObject, source: SourceText, paint: Paint) -> Iterator[str]:
    told = [f"line {described['first_line']}", f"stack {described['stacksize']}"]
    told += described["flags"]["names"]
    yield paint("heading", described["qualname"]) + paint("faint", f"  {', '.join(told)}")
    line = None
    for row in described["instructions"]:
        if row["line"] and row["line"] != line:
            line = row["line"]
            yield paint("source", f"{line:5}  {source.lines[line - 1]}")
        yield _row(row, paint)
    for entry in described["exception_table"]:
        yield paint(
            "faint",
            f"       {entry['start_label']} to {entry['end_label']}: an exception goes to "
            f"{entry['target_label']}, stack cut to {entry['depth']}",
        )


def _row(row: Instruction, paint: Paint) -> str:
    label = f"{row['label']}:" if row["label"] else ""
    depth = "" if row["depth"] is None else str(row["depth"])
    arg = "" if row["arg"] is None else str(row["arg"])
    places = f"{row['offset']:5} {depth:>3}"
    opname = f"{row['opname']:<27}"
    return (
        f"{paint('label', f'{label:>10}')} {paint('faint', places)}  "
        f"{paint('opname', opname)} {arg:>5}  {_meaning(row)}"
    ).rstrip()


def _compared(
    comparison: Comparison,
    sides: tuple[Sequence[Instruction], Sequence[Instruction]],
    versions: tuple[str, str],
    source: SourceText,
    paint: Paint,
) -> list[str]:
    first, second = versions
    lines = [paint("heading", comparison["qualname"]), f"  {first:<{_COLUMN}} {second}"]
    line = None
    for row in comparison["rows"]:
        before = None if row["before"] is None else sides[0][row["before"]]
        after = None if row["after"] is None else sides[1][row["after"]]
        either = after or before
        if either and either["line"] and either["line"] != line:
            line = either["line"]
            lines.append(paint("source", f"{line:5}  {source.lines[line - 1]}"))
        lines.append(_pair(row, before, after, paint))
    return lines


_MARKS = {
    "same": ("", " "),
    "changed": ("changed", "~"),
    "gone": ("removed", "-"),
    "new": ("added", "+"),
}


def _pair(row: DiffRow, before: Instruction | None, after: Instruction | None, paint: Paint) -> str:
    left, right = (_short(side) if side else "" for side in (before, after))
    part, mark = _MARKS[row["change"]]
    line = f"{mark} {left:<{_COLUMN}} {right}".rstrip()
    if not part:
        return line
    return f"{paint(part, f'{line:<{2 * _COLUMN}}')} {paint('faint', _numbers(row))}".rstrip()


def _short(row: Instruction) -> str:
    text = f"{row['opname']} {_argument(row)}".rstrip()
    return text if len(text) < _COLUMN else f"{text[: _COLUMN - 1]}…"


def _meaning(row: Instruction) -> str:
    if row["jump"]:
        return f"to {row['jump']['label']}"
    return re.sub(r"\s+", " ", row["argrepr"])


def _argument(row: Instruction) -> str:
    """What the argument means, or the bare number where `dis` has no words for it."""
    return _meaning(row) or ("" if row["arg"] is None else str(row["arg"]))


def _minor(python: Python) -> str:
    return ".".join(python["version"].split(".")[:2])
