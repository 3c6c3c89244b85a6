"""Documents as text for a terminal: source between its instructions, two versions in columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from explainer.bytecode import diff, opcodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explainer.bytecode.schema import CodeObject, Document, Instruction
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
    """Two versions in columns, then what the opcodes do that only one of them uses.

    `~` marks an instruction that changed, `-` one that is gone, `+` one that is new.
    """
    versions = (_minor(before), _minor(after))
    blocks = []
    for left, right in diff.matched(before, after):
        if left and right:
            blocks.append(_compared(left, right, versions, source, paint))
        elif left or right:
            only, version = (left, versions[0]) if left else (right, versions[1])
            blocks.append([paint("heading", f"{only['qualname'] if only else ''}: only {version}")])
    blocks.append(list(_glossary(before, after, paint)))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _block(described: CodeObject, source: SourceText, paint: Paint) -> Iterator[str]:
    flags = ", ".join(described["flags"]["names"])
    yield paint("heading", described["qualname"]) + paint(
        "faint", f"  line {described['first_line']}, stack {described['stacksize']}, {flags}"
    )
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
    left: CodeObject,
    right: CodeObject,
    versions: tuple[str, str],
    source: SourceText,
    paint: Paint,
) -> list[str]:
    first, second = versions
    lines = [paint("heading", f"{left['qualname']}"), f"  {first:<{_COLUMN}} {second}"]
    line = None
    for pair in diff.align(left["instructions"], right["instructions"]):
        row = pair.after or pair.before
        if row and row["line"] and row["line"] != line:
            line = row["line"]
            lines.append(paint("source", f"{line:5}  {source.lines[line - 1]}"))
        lines.append(_pair(pair, paint))
    return lines


def _pair(pair: diff.Pair, paint: Paint) -> str:
    left, right = (_short(row) if row else "" for row in pair)
    line = f"{left:<{_COLUMN}} {right}".rstrip()
    if pair.same:
        return f"  {line}"
    if pair.before and pair.after:
        return paint("changed", f"~ {line}")
    return paint("removed", f"- {line}") if pair.before else paint("added", f"+ {line}")


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


def _glossary(before: Document, after: Document, paint: Paint) -> Iterator[str]:
    used = [(_minor(document), _opnames(document)) for document in (before, after)]
    for (version, names), (_, others) in (used, used[::-1]):
        only = sorted(names - others)
        if only:
            yield paint("heading", f"Only {version} uses")
        for name in only:
            yield f"  {paint('opname', name)}  {opcodes.describe(name, version)['does']}"


def _opnames(document: Document) -> set[str]:
    return {row["opname"] for described in document["code"] for row in described["instructions"]}


def _minor(document: Document) -> str:
    return ".".join(document["python"]["version"].split(".")[:2])
