"""The same code object as two versions of CPython compile it, side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from explainer.bytecode.schema import CodeObject, Document, Instruction

# Opcodes that do the same work under another name, or together with more of it.
_FAMILIES = (
    ("subscript", re.compile(r"BINARY_SUBSCR|BINARY_SLICE")),
    ("operator", re.compile(r"BINARY_(?!SUBSCR|SLICE)|INPLACE_")),
    ("constant", re.compile(r"LOAD_(CONST|SMALL_INT|COMMON_CONSTANT|ASSERTION_ERROR)")),
    ("load local", re.compile(r"LOAD_FAST")),
    ("store local", re.compile(r"STORE_FAST")),
    ("attribute", re.compile(r"LOAD_(ATTR|METHOD)")),
    ("call", re.compile(r"CALL(?!_INTRINSIC|_FUNCTION_EX)")),
    ("format", re.compile(r"FORMAT_|CONVERT_VALUE")),
    ("branch", re.compile(r"POP_JUMP|JUMP_IF")),
    ("jump", re.compile(r"JUMP_")),
    ("return", re.compile(r"RETURN_(VALUE|CONST)")),
    ("shuffle", re.compile(r"ROT_|SWAP|DUP_TOP|COPY$")),
    ("enter with", re.compile(r"BEFORE_|SETUP_(ASYNC_)?WITH|LOAD_SPECIAL")),
    ("drop", re.compile(r"POP_(TOP|ITER)$")),
    ("begin", re.compile(r"RESUME|GEN_START|RETURN_GENERATOR")),
)

_CALLING = re.compile(r"NULL(\|self)? \+ | \+ NULL(\|self)?")
_NAMED = re.compile(r"(LOAD|STORE|DELETE)_(?!FAST_\w*_FAST|SUBSCR|SLICE)")


class Pair(NamedTuple):
    """An instruction and what stands for it in the other version. Missing: None for nothing."""

    before: Instruction | None
    after: Instruction | None

    @property
    def same(self) -> bool:
        """Whether both are there and read the same, jump targets aside."""
        before, after = self
        return before is not None and after is not None and _key(before)[1:] == _key(after)[1:]


@cache
def family(opname: str, argrepr: str = "") -> str:
    """What kind of work an opcode does, the same for every version.

    `argrepr` tells the subscript from the other operators, since 3.14.
    """
    if opname == "BINARY_OP" and argrepr == "[]":
        return "subscript"
    for name, pattern in _FAMILIES:
        if pattern.match(opname):
            return name
    return opname


def matched(
    before: Document, after: Document
) -> Iterator[tuple[CodeObject | None, CodeObject | None]]:
    """Code objects of two documents by name, in the order of the first, then the rest.

    The same qualified name on the same first line comes first, then either of the two alone, for
    versions name `__annotate__` and number first lines differently. A comprehension is code of its
    own up to 3.11, and none since.
    """
    found: dict[int, CodeObject] = {}
    for key in (_qualname_and_line, _qualname, _name_and_line):
        taken = {id(there) for there in found.values()}
        left = [here for here in before["code"] if id(here) not in found]
        found |= _by(key, left, [there for there in after["code"] if id(there) not in taken])
    for here in before["code"]:
        yield here, found.get(id(here))
    taken = {id(there) for there in found.values()}
    for there in after["code"]:
        if id(there) not in taken:
            yield None, there


def _by(
    key: Callable[[CodeObject], object], before: Sequence[CodeObject], after: Sequence[CodeObject]
) -> dict[int, CodeObject]:
    """For each code object of one side, by its id, the first free one of the other like it."""
    waiting: dict[object, list[CodeObject]] = defaultdict(list)
    for described in after:
        waiting[key(described)].append(described)
    return {id(here): waiting[key(here)].pop(0) for here in before if waiting[key(here)]}


def _qualname_and_line(described: CodeObject) -> object:
    return described["qualname"], described["first_line"]


def _qualname(described: CodeObject) -> object:
    return described["qualname"]


def _name_and_line(described: CodeObject) -> object:
    return described["name"], described["first_line"]


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
            for pair in map(Pair, left[start:end], right[other_start:other_end]):
                yield from [pair] if _alike(pair) else [Pair(pair[0], None), Pair(None, pair[1])]
        else:
            yield from (Pair(row, None) for row in left[start:end])
            yield from (Pair(None, row) for row in right[other_start:other_end])


def plain_name(row: Instruction) -> str:
    """What the argument means, without what only says how a call goes on, and no jump's target."""
    return "" if row["jump"] else _CALLING.sub("", row["argrepr"])


def _alike(pair: Pair) -> bool:
    """Whether a pair of one family does the same work: no two names under the same opcode."""
    before, after = pair
    if before is None or after is None or before["opname"] != after["opname"]:
        return True
    return not _NAMED.match(after["opname"]) or plain_name(before) == plain_name(after)


def _key(row: Instruction) -> tuple[object, ...]:
    return row["line"], row["opname"], "" if row["jump"] else row["argrepr"]


def _kind(row: Instruction) -> tuple[object, ...]:
    return row["line"], family(row["opname"], row["argrepr"])
