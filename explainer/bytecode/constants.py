"""Constants of code objects, written the same way in every process.

`repr` alone is not stable: a code object shows its address, and a frozenset the order of its
hashes, which for text changes with every start of Python.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

_ADDRESS = re.compile(r"(<code object .+?) at 0x[0-9a-fA-F]+(?=, file )")  # a name may have spaces


def without_addresses(text: str) -> str:
    """Text with `<code object f at 0x…, file …>` shown as `<code object f, file …>`."""
    return _ADDRESS.sub(r"\1", text)


def stable_repr(value: object) -> str:
    """`repr` of a constant, without addresses and with the members of a frozenset in order."""
    if isinstance(value, frozenset):
        members = sorted((stable_repr(item) for item in value), key=_by_type_and_text)
        return f"frozenset({{{', '.join(members)}}})" if members else repr(value)
    if type(value) is tuple:
        comma = "," if len(value) == 1 else ""
        return f"({', '.join(map(stable_repr, value))}{comma})"
    return without_addresses(repr(value))


def stable_text(code: CodeType, text: str) -> str:
    """Text in which every constant of `code` that was written by `repr` reads as `stable_repr`."""
    for constant in _frozensets(code.co_consts):
        text = text.replace(repr(constant), stable_repr(constant))
    return without_addresses(text)


def _by_type_and_text(text: str) -> tuple[int, str]:
    return (len(text) if text.lstrip("-").isdigit() else 0, text)


def _frozensets(value: object) -> Iterator[object]:
    """Outermost frozensets in a constant, the ones whose `repr` may vary."""
    if isinstance(value, frozenset):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _frozensets(item)
