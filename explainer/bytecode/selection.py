"""One function of a document, with everything defined inside it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, cast

from explainer.bytecode.errors import UnknownFunction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from explainer.bytecode.schema import CodeObject, Document


def select(document: Document, name: str) -> Document:
    """The document of one function, class or method and of all code inside it.

    `name` is the qualified name; `<locals>` may be left out.
    Raises: UnknownFunction.
    """
    _, code = only_below(document["code"], document["filename"], name)
    return cast("Document", {**document, "code": code})


def _place(code: list[CodeObject], filename: str, name: str) -> int:
    for place, described in enumerate(code):
        if name in (described["qualname"], _spoken(described)):
            return place
    known = [_spoken(described) for described in code[1:]]
    raise UnknownFunction(f'{filename}: no function "{name}"{_hint(name, known)}')


def wanted_places(code: list[CodeObject], filename: str, names: Sequence[str]) -> list[int]:
    """Places of the functions named and of all code inside them; of everything for no names.

    Raises: UnknownFunction.
    """
    if not names:
        return list(range(len(code)))
    found = [_place(code, filename, name) for name in names]
    return sorted({place for start in found for place in range(start, _end(code, start))})


def only_below(code: list[CodeObject], filename: str, name: str) -> tuple[range, list[CodeObject]]:
    """Places of one function and all code inside it, and those code objects on their own.

    Parents stand before their children, so what is inside follows without a gap.
    Raises: UnknownFunction.
    """
    start = _place(code, filename, name)
    places = range(start, _end(code, start))
    return places, [_moved(code[place], -start) for place in places]


def _end(code: list[CodeObject], place: int) -> int:
    children = code[place]["children"]
    return _end(code, children[-1]) if children else place + 1


def _moved(described: CodeObject, by: int) -> CodeObject:
    def moved(item: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**item, "code": item["code"] + by} if "code" in item else item

    return cast(
        "CodeObject",
        {
            **described,
            "consts": [moved(constant) for constant in described["consts"]],
            "instructions": [moved(row) for row in described["instructions"]],
            "children": [child + by for child in described["children"]],
        },
    )


def _spoken(described: CodeObject) -> str:
    return described["qualname"].replace(".<locals>", "")


def _hint(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f'; did you mean "{close[0]}"?'
    named = sorted({spoken for spoken in known if "<" not in spoken})
    return f"; there is {', '.join(named[:12])}" if named else "; it defines none"
