"""A tiny site with one runnable snippet a page, and the hands and eyes to use it."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

# What the published site says; see explainer.policy.
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; font-src 'self'; worker-src 'self'; connect-src 'self';"
    " object-src 'none'; base-uri 'self'"
)
ENDED = re.compile("after|Stopped|ended here|could not be|asked for input")


def write_site(
    folder: Path, front_end: Path, snippets: dict[str, str], *, offline: bool = False
) -> Path:
    """A site in `folder`: one page with all `snippets` (id to source), and the front end."""
    shutil.copytree(front_end, folder / "assets" / "web")
    elements = []
    for name, source in snippets.items():
        file = folder / "snippets" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
        elements.append(
            f'<python-snippet file="{name}" src="snippets/{name}.py" browser>'
            '<div class="tabbed-set"><pre><code>the tested source</code></pre></div>'
            "</python-snippet>"
        )
    (folder / "index.html").write_text(_page("\n".join(elements), offline), encoding="utf-8")
    (folder / "sw.js").write_bytes((front_end / "sw.js").read_bytes())
    if offline:
        write_manifest(folder, "first")
    return folder


def forget_how_to_suspend(folder: Path) -> None:
    """Make the published worker one in a browser without promise integration for WebAssembly."""
    (worker,) = folder.glob("assets/web/python/worker-*.js")
    script = worker.read_text(encoding="utf-8")
    worker.write_text(f"delete WebAssembly.Suspending;{script}", encoding="utf-8")


def write_manifest(folder: Path, version: str) -> None:
    """The list of what an offline copy holds, as the site's build writes it."""
    assets = [
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix in {".css", ".js"} and not {"python", "pythons"} & {*file.parts}
    ]
    snippets = [f"snippets/{file.parent.name}/{file.name}" for file in folder.rglob("*.py")]
    manifest = {"version": version, "pages": ["./"], "assets": assets + snippets}
    (folder / "offline.json").write_text(json.dumps(manifest), encoding="utf-8")


def _page(content: str, offline: bool) -> str:
    switch = "" if offline else '<meta name="metal-offline" content="off">'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"{switch}"
        '<meta name="viewport" content="width=device-width"><title>Snippets</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="assets/web/site.css">'
        "<style>body { background: var(--metal-paper); color: var(--metal-ink) }</style>"
        '<script type="module" src="assets/web/loader.js"></script></head>'
        f'<body data-md-color-scheme="default"><main class="md-typeset">{content}</main></body>'
    )


class SnippetPage:
    """One snippet on a page or in a part of it: the first, unless its id is named."""

    def __init__(self, page: Page | Locator, snippet: str = "") -> None:
        self.page = page
        chosen = f'python-snippet[file="{snippet}"]' if snippet else "python-snippet"
        self.element = page.locator(chosen).first
        self.status = self.part("status")
        self.log = self.part("log")
        self.note = self.part("note")
        self.code = self.element.locator(".cm-content")

    def part(self, name: str) -> Locator:
        """The runner's part of that name."""
        return self.element.locator(f".python-{name}").first

    def limit(self, seconds: str | None) -> None:
        """Give the element another time limit than its usual 30 s."""
        if seconds is not None:
            self.element.evaluate("(element, s) => element.setAttribute('limit-s', s)", seconds)

    def click(self, name: str) -> None:
        """Press `run`, `stop`, `edit` or `reset`."""
        self.part(name).click()

    def run(self, status: str | None = None, seconds: float = 30) -> str:
        """Press Run, wait for the end (or for `status`), return what was printed."""
        self.click("run")
        return self.ended(status, seconds)

    def ended(self, status: str | None = None, seconds: float = 30) -> str:
        """Wait until the program has ended, then return what was printed."""
        expect(self.part("run")).to_be_enabled(timeout=seconds * 1000)
        expect(self.status).to_have_text(re.compile(status) if status else ENDED)
        return self.printed()

    def printed(self) -> str:
        """What the log shows now."""
        return self.log.text_content() or ""

    def write(self, source: str) -> None:
        """Open the editor and type `source` in place of what it holds."""
        if not self.code.is_visible():
            self.click("edit")
        self.code.fill(source)

    def written(self) -> str:
        """What the editor holds."""
        return "\n".join(self.element.locator(".cm-line").all_text_contents())
