"""The shape of a `bytecode/1` document, as plain JSON types.

Lines count from 1 (0 is the compiler's own code), columns from 0 in characters, offsets in bytes
of `co_code`. Code objects refer to each other by their place in `code`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing import NotRequired

SCHEMA = "bytecode/1"


class Python(TypedDict):
    """The interpreter whose compiler made the bytecode."""

    version: str
    implementation: str
    magic: int


class CompileError(TypedDict):
    """Why there is no bytecode. Missing: None where the compiler names no place."""

    kind: str
    message: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class CompileWarning(TypedDict):
    """A warning the compiler gave, such as "is" with a literal."""

    category: str
    message: str
    line: int


class Position(TypedDict):
    """A span of the source. Missing: columns and end are None on 3.10, which records lines only."""

    line: int
    end_line: int | None
    column: int | None
    end_column: int | None


class Jump(TypedDict):
    """Where a jump goes."""

    offset: int
    label: str


class InlineCache(TypedDict):
    """A named inline cache behind an instruction. Units: `units` of two bytes."""

    name: str
    units: int


class Instruction(TypedDict):
    """One instruction, as the compiler wrote it.

    Missing: `arg` None where the opcode takes none; `argval` left out where it is not plain data;
    `code` only where the argument is a code object; `position` and `text` None where the
    instruction belongs to no text; `depth` None where no path leads.
    """

    offset: int
    opcode: int
    opname: str
    arg: int | None
    argrepr: str
    argval: NotRequired[Any]
    code: NotRequired[int]
    line: int | None
    position: Position | None
    text: str | None
    label: str | None
    jump: Jump | None
    caches: list[InlineCache]
    depth: int | None


class Handler(TypedDict):
    """One row of the exception table: from `start` up to but not including `end`."""

    start: int
    end: int
    target: int
    start_label: str
    end_label: str
    target_label: str
    depth: int
    lasti: bool


class Block(TypedDict):
    """Instructions from `start` up to but not including `end`, entered at the first one only.

    `handler`: the exception table leads here. `reached`: some path does. `ends` is `next`, `jump`,
    `branch` (a jump or the next block), `return` or `raise`.
    """

    start: int
    end: int
    label: str | None
    handler: bool
    reached: bool
    ends: str


class FlowEdge(TypedDict):
    """A way from block to block, by their places. `kind` is `next`, `jump` or `exception`."""

    source: int
    target: int
    kind: str


class Flow(TypedDict):
    """The control-flow graph of a code object."""

    blocks: list[Block]
    edges: list[FlowEdge]


class Constant(TypedDict):
    """One entry of `co_consts`; `code` only where it is a code object."""

    repr: str
    type: str
    code: NotRequired[int]


class Flags(TypedDict):
    """`co_flags`, and the names of the bits that are set."""

    value: int
    names: list[str]


class CodeObject(TypedDict):
    """One code object; `children` are places in the document's `code`."""

    name: str
    qualname: str
    first_line: int
    flags: Flags
    argcount: int
    posonlyargcount: int
    kwonlyargcount: int
    stacksize: int
    consts: list[Constant]
    names: list[str]
    varnames: list[str]
    cellvars: list[str]
    freevars: list[str]
    instructions: list[Instruction]
    exception_table: list[Handler]
    flow: Flow
    children: list[int]
    listing: str


class Document(TypedDict):
    """Every code object of one source, the module first, or the error that stopped the compiler."""

    schema: str
    python: Python
    filename: str
    warnings: NotRequired[list[CompileWarning]]
    code: NotRequired[list[CodeObject]]
    error: NotRequired[CompileError]
