"""The pieces of Markdown that snippets and verdicts are written in: elements, tabs, code blocks.

Only Markdown that Material knows is written, so that a page reads well without JavaScript, in
print and aloud, and highlighting and copy buttons just work.
"""

from __future__ import annotations


def element(selector: str, body: str, slashes: int = 7) -> str:
    """Wrap Markdown in an element; a block works at any depth, raw HTML would not.

    Outer blocks need more slashes than those inside.
    """
    fence = "/" * slashes
    return f"{fence} html | {selector}\n\n{body}\n\n{fence}\n"


def indent(text: str) -> str:
    """One level deeper, as tabs, details and list items want it."""
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


def tab(title: str, body: str, *, selected: bool = False) -> str:
    """One tab; neighbours become one set."""
    return f'==={"+" if selected else ""} "{title}"\n\n{indent(body)}'


def details(kind: str, title: str, body: str) -> str:
    """A block that opens on a click or a key; `kind` is its class."""
    return f'??? {kind} "{title}"\n\n{indent(body)}'


def code_block(language: str, text: str, options: str = "") -> str:
    """A fenced block whose ticks outnumber any run of ticks in the text."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks} {{ .{language} {options}}}\n{text.rstrip()}\n{ticks}"
