"""Our site against plain MkDocs of the same pages, recordings warm. Goal: at most 1.3 times."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from explainer import markdown
from explainer.places import Places
from explainer.snippet import Snippet

SIZES = (10, 100, 1_000)
PER_PAGE = 3


def main() -> None:
    """Build both sites at each size and compare their processor time."""
    print(
        f"{'pages':>6} {'plain, s':>10} {'ours, s':>10} {'ratio':>7}   ({PER_PAGE} snippets a page)"
    )
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            plain = _build(Path(folder), size, ours=False)
            ours = _build(Path(folder), size, ours=True)
        print(f"{size:6} {plain:10.1f} {ours:10.1f} {ours / plain:7.2f}", flush=True)
    print("goal: ratio at most 1.3, growth close to linear; processor time of one build each")


def _build(folder: Path, size: int, *, ours: bool) -> float:
    docs = folder / ("ours" if ours else "plain")
    docs.mkdir()
    snippets = _recorded()
    for number in range(size):
        fences = [
            f'```snippet file="{snippets[(number + k) % len(snippets)].id}"\n```'
            for k in range(PER_PAGE)
        ]
        text = f"# Page {number}\n\n" + "\n\nSome words between.\n\n".join(fences)
        text = text if ours else "\n".join(_expanded(text))
        (docs / ("index.md" if number == 0 else f"page{number}.md")).write_text(text, "utf-8")
    config = folder / f"{docs.name}.yml"
    config.write_text(yaml.dump(_config(docs, folder / "site", ours=ours)), encoding="utf-8")
    return _processor_seconds(config)


def _recorded() -> list[Snippet]:
    site = markdown.Site(Places())
    primary = site.recorder.primary
    return [snippet for snippet in site.library if site.recorder.shelf.has(snippet, primary)]


def _expanded(text: str) -> list[str]:
    from markdown import Markdown

    rows = markdown.Fences(Markdown(), "http://127.0.0.1:8000/").run(text.splitlines())
    # without our extension a custom element is no block, and its inside would not be parsed
    return [row.replace("html | python-snippet[", "html | div[") for row in rows]


def _config(docs: Path, site: Path, *, ours: bool) -> dict[str, object]:
    extensions: list[object] = ["admonition", "attr_list", "md_in_html", "tables"]
    extensions += [f"pymdownx.{name}" for name in ("blocks.html", "details", "tasklist")]
    extensions += [{"pymdownx.highlight": {"linenums_style": "pymdownx-inline"}}]
    extensions += ["pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}}]
    config: dict[str, object] = {
        "site_name": "bench",
        "docs_dir": str(docs),
        "site_dir": str(site),
        "site_url": "http://127.0.0.1:8000/",
        "theme": {"name": "material", "font": False, "features": ["navigation.prune"]},
        "plugins": ["search"],
        "markdown_extensions": extensions,
        "validation": {"absolute_links": "ignore"},
    }
    if ours:
        config["hooks"] = [str(Places().root / "explainer" / "mkdocs_hooks.py")]
        extensions.insert(0, {"explainer.markdown": {"site_url": "http://127.0.0.1:8000/"}})
    return config


def _processor_seconds(config: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)],
        check=True,
        cwd=Places().root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(Places().root)},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
