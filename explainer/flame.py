"""Folded stacks as pictures: a flame graph and a call tree, drawn when the page is built.

Folded stacks are what most profilers can write (`py-spy record -f raw`, `flamegraph.pl`): a line a
stack, names from the outside in joined by semicolons, then a blank and a count.

    julia;escape 118
    julia;escape;abs 64
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_LINE = re.compile(r"(?P<stack>\S.*) (?P<count>\d+)")
_ROW_PX = 24
_NARROWEST_LABEL = 0.035  # of the width: narrower bars keep their name as a tooltip
_SHADES = 4


class NoStacks(ValueError):
    """The text holds no folded stacks."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One function in one place: `stack` is the way there, the last name its own.

    `first`, `held` and `own` count samples: those to its left, in it, and in nothing it called.
    """

    stack: tuple[str, ...]
    first: int
    held: int
    own: int

    @property
    def name(self) -> str:
        """The function's."""
        return self.stack[-1]

    @property
    def depth(self) -> int:
        """0 for the root."""
        return len(self.stack) - 1


def folded_lines(text: str) -> str:
    """The lines of a program's output that are folded stacks; other lines are left out.

    A line with one name counts only if that name is the root of another line.
    Raises: NoStacks.
    """
    rows = [row for row in text.splitlines() if _LINE.fullmatch(row)]
    roots = {row.partition(";")[0] for row in rows if ";" in row}
    stacks = [row for row in rows if row.rpartition(" ")[0].partition(";")[0] in roots]
    if not stacks:
        found = text.splitlines()[0] if text.strip() else "nothing"
        raise NoStacks(f'expected lines like "main;parse 12", found: {found}')
    return "\n".join(stacks)


def bars(text: str) -> list[Bar]:
    """Every bar of the picture, callers before callees, neighbours in order of their names."""
    counts: dict[tuple[str, ...], int] = {}
    for row in text.splitlines():
        if match := _LINE.fullmatch(row.strip()):
            stack = tuple(match["stack"].split(";"))
            counts[stack] = counts.get(stack, 0) + int(match["count"])
    placed: dict[tuple[str, ...], tuple[int, int]] = {}
    position = 0
    for stack, count in sorted(counts.items()):
        for depth in range(1, len(stack) + 1):
            first, held = placed.get(stack[:depth], (position, 0))
            placed[stack[:depth]] = first, held + count
        position += count
    return [Bar(stack, *place, counts.get(stack, 0)) for stack, place in sorted(placed.items())]


def flame_graph(text: str) -> str:
    """HTML: an SVG with the root on top, and the call tree folded below it as its twin.

    Bars are placed in per cent and rows in pixels, so that names keep their size on a phone.
    """
    found = bars(text)
    total = _total(found)
    height = (max(bar.depth for bar in found) + 1) * _ROW_PX
    shades = {name: n % _SHADES for n, name in enumerate(dict.fromkeys(b.name for b in found))}
    drawing = "".join(_bar(bar, total, shades[bar.name]) for bar in found)
    return (
        f'<figure class="flame"><svg role="img" aria-label="{_summary(found, total)}"'
        f' width="100%" height="{height}">{drawing}</svg></figure>'
        f'<details class="twin"><summary>The same as a table</summary>{call_tree(text)}</details>'
    )


def call_tree(text: str) -> str:
    """HTML: a table with a row a bar, indented by depth, shares as bars and as numbers."""
    found = bars(text)
    total = _total(found)
    rows = "".join(_row(bar, total) for bar in _widest_first(found))
    return (
        '<table class="call-tree"><thead><tr><th scope="col">Function</th>'
        '<th scope="col">with what it calls</th><th scope="col">own</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _total(found: list[Bar]) -> int:
    return sum(bar.own for bar in found)


def _share(count: int, total: int) -> str:
    return f"{count / total:.0%}".replace("%", "\u202f%")


def _summary(found: list[Bar], total: int) -> str:
    widest = max(found, key=lambda bar: bar.own)
    way = " → ".join(widest.stack)
    return escape(f"Flame graph. Most of its own: {way}, {_share(widest.own, total)}.")


def _bar(bar: Bar, total: int, shade: int) -> str:
    width = bar.held / total
    told = f"{';'.join(bar.stack)}: {_share(bar.held, total)}, {bar.held} of {total}"
    label = f"{bar.name} {_share(bar.held, total)}" if width >= 10 * _NARROWEST_LABEL else bar.name
    text = f'<text x="5" y="16">{escape(label)}</text>' if width >= _NARROWEST_LABEL else ""
    return (
        f'<svg x="{100 * bar.first / total:.3f}%" y="{bar.depth * _ROW_PX}"'
        f' width="{100 * width:.3f}%" height="{_ROW_PX}"><title>{escape(told)}</title>'
        f'<rect class="shade-{shade}" width="100%" height="100%"/>{text}</svg>'
    )


def _widest_first(found: list[Bar]) -> Iterator[Bar]:
    """Depth first; of the functions called from one place, the widest first."""
    children: dict[tuple[str, ...], list[Bar]] = {}
    for bar in found:
        children.setdefault(bar.stack[:-1], []).append(bar)

    def below(stack: tuple[str, ...]) -> Iterator[Bar]:
        for bar in sorted(children.get(stack, []), key=lambda bar: -bar.held):
            yield bar
            yield from below(bar.stack)

    return below(())


def _row(bar: Bar, total: int) -> str:
    caller = f'<span class="unseen">, called by {escape(bar.stack[-2])}</span>' if bar.depth else ""
    return (
        f'<tr><th scope="row" style="padding-left:{0.5 + 0.9 * bar.depth:.1f}em">'
        f"{escape(bar.name)}{caller}</th>"
        f'<td><span class="share" style="width:{100 * bar.held / total:.1f}%"></span>'
        f"<span>{_share(bar.held, total)}</span></td>"
        f"<td>{_share(bar.own, total) if bar.own else ''}</td></tr>"
    )
