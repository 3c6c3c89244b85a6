"""What every opcode of CPython 3.10 to 3.15 does, in one line each.

Numbers, arguments, caches and families come from the running interpreter; the words and the stack
come from the JSON files beside this one. In `stack`, what lies below is to the left, the top is to
the right; "…" follows what may be there several times or not at all.
"""

from __future__ import annotations

import difflib
import dis
import json
import opcode
import pkgutil
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from explainer.bytecode.document import python
from explainer.bytecode.errors import UnknownOpcode
from explainer.bytecode.instructions import inline_caches
from explainer.bytecode.stack_depth import JUMPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from explainer.bytecode.schema import InlineCache, Python

SCHEMA = "opcodes/1"
_FILES = ("base.json", "specialised.json", "instrumented.json")
_LAST_REAL = 255  # above are pseudo-opcodes, which the compiler replaces before it is done


class Description(TypedDict):
    """What an opcode does.

    Missing: `stack` None where it is that of the opcode it stands in for.
    """

    versions: str
    does: str
    stack: str | None


class Opcode(TypedDict):
    """One opcode of one version. `family` is the opcode that a specialised one stands in for."""

    name: str
    number: int
    kind: str
    family: str
    takes_argument: bool
    jumps: bool
    caches: list[InlineCache]
    does: str
    stack: str | None
    versions: list[str]


class Table(TypedDict):
    """Every opcode of one version, in order of number."""

    schema: str
    python: Python
    opcodes: list[Opcode]


def table() -> Table:
    """Every opcode of the running interpreter, with what it does there."""
    return {
        "schema": SCHEMA,
        "python": python(),
        "opcodes": [_row(name, number) for number, name in sorted(_numbered())],
    }


def describe(name: str, version: str = "") -> Description:
    """What an opcode does in a version such as "3.12"; without one, in the running interpreter.

    Raises: UnknownOpcode.
    """
    wanted = version or running()
    entries = descriptions().get(name)
    if entries is None:
        close = difflib.get_close_matches(name, descriptions(), n=1)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        raise UnknownOpcode(f'opcode "{name}": unknown to CPython 3.10 to 3.15{hint}')
    for entry in entries:
        if wanted in expanded(entry["versions"]):
            return {
                "versions": entry["versions"],
                "does": entry["does"],
                "stack": entry.get("stack"),
            }
    known = ", ".join(entry["versions"] for entry in entries)
    raise UnknownOpcode(f'opcode "{name}": not in CPython {wanted}; it is in {known}')


@lru_cache(maxsize=1)
def descriptions() -> Mapping[str, list[Any]]:
    """Entries by opcode name: one for each range of versions in which it does the same."""
    found: dict[str, list[Any]] = {}
    for file in _FILES:
        data = pkgutil.get_data(__name__, file)  # also out of a zip, as in the page
        found.update(json.loads(data or b"{}"))
    return found


def expanded(versions: str) -> list[str]:
    """Versions of a text such as "3.10, 3.12-3.14"."""
    found: list[str] = []
    for part in versions.split(", "):
        first, _, last = part.partition("-")
        start, end = _minor(first), _minor(last or first)
        found += [f"3.{minor}" for minor in range(start, end + 1)]
    return found


def running() -> str:
    """Version of the running interpreter, such as "3.12"."""
    return "{}.{}".format(*sys.version_info)


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _numbered() -> Iterator[tuple[int, str]]:
    for name, number in {**dis.opmap, **getattr(dis, "_all_opmap", {})}.items():
        yield number, name


def _row(name: str, number: int) -> Opcode:
    family = _family(name)
    said = describe(name)
    described = descriptions()[name]
    return {
        "name": name,
        "number": number,
        "kind": _kind(name, number),
        "family": family,
        "takes_argument": _takes_argument(dis.opmap.get(family, number)),
        "jumps": dis.opmap.get(family, number) in JUMPS,
        "caches": inline_caches(family),
        "does": said["does"],
        "stack": said["stack"],
        "versions": [version for entry in described for version in expanded(entry["versions"])],
    }


def _kind(name: str, number: int) -> str:
    if name.startswith("INSTRUMENTED_"):
        return "instrumented"
    if number > _LAST_REAL:
        return "pseudo"
    return "base" if name in dis.opmap else "specialised"


def _family(name: str) -> str:
    """The opcode that `name` stands in for; itself where it stands for itself."""
    plain = name.removeprefix("INSTRUMENTED_")
    if plain in dis.opmap:
        return plain
    families: Mapping[str, list[str]] = getattr(opcode, "_specializations", {})
    for family, members in families.items():
        if plain in members:
            return family
    prefixes = [base for base in dis.opmap if plain.startswith(f"{base}_")]
    return max(prefixes, key=len, default=name)


def _takes_argument(number: int) -> bool:
    if hasattr(dis, "hasarg"):
        return number in dis.hasarg
    return number >= dis.HAVE_ARGUMENT
