"""Markup is built anew from a list of what may be there: hostile markup becomes nothing, or text."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import ROOT, node

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

BUNDLE = """
import esbuild from "esbuild";
await esbuild.build({
  entryPoints: ["web/src/machine/rebuild.ts"], outfile: process.argv[1],
  bundle: true, format: "iife", globalName: "rebuild", target: "es2022",
});
"""
REBUILD = """(markup) => {
  const place = document.createElement("div");
  place.append(rebuild.folded(rebuild.rebuilt(markup)));
  document.body.append(place);
  return place.innerHTML;
}"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module, as a script that a page can load."""
    bundled = tmp_path_factory.mktemp("rebuild") / "rebuild.js"
    command = [node(), "--input-type=module", "-e", BUNDLE, str(bundled)]
    subprocess.run(command, check=True, cwd=ROOT)
    return bundled


@pytest.fixture
def rebuilt(page: Page, script: Path):
    """`rebuilt(markup)` gives what stands in the page afterwards; nothing may have been fetched."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("about:blank")
    page.add_script_tag(path=script)
    yield lambda markup: page.evaluate(REBUILD, markup)
    page.wait_for_timeout(100)
    assert page.evaluate("document.title") == ""
    assert asked == []


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<script>document.title = 'ran'</script><p>a</p>", "<p>a</p>"),
        ("<img src=x onerror=\"document.title='ran'\">b", "b"),
        ("<p onclick=\"document.title='ran'\" class=method>c</p>", '<p class="method">c</p>'),
        ("<iframe srcdoc='<script>1</script>'></iframe><b>d</b>", "<b>d</b>"),
        ('<a href="javascript:document.title=1">e</a>', "<a>e</a>"),
        ('<a href="https://elsewhere.example/">f</a>', "<a>f</a>"),
        ("<form action=/x><input name=y></form>", ""),
        ("<style>body { background: url(https://elsewhere.example/) }</style>g", "g"),
        ('<i style="background:url(https://elsewhere.example/x.png)">h</i>', "<i>h</i>"),
        ('<td style="position:fixed;inset:0">i</td>', "i"),
        ("<svg><script>document.title = 'ran'</script></svg>", "<svg></svg>"),
        ("<svg><foreignObject><img src=x></foreignObject></svg>", "<svg></svg>"),
        ("<svg><a href='javascript:1'><text>j</text></a></svg>", "<svg></svg>"),
        ("<math><mtext><img src=x onerror=1></mtext></math>k", "k"),
        ("<template><img src=x></template><object data=x></object>l", "l"),
        ("<svg><use href='https://elsewhere.example/#x'/></svg>", "<svg></svg>"),
    ],
)
def test_nothing_that_could_run_or_load_gets_through(rebuilt, markup: str, left: str):
    """Neither elements, nor attributes, nor addresses, nor styles."""
    assert rebuilt(markup) == left


def test_what_our_renderers_write_gets_through(rebuilt):
    """Tables, headings one level lower, ids of their own, hatching and shades."""
    made = rebuilt(
        '<section id="caches"><h2>Caches</h2><table class="stack"><tbody><tr>'
        '<th scope="row">L1d</th><td class="n" data-name="Size">32 KiB</td></tr></tbody></table>'
        '</section><svg viewBox="0 0 9 9" aria-labelledby="t-title t-desc" role="img">'
        '<title id="t-title">T</title><g style="--hatch:url(#t-hatch)"><rect rx="4"/></g></svg>'
    )
    assert '<section id="report-caches"><h3>Caches</h3><table class="stack">' in made
    assert 'data-name="Size">32 KiB</td>' in made
    assert 'aria-labelledby="report-t-title report-t-desc"' in made
    assert "url(#report-t-hatch)" in made.replace('"', "").replace("&quot;", "")
    assert '<rect rx="4"></rect>' in made


def test_long_lists_begin_folded(rebuilt):
    """What could not be read is there, behind its heading."""
    made = rebuilt('<section id="gaps"><h2>What could not be read</h2><p>x</p></section>')
    assert made == (
        '<section id="report-gaps"><details class="machine">'
        "<summary>What could not be read</summary><p>x</p></details></section>"
    )


def test_no_code_of_the_reader_s_machine_parses_markup_into_the_page():
    """Text of a report can only ever become text."""
    for folder in ("machine", "widgets/memory-probe"):
        for file in (ROOT / "web" / "src" / folder).glob("*.ts"):
            text = file.read_text(encoding="utf-8")
            for way in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "setHTML",
            ):
                assert way not in text, file
