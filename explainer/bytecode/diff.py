"""The same code object as two versions of CPython compile it, side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explainer.bytecode.schema import CodeObject, Document, Instruction

# Opcodes that do the same work under another name, or together with more of it.
_FAMILIES = (
    ("operator", re.compile(r"BINARY_(?!SUBSCR|SLICE)|INPLACE_")),
    ("subscript", re.compile(r"BINARY_SUBSCR|BINARY_SLICE")),
    ("constant", re.compile(r"LOAD_(CONST|SMALL_INT|COMMON_CONSTANT|ASSERTION_ERROR)")),
    ("load local", re.compile(r"LOAD_FAST")),
    ("store local", re.compile(r"STORE_FAST")),
    ("attribute", re.compile(r"LOAD_(ATTR|METHOD)")),
    ("call", re.compile(r"CALL(?!_INTRINSIC)|PRECALL")),
    ("format", re.compile(r"FORMAT_|CONVERT_VALUE")),
    ("branch", re.compile(r"POP_JUMP|JUMP_IF")),
    ("jump", re.compile(r"JUMP_")),
    ("return", re.compile(r"RETURN_(VALUE|CONST)")),
    ("shuffle", re.compile(r"ROT_|SWAP|DUP_TOP|COPY$")),
    ("enter with", re.compile(r"BEFORE_|SETUP_(ASYNC_)?WITH|LOAD_SPECIAL")),
    ("drop", re.compile(r"POP_(TOP|ITER)$")),
    ("begin", re.compile(r"RESUME|GEN_START|RETURN_GENERATOR")),
)


class Pair(NamedTuple):
    """An instruction and what stands for it in the other version. Missing: None for nothing."""

    before: Instruction | None
    after: Instruction | None

    @property
    def same(self) -> bool:
        """Whether both are there and read the same, jump targets aside."""
        before, after = self
        return before is not None and after is not None and _key(before)[1:] == _key(after)[1:]


def family(opname: str) -> str:
    """What kind of work an opcode does, the same for every version."""
    for name, pattern in _FAMILIES:
        if pattern.match(opname):
            return name
    return opname


def matched(
    before: Document, after: Document
) -> Iterator[tuple[CodeObject | None, CodeObject | None]]:
    """Code objects of two documents by qualified name, in the order of the first, then the rest.

    A comprehension is a code object up to 3.11 and part of its function since 3.12.
    """
    waiting: dict[str, list[CodeObject]] = defaultdict(list)
    for described in after["code"]:
        waiting[described["qualname"]].append(described)
    for described in before["code"]:
        there = waiting[described["qualname"]]
        yield described, there.pop(0) if there else None
    for rest in waiting.values():
        for described in rest:
            yield None, described


def align(before: Sequence[Instruction], after: Sequence[Instruction]) -> list[Pair]:
    """Instructions paired by source line, then by opcode and argument, then by family."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, list(map(_key, before)), list(map(_key, after)), autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        left, right = before[start:end], after[other_start:other_end]
        if tag == "equal":
            pairs += [Pair(*both) for both in zip_longest(left, right)]
        else:
            pairs += _by_family(left, right)
    return pairs


def _by_family(left: Sequence[Instruction], right: Sequence[Instruction]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, list(map(_kind, left)), list(map(_kind, right)), autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            yield from map(Pair, left[start:end], right[other_start:other_end])
        else:
            yield from (Pair(row, None) for row in left[start:end])
            yield from (Pair(None, row) for row in right[other_start:other_end])


def _key(row: Instruction) -> tuple[object, ...]:
    return row["line"], row["opname"], "" if row["jump"] else row["argrepr"]


def _kind(row: Instruction) -> tuple[object, ...]:
    return row["line"], family(row["opname"])
