"""Find our fences in Markdown text and put what they stand for in their place.

A fence is three backticks, a word, `key="value"` options, and three backticks:

    ```snippet file="lists/growth.py" region="capacities" show="code,output"
    ```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from explainer.errors import ExplainerError, UnknownName, did_you_mean

_OPENING = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>.*)$")
_OPTION = re.compile(r'\s*(?P<key>[a-z]+)="(?P<value>[^"]*)"')


@dataclass(frozen=True, slots=True)
class Fence:
    """One of our fences: its word, its options, the line (from 0) it opens on."""

    kind: str
    options: dict[str, str]
    line: int
    text: str


Renderer = Callable[[Fence], str]


def expand(
    lines: list[str],
    renderers: Mapping[str, Renderer],
    complain: Callable[[Fence, ExplainerError], str],
) -> list[str]:
    """Replace each fence whose word is in `renderers`; other fences stay as they are.

    A renderer's text is indented as its fence was, so fences work inside lists, admonitions and
    tabs. What `complain` returns stands in for a fence that could not be rendered.
    """
    out: list[str] = []
    number = 0
    while number < len(lines):
        opening = _OPENING.match(lines[number])
        if not opening:
            out.append(lines[number])
            number += 1
            continue
        end = _closing(lines, number, opening["ticks"])
        kind = opening["info"].partition(" ")[0]
        if kind in renderers:
            out += _rendered(opening, number, renderers[kind], complain)
        else:
            out += lines[number : end + 1]
        number = end + 1
    return out


def _closing(lines: list[str], start: int, ticks: str) -> int:
    """The line that ends the fence opened at `start`, or the last line of the text."""
    closing = re.compile(rf"^[ \t]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$")
    for number in range(start + 1, len(lines)):
        if closing.match(lines[number]):
            return number
    return len(lines) - 1


def _rendered(
    opening: re.Match[str],
    line: int,
    renderer: Renderer,
    complain: Callable[[Fence, ExplainerError], str],
) -> list[str]:
    kind, _, rest = opening["info"].partition(" ")
    fence = Fence(kind, {}, line, opening.group(0).strip())
    try:
        fence.options.update(parse_options(rest))
        text = renderer(fence)
    except ExplainerError as error:
        text = complain(fence, error)
    return ["", *(opening["indent"] + row if row else "" for row in text.splitlines()), ""]


def parse_options(text: str) -> dict[str, str]:
    """Read `key="value"` pairs. Raises: UnknownName with the part that is not one."""
    options: dict[str, str] = {}
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _OPTION.match(text, position)
        if not match:
            raise UnknownName(
                'options are written key="value", separated by blanks;'
                f" found: {text[position:].strip()}"
            )
        options[match["key"]] = match["value"]
        position = match.end()
    return options


def allow(fence: Fence, required: set[str], optional: set[str]) -> None:
    """Check a fence's options. Raises: UnknownName naming what is missing or not known."""
    for key in fence.options.keys() - required - optional:
        hint = did_you_mean(key, required | optional)
        raise UnknownName(f"unknown option {key}{hint}")
    for key in sorted(required - fence.options.keys()):
        raise UnknownName(f'option {key}="…" is missing')
