"""The shape of what is said about the compiler: `diff/1` and `stages/1`, as plain JSON types."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing import NotRequired

    from explainer.bytecode.schema import CompileError, Position, Python

DIFF = "diff/1"
STAGES = "stages/1"


class DiffRow(TypedDict):
    """An instruction of each version that do the same work, the closest there is.

    `before` and `after` are places in the `instructions` of the two code objects. `change` is
    `same`, `changed`, `gone` (only before) or `new` (only after). `notes` are places in the
    document's `notes`; empty for `same`.
    """

    change: str
    before: int | None
    after: int | None
    notes: list[int]


class Comparison(TypedDict):
    """One code object in both versions: its place in each document's `code`.

    Missing: None for a side that has none; all rows are then `gone` or `new`.
    """

    qualname: str
    before: int | None
    after: int | None
    rows: list[DiffRow]


class Note(TypedDict):
    """A sentence that explains a kind of difference, and the version that brought it.

    Missing: `since` None where each version lays out code in its own way.
    """

    since: str | None
    text: str


class Diff(TypedDict):
    """Two versions' bytecode of one source. `before` and `after` are the interpreters."""

    schema: str
    filename: str
    before: Python
    after: Python
    code: list[Comparison]
    notes: list[Note]


class Node(TypedDict):
    """A node of the syntax tree: `field` of its parent, class `name`, own plain values as text."""

    field: str
    name: str
    values: dict[str, str]
    position: Position | None
    children: list[Node]


class Symbol(TypedDict):
    """A name in a scope and all that the symbol table says of it, such as `local`, `free`."""

    name: str
    says: list[str]


class Scope(TypedDict):
    """A block of the symbol table: module, class, function …, and the blocks inside it."""

    name: str
    kind: str
    line: int
    symbols: list[Symbol]
    children: list[Scope]


class Pseudo(TypedDict):
    """An instruction before it has an offset; `target` is the place of another one in the list."""

    opname: str
    arg: int | None
    target: int | None
    label: str | None
    line: int | None
    position: Position | None


class Instructions(TypedDict):
    """A list of pseudo-instructions of the module's own code. Missing: `why_not` says why."""

    rows: list[Pseudo]
    why_not: str | None


class Stages(TypedDict):
    """What the compiler makes on its way from text to bytecode.

    `dump` is the tree as `ast.dump` writes it.
    """

    schema: str
    python: Python
    filename: str
    tree: NotRequired[Node]
    dump: NotRequired[str]
    scopes: NotRequired[Scope]
    generated: NotRequired[Instructions]
    optimised: NotRequired[Instructions]
    error: NotRequired[CompileError]
