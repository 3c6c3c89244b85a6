"""HTML and SVG built as values: whatever is not markup already is escaped, always."""

from __future__ import annotations

import html
import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_VOID = {"meta", "br", "hr", "col"}
_SVG_EMPTY = {"rect", "line", "circle", "path", "polyline"}


class Markup(str):
    """Text that is HTML; only this module and its callers' constants make it."""

    __slots__ = ()


def escape(text: object) -> Markup:
    """Any value as text that cannot become markup, without characters that XML forbids."""
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(_FORBIDDEN.sub("\ufffd", str(text)), quote=True))


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """One element. `class_` means class, `aria_label` means aria-label; None leaves out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    inside = "".join(escape(child) for child in children if child is not None)
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    if name in _SVG_EMPTY and not inside:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{inside}</{name}>")


def join(*parts: object) -> Markup:
    """Several pieces of markup or text, one after another."""
    return Markup("".join(escape(part) for part in parts if part is not None))


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, float):
        value = f"{value:.1f}".removesuffix(".0")
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
