"""In a real browser the report fits every screen, asks for nothing and is accessible."""

import re
from pathlib import Path

import pytest

from hwinfo.collect import collect
from hwinfo.host import LiveHost
from hwinfo.recorded import RecordedHost
from hwinfo.renderers.html import render
from tests.hwinfo.test_html_page import FULL
from tests.hwinfo.test_html_topology import RECORDED, server

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 390, 720, 910, 1100, 1600)
REPORTS = {
    "measured": lambda: FULL,
    "this machine": lambda: collect(LiveHost()),
    "256 threads": lambda: FULL._replace(machine=server(packages=2, nodes=8, cores=8)),
}
MACHINES = {
    path.name.partition(".")[0]: lambda path=path: collect(RecordedHost.open(path))
    for path in RECORDED
}


def written(report, folder):
    path = folder / "report.html"
    path.write_text(render(report), encoding="utf-8")
    return path


@pytest.fixture(params=REPORTS)
def report_file(request, tmp_path):
    return written(REPORTS[request.param](), tmp_path)


@pytest.mark.parametrize("name", [*REPORTS, *MACHINES])
def test_nothing_is_wider_than_the_screen(browser, name, tmp_path):
    """From a small phone to a desk, neither the page nor any table scrolls sideways."""
    page = browser.new_page()
    page.goto(written({**REPORTS, **MACHINES}[name](), tmp_path).as_uri())
    wider = "[...document.querySelectorAll('html, .stack')].filter(e => e.scrollWidth > innerWidth)"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(f"{wider}.length") == 0, width
    page.close()


def test_the_page_asks_for_nothing_but_itself(browser, report_file):
    """One request, the file, and no complaint on the console."""
    page, asked, complaints = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report_file.as_uri(), wait_until="networkidle")
    page.close()
    assert (asked, complaints) == ([report_file.as_uri()], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci)")
def test_axe_finds_no_fault(browser, report_file, scheme):
    """Contrast, names, structure: in light and dark, on a phone and on a desk."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(report_file.as_uri())
    page.add_script_tag(path=str(AXE))
    for width in (390, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        faults = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + v.nodes[0].html))")
        assert faults == [], width
    context.close()


def test_light_and_dark_differ_and_print_is_light(browser, report_file):
    """The drawings follow the reader's scheme; ink on paper is dark."""
    ground = "getComputedStyle(document.body).backgroundColor"
    seen = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(report_file.as_uri())
        seen[scheme] = page.evaluate(ground)
        page.emulate_media(media="print", color_scheme=scheme)
        seen[f"{scheme} print"] = page.evaluate(ground)
        page.close()
    assert seen["light"] == seen["light print"] == seen["dark print"] == "rgb(255, 255, 255)"
    assert max(map(int, re.findall(r"\d+", seen["dark"]))) < 64
