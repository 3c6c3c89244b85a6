"""From pages to a site: published snippets, the front end, policy, feed, offline list."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from explainer import hardware, markdown
from explainer.claims import Claims
from explainer.cli import run_snippets
from explainer.contents import chapters
from explainer.errors import BrokenSnippet, ExplainerError
from explainer.lab import examples
from explainer.places import Places
from explainer.policy import with_policy
from explainer.pythons import VERSIONS
from explainer.pythons.record import path_of
from explainer.pythons.record_diffs import path_of as path_of_diffs
from explainer.pythons.record_runs import KINDS
from explainer.pythons.record_runs import path_of as path_of_run
from explainer.snippet import Library
from explainer.verdicts import feed

_OFFLINE_LIMIT_BYTES = 3_000_000
# What Material and mkdocs-jupyter leave unnamed or out of the keyboard's reach.
_ACCESSIBLE = {
    'data-md-component="search" role="dialog"': 'aria-label="Search"',
    'data-md-component="progress" role="progressbar"': 'aria-label="Loading"',
    '<div class="highlight-ipynb hl-python"><pre': 'tabindex="0"',
}
# In a line, not in a block: the text of a block ends in a line break.
_INLINE_CODE = re.compile(r"<code>([^<\n]*-[^<\n]*)</code>")
# Up to 24 characters; a longer word may have to break on a phone.
_HYPHENATED = re.compile(r"(?<!\S)(?=\S{1,24}(?!\S))\S*-\S*")
_SERVING = '<meta name="metal-offline" content="off">'


@contextmanager
def _plainly() -> Iterator[None]:
    """End the build with our message alone; a traceback of MkDocs would tell a writer nothing."""
    try:
        yield
    except ExplainerError as error:
        raise SystemExit(f"the site cannot be built: {error}") from error


@_plainly()
def prepare(places: Places, *, serving: bool) -> None:
    """Start a build afresh; while serving, run first what has changed since the last one."""
    if serving:
        run_snippets(places, [], "newest")
    markdown.site.set(markdown.Site(places))


@_plainly()
def add_files(files: Any, config: Any, places: Places) -> Any:
    """Publish snippets under their own addresses, the front end, the feed and `llms.txt`.

    Raises: SystemExit with the message if the front end is missing or a claim is broken.
    """
    if not (places.web / "loader.js").exists():
        raise ExplainerError(f"{places.web}: no front end there; build it: nox -s site")
    # mkdocs and properdocs have the same class under their own names
    generated = importlib.import_module(type(files).__module__).File.generated
    for address, path in _published(places):
        files.append(generated(config, address, abs_src_path=str(path)))
    builder = (markdown.site.get() or markdown.Site(places)).builder
    for address, content in hardware.published_reports(builder):
        files.append(generated(config, address, content=content))
    site_url = config.site_url or ""
    claims = Claims(places.claims)
    text = feed(claims, site_url, lambda chapter: f"chapters/{chapter}/")
    files.append(generated(config, "feed.xml", content=text))
    files.append(generated(config, "llms.txt", content=_llms(places, site_url)))
    return files


def _published(places: Places) -> Iterator[tuple[str, Path]]:
    """Address and file of everything that is no page."""
    for folder, prefix in ((places.snippets, "snippets"), (places.web, "assets/web")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{prefix}/{path.relative_to(folder).as_posix()}", path
    yield from _explored(places)
    # at the root, for a service worker's scope is the folder it lies in
    yield "sw.js", places.web / "sw.js"


def _explored(places: Places) -> Iterator[tuple[str, Path]]:
    """What the bytecode explorer fetches: documents and runs of snippets and examples, opcodes.

    Packed, because the six versions' documents of all snippets are 160 MB of text.
    """
    sources = {example.id: example.source for example in examples(places.examples)}
    for id_ in sources:
        yield f"assets/bytecode/{id_}/source.txt", places.root / f"{id_}.py"
    for snippet in Library(places.snippets):
        sources[snippet.id] = snippet.source
    for id_, source in sources.items():
        made = {v: path_of(source, v, places.bytecode) for v in VERSIONS}
        made |= {kind: path_of_run(source, kind, places.bytecode) for kind in KINDS}
        made["diffs"] = path_of_diffs(source, places.bytecode)
        for name, path in made.items():
            if path.is_file():
                yield f"assets/bytecode/{id_}/{name}.json.gzip", _packed(path)
    for version in VERSIONS:
        table = places.bytecode / "opcodes" / f"{version}.json"
        if table.is_file():
            yield f"assets/bytecode/opcodes/{version}.json.gzip", _packed(table)


def _packed(path: Path) -> Path:
    """The file compressed beside itself, made again only when the file is newer."""
    packed = path.with_suffix(".json.gzip")
    if not packed.is_file() or packed.stat().st_mtime_ns < path.stat().st_mtime_ns:
        packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return packed


def finish_page(html: str, *, serving: bool) -> str:
    """Add names for screen readers and the policy; keep options of commands whole.

    While serving there is no policy: MkDocs adds a script of its own that none could know.
    """
    for found, attribute in _ACCESSIBLE.items():
        html = html.replace(found, f"{found} {attribute}")
    html = _INLINE_CODE.sub(_options_whole, html)
    if serving:
        return html.replace("<head>", f"<head>{_SERVING}", 1)
    return with_policy(html)


def _options_whole(code: re.Match[str]) -> str:
    """Inline code whose options are marked, for browsers break lines after any hyphen."""
    marked = _HYPHENATED.sub(r'<span class="whole">\g<0></span>', code[1])
    return f"<code>{marked}</code>"


def finish_site(site: Path) -> None:
    """Write `offline.json`, what the service worker keeps from the first visit on."""
    manifest = json.dumps(_offline(site), indent=1)
    (site / "offline.json").write_text(manifest, encoding="utf-8")


def _llms(places: Places, site_url: str) -> str:
    """A map of the site for language models (llmstxt.org): title, summary, links with notes."""
    lines = [
        "# Python to the Metal",
        "",
        "> How Python really runs on real hardware. Every code example is a file that ran as a",
        "> test before the page was built; outputs and bytecode are those of that run.",
        "",
        "## Chapters",
        "",
    ]
    lines += [
        f"- [{page.title}]({site_url}chapters/{page.name}/): {page.description}"
        for page in chapters(places.docs / "chapters")
    ]
    lines += ["", "## Snippets", ""]
    for snippet in Library(places.snippets):
        with suppress(BrokenSnippet):  # its run has said so
            header = snippet.header
            address = f"{site_url}snippets/{snippet.id}.py"
            lines.append(f"- [{header.title}]({address}): {header.claim}")
    return "\n".join(lines) + "\n"


def _offline(site: Path) -> dict[str, object]:
    """Addresses that the service worker keeps from the first visit on; never the runtime."""
    pages = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    assets = sorted(p.relative_to(site).as_posix() for p in _assets(site))
    digest = hashlib.sha256()
    for name in (*pages, *assets):
        digest.update(name.encode() + (site / name).read_bytes())
    addresses = [name.removesuffix("index.html") or "./" for name in pages if name != "404.html"]
    return {"version": digest.hexdigest()[:16], "pages": addresses, "assets": assets}


def _assets(site: Path) -> Iterator[Path]:
    """Everything a page loads by itself, smallest first, up to the limit."""
    wanted = {".css", ".js", ".svg", ".woff2", ".json"}
    found = [
        path
        for path in (site / "assets").rglob("*")
        if path.suffix in wanted
        and not {"python", "pythons"} & set(path.relative_to(site).parts)
        and "lunr" not in path.parts
    ]
    found += [site / "search" / "search_index.json", site / "sitemap.xml"]
    total = 0
    for path in sorted(found, key=lambda p: (p.stat().st_size, p)):
        total += path.stat().st_size
        if total <= _OFFLINE_LIMIT_BYTES:
            yield path
