"""The Python-Markdown extension: our fences, maths and elements, the same on MkDocs and ProperDocs.

MkDocs tells it which page is being rendered through `page`; without that (plain Python-Markdown)
addresses are absolute.
"""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from explainer import hardware, maths, spacing
from explainer.claims import Claims
from explainer.contents import chapters, render_chapters
from explainer.embed import Shelves, render_snippet
from explainer.errors import ExplainerError
from explainer.experiments import Experiments
from explainer.explanation import render_explanation
from explainer.fences import Fence, Renderer, expand
from explainer.flame import call_tree, flame_graph
from explainer.interpreter import found_before
from explainer.lab import render_lab
from explainer.places import Places
from explainer.record import Recorder
from explainer.snippet import Library
from explainer.spot import Spot
from explainer.verdicts import render_claim, render_claims, render_coverage

# A child of MkDocs's own logger, so that `--strict` counts our warnings.
_log = logging.getLogger("mkdocs.explainer")
# The first word in capitals of a row, after offsets, arrows and labels, whatever the version.
_INSTRUCTION = re.compile(r"^([^A-Z(]*(?:L\d+:[^A-Z(]*)?)([A-Z][A-Z_0-9]{2,})\b")
_WORDS = (
    "```snippet",
    "```bytecode-lab",
    "```claim",
    "```chapters",
    "```coverage",
    "```machine-drawing",
    "```hwinfo-explain",
)

page: ContextVar[tuple[Path, str] | None] = ContextVar("page", default=None)
"""The page's source file and the relative address of the site's root from it."""


class Site:
    """What all pages share, read once a build."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.library = Library(places.snippets)
        self.claims = Claims(places.claims)
        self.titles = {page.name: page.title for page in chapters(places.docs / "chapters")}
        self.recorder = Recorder(places, found_before(places.interpreters))
        self.shelves = Shelves(self.library, self.recorder, places.bytecode, places.sent_recordings)
        self.builder = hardware.Builder()


site: ContextVar[Site | None] = ContextVar("site", default=None)


class Fences(Preprocessor):
    """Runs before pymdownx's own snippets (32) and superfences (25) see the text."""

    def __init__(self, md: Markdown, site_url: str) -> None:
        super().__init__(md)
        self.site_url = site_url

    def run(self, lines: list[str]) -> list[str]:
        """Replace our fences; a text without any costs one search."""
        if not any(word in line for line in lines for word in _WORDS):
            return lines
        current = _current_site()
        file, to_root = page.get() or (None, self.site_url)
        spot = Spot.of(lines, self.site_url, to_root)
        experiments = Experiments(current.shelves, spot)
        about: dict[str, Any] = {"claims": current.claims, "experiments": experiments}
        renderers: dict[str, Renderer] = {
            "snippet": partial(render_snippet, shelves=current.shelves, spot=spot),
            "claim": partial(render_claim, **about),
            "claims": partial(render_claims, **about, titles=current.titles),
            "coverage": partial(render_coverage, **about),
            "machine-drawing": partial(
                hardware.render_drawing,
                builder=current.builder,
                folder=current.places.docs / "machines",
                to_root=to_root,
            ),
            "hwinfo-explain": partial(render_explanation, builder=current.builder),
            "bytecode-lab": partial(
                render_lab,
                shelves=current.shelves,
                folder=current.places.examples,
                to_root=to_root,
            ),
            "chapters": partial(render_chapters, folder=current.places.docs / "chapters"),
        }
        return expand(lines, renderers, partial(_complain, file))


def _current_site() -> Site:
    current = site.get() or Site(Places())
    site.set(current)
    return current


def _complain_of_value(tag: str, error: ExplainerError) -> str:
    """A figure that cannot be shown: the build log says where, the page says what."""
    file, _ = page.get() or (None, "")
    rows = file.read_text(encoding="utf-8").splitlines() if file else []
    line = next((f":{number}" for number, row in enumerate(rows, 1) if tag in row), "")
    _log.warning(f"{file or 'Markdown'}{line}: {error}")
    return f"[{error}]"


def _complain(file: Path | None, fence: Fence, error: ExplainerError) -> str:
    """Tell the build log where and what; the page shows the same, so that nobody misses it."""
    where = f"{file}:{_line_in(file, fence)}" if file else f"line {fence.line + 1}"
    message = f"{where}: {error}"
    _log.warning(message)
    return f'!!! failure "This example could not be shown"\n\n    {error}'


def _line_in(file: Path, fence: Fence) -> int:
    """MkDocs cuts the front matter off before we count, so look the fence up in the file."""
    try:
        rows = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return fence.line + 1
    same = [number for number, row in enumerate(rows, 1) if row.strip() == fence.text]
    return next((n for n in same if n > fence.line), fence.line + 1)


def highlight_dis(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Markdown, **_: Any
) -> str:
    """Format a `dis` listing for pymdownx.superfences: instruction names stand out."""
    del language, css_class, options, md
    rows = []
    for row in source.splitlines():
        text = row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        rows.append(_INSTRUCTION.sub(r"\1<b>\2</b>", text))
    return '<pre class="dis"><code>' + "\n".join(rows) + "\n</code></pre>"


def draw_flame(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Markdown, **_: Any
) -> str:
    """Format folded stacks for pymdownx.superfences: a picture, by the fence's word."""
    del css_class, options, md
    return flame_graph(source) if language == "flame" else call_tree(source)


class ExplainerExtension(Extension):
    """Add to `markdown_extensions` before `md_in_html`."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "site_url": ["", "Address the site will have; ends in a slash"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register everything with one Markdown instance."""
        md.registerExtension(self)
        widgets = Places().root.glob("web/src/widgets/*/element.ts")
        md.block_level_elements += ["python-snippet", "bytecode-lab", *hardware.BLOCKS]
        md.block_level_elements += [path.parent.name for path in widgets]
        fences = Fences(md, self.getConfig("site_url"))
        md.preprocessors.register(fences, "explainer-fences", 33)
        maths.extend(md)
        spacing.extend(md)
        context = hardware.Context(
            lambda: _current_site().builder,
            lambda: (page.get() or (None, str(self.getConfig("site_url"))))[1],
            lambda: (page.get() or (Path(), ""))[0].stem == hardware.PAGE.strip("/"),
            _complain_of_value,
        )
        hardware.extend(md, context)


def makeExtension(**options: Any) -> ExplainerExtension:  # noqa: N802
    """Entry point that Python-Markdown looks for."""
    return ExplainerExtension(**options)
