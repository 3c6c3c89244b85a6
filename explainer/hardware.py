"""`<hw-value field="caches.L2.size_bytes"></hw-value>`: hardware figures in prose.

The builder's figure is put into the page from a report of the machine that builds it. A script may
replace it by the reader's own; without one the page says whose it is, and is complete.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from explainer.errors import ExplainerError, UnknownName, did_you_mean
from explainer.fences import Fence, allow
from explainer.figures import figure
from explainer.places import Places

if TYPE_CHECKING:
    from hwinfo.model import Report

PAGE = "your-machine/"
BLOCKS = ("machine-drawing", "machine-figures", "machine-loader")
HWINFO_FOLDER = "assets/web/chunks/"  # the service worker keeps what is fetched from there
DRAWS = (
    "*.py",
    "renderers/*.py",
    "renderers/html/*.py",
    "renderers/html/*.css",
    "readers/__init__.py",
)
_TAG = r"<hw-value\b([^>]*)>\s*</hw-value>"
_ATTRIBUTE = re.compile(r'\s*([a-z]+)="([^"]*)"')
_ATTRIBUTES = ("field", "per", "as")
WIDE = 900.0  # the column of a page without navigation beside it
_OPEN_SECTIONS = ("caches.",)  # the names below depend on the machine: L1d, L2, L3 …


class Builder:
    """The machine that builds the site, asked once a build."""

    @cached_property
    def report(self) -> Report:
        """Its report, with nothing in it that names a host or a person."""
        from hwinfo.collect import collect
        from hwinfo.host import LiveHost

        return collect(LiveHost())

    @cached_property
    def asked(self) -> Report:
        """The report for which every source was asked, slow ones too, as by `--explain`."""
        from hwinfo.collect import collect
        from hwinfo.host import LiveHost

        return collect(LiveHost(), ask_everyone=True)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The report as JSON knows it."""
        from hwinfo.codec import report_to_plain

        return report_to_plain(self.report)

    @property
    def name(self) -> str:
        """`AMD EPYC, 2 hardware threads`."""
        machine = self.plain["machine"]
        model = machine["cpu"]["model"] or f"{machine['cpu']['architecture'] or 'unknown'} machine"
        threads = machine["counts"]["processing_units"]
        plural = "" if threads == 1 else "s"
        return f"{model}, {threads} hardware thread{plural}" if threads else model

    def value_at(self, field: str) -> Any:
        """The plain value at a path, as `hwinfo --explain` names it; None if unknown.

        Raises: UnknownName with the nearest names if no machine has such a field.
        """
        value: Any = self.plain["machine"]
        for name in field.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is None and field not in self._fields and not field.startswith(_OPEN_SECTIONS):
            raise UnknownName(f'no field "{field}"{did_you_mean(field, self._fields)}')
        return value

    @cached_property
    def _fields(self) -> set[str]:
        from hwinfo.explain import known_fields

        return set(known_fields(self.report))


@dataclass(frozen=True)
class Context:
    """What a page's figures need: the builder, the way to the site's root, where errors go."""

    builder: Callable[[], Builder]
    to_root: Callable[[], str]
    is_own_page: Callable[[], bool]
    complain: Callable[[str, ExplainerError], str]


class Values(InlineProcessor):
    """A figure in a sentence."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(_TAG, md)
        self._context = context

    def handleMatch(  # type: ignore[override]  # noqa: N802, D102
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        assert self.md is not None  # noqa: S101
        try:
            markup = self._render(match[1])
        except ExplainerError as error:
            markup = html.escape(self._context.complain(match[0], error))
        return self.md.htmlStash.store(markup), match.start(0), match.end(0)

    def _render(self, attributes: str) -> str:
        """On the page that they lead to, figures lead nowhere."""
        address = None if self._context.is_own_page() else self._context.to_root() + PAGE
        return render_value(attributes, self._context.builder(), address)


def render_value(attributes: str, builder: Builder, address: str | None) -> str:
    """The element with the builder's figure in it, and whose figure that is.

    With an address the figure is a link: it can be reached by keyboard, and leads to where the
    reader's own machine is loaded.
    Raises: UnknownName for a field, an attribute or a unit that is none.
    """
    found = _attributes(attributes)
    value = builder.value_at(found["field"])
    text = figure(found["field"], value, found.get("per", ""), found.get("as", ""))
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in found.items())
    opening, closing = ("<span", "</span>") if address is None else (f'<a href="{address}"', "</a>")
    whose = f"the builder’s machine: {builder.name}"
    return (
        f'<hw-value{written}>{opening} class="hw-link">'
        f'<span class="hw-figure">{html.escape(text)}</span>'
        '<span class="hw-mark" aria-hidden="true">ours</span>'
        f'<span class="hw-whose"> {html.escape(whose)}</span>{closing}</hw-value>'
    )


def _attributes(text: str) -> dict[str, str]:
    found = {match[1]: match[2] for match in _ATTRIBUTE.finditer(text)}
    for name in found:
        if name not in _ATTRIBUTES:
            raise UnknownName(f"<hw-value {name}>: unknown{did_you_mean(name, _ATTRIBUTES)}")
    if "field" not in found:
        raise UnknownName('<hw-value>: field="…" is missing, such as field="caches.L2.size_bytes"')
    return found


class Boxes(BlockProcessor):
    """Ends each box `!!! machine` with a line that says whose figures the page shows."""

    _START = re.compile(r'^!!! machine "Your machine"\s*\n')

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md.parser)
        self._context = context

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: D102
        return bool(self._START.match(block))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> bool:
        """Put the line at the end of the box, and let the admonition be made as ever."""
        ends = (n for n, block in enumerate(blocks) if n and not _is_inside(block))
        end = next(ends, len(blocks))
        if any("<machine-state>" in block for block in blocks[:end]):
            return False
        line = render_state(self._context.builder(), self._context.to_root())
        blocks.insert(end, f"    {line}")
        return False


def _is_inside(block: str) -> bool:
    return block.startswith("    ")


def render_state(builder: Builder, to_root: str) -> str:
    """Whose figures are shown, and where to change that."""
    return (
        "<machine-state>Figures of the hardware on this page: the builder’s machine,"
        f" {html.escape(builder.name)}."
        f' <a href="{to_root}{PAGE}">Use your own</a></machine-state>'
    )


def extend(md: Markdown, context: Context) -> None:
    """Teach one Markdown instance both."""
    md.inlinePatterns.register(Values(md, context), "hw-value", 183)
    md.parser.blockprocessors.register(Boxes(md, context), "machine-box", 106)


def render_drawing(fence: Fence, builder: Builder, folder: Path, to_root: str) -> str:
    """The Markdown for a ```machine-drawing fence: a machine's topology, drawn now.

    Without `report="…"`, a file of `folder`, it is the builder's, in an element that draws the
    reader's in its place.
    Raises: UnknownName if there is no such report.
    """
    allow(fence, set(), {"report"})
    named = fence.options.get("report", "")
    if named:
        return _figure(_load(folder, named), named)
    drawn = _figure(builder.report, "builder")
    library = f"{to_root}{HWINFO_FOLDER}{library_name(bundle_hwinfo())}"
    return f'<machine-drawing library="{library}" root="{to_root}">\n{drawn}\n</machine-drawing>'


def _load(folder: Path, name: str) -> Report:
    from hwinfo.renderers.json import load_report

    known = {path.stem for path in folder.glob("*.json")}
    if name not in known:
        raise UnknownName(f'no report "{name}" in {folder}{did_you_mean(name, known)}')
    return load_report(folder / f"{name}.json")


def _figure(report: Report, name: str) -> str:
    """The topology, and the ladder where one was measured, each in two widths.

    Shape: lines without blank ones between, which would end the block of HTML.
    """
    from hwinfo.renderers.html.ladder import NARROW as NARROW_LADDER
    from hwinfo.renderers.html.ladder import ladder_svg
    from hwinfo.renderers.html.topology import NARROW, topology_svg

    machine = report.machine
    prefix = f"topology-{name}"
    wide = topology_svg(machine, WIDE, prefix)
    drawn = [_picture(wide, topology_svg(machine, NARROW, f"{prefix}-narrow"))]
    for one in report.measurements:
        if one.name == "memory_latency":
            prefix = f"ladder-{name}"
            wide = ladder_svg(one, machine, WIDE, prefix)
            drawn.append(
                _picture(wide, ladder_svg(one, machine, NARROW_LADDER, f"{prefix}-narrow"))
            )
    return "\n".join(drawn)


def _picture(wide: str, narrow: str) -> str:
    drawn = f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>'
    return f'<figure class="machine-picture">{drawn}</figure>'.replace("\n", " ")


def published_reports(builder: Builder) -> Iterator[tuple[str, bytes]]:
    """Addresses and contents: the builder's report, and the code that draws any."""
    from hwinfo.renderers.json import render_json

    yield "machines/builder.json", render_json(builder.report).encode()
    library = bundle_hwinfo()
    yield HWINFO_FOLDER + library_name(library), library


def library_name(library: bytes) -> str:
    """A name that changes with the content, so that it can be kept for good."""
    return f"hwinfo-{hashlib.sha256(library).hexdigest()[:12]}.zip"


@cache
def bundle_hwinfo() -> bytes:
    """The package that draws reports, as a zip for the page's own Python.

    Shape: what reads reports and renders them; nothing that reads a machine or measures.
    The same sources give the same bytes.
    """
    root = Places().root
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(each for glob in DRAWS for each in (root / "hwinfo").glob(glob)):
            name = zipfile.ZipInfo(path.relative_to(root).as_posix(), (1980, 1, 1, 0, 0, 0))
            archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
