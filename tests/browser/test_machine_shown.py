"""What the pages show of a machine: the builder's or the reader's, compared, guessed and drawn."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import ROOT
from tests.browser.machine_page import REPORTS, YourMachine
from tests.browser.server import serve
from tests.browser.visit import serious_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.server import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(built_site: Path) -> Iterator[Site]:
    with serve(built_site) as served:
        yield served


@pytest.fixture
def machine(page: Page, site: Site) -> Iterator[YourMachine]:
    here = YourMachine(page, site)
    yield here
    assert here.said == []


def test_without_a_report_the_builder_s_figures_stand_marked(page: Page, site: Site):
    """Before and after the scripts: the text of the page is the builder's."""
    page.goto(f"{site.url}chapters/memory/")
    expect(page.locator("machine-state")).to_contain_text("the builder’s machine")
    expect(page.locator("machine-state a")).to_have_text("Use your own")


def test_figures_stand_beside_those_of_another_machine(machine: YourMachine):
    """What differs is marked by a sign and counted in words."""
    machine.load()
    choice = machine.page.get_by_label("Compare with")
    choice.select_option(label="Two sockets and a memory-only node")
    expect(machine.page.locator("th.machine-other")).to_have_text(
        "Two sockets and a memory-only node"
    )
    row = machine.page.locator("tr", has_text="NUMA nodes")
    expect(row.locator("td.machine-other")).to_have_text("≠ differs: 3")
    expect(machine.page.locator(".machine-compare .machine-status")).to_have_text(
        re.compile(r"^\d+ of \d+ figures differ")
    )
    choice.select_option(label="no other machine")
    expect(machine.page.locator(".machine-other")).to_have_count(0)


def test_sliders_begin_with_the_reader_s_processors(machine: YourMachine):
    """Where the page names no number; the caption says where it comes from, a button repeats it."""
    machine.load()
    machine.page.goto(f"{machine.site.url}chapters/amdahl/")
    sliders = machine.page.locator("amdahl-sliders:not([workers])").first
    expect(sliders.locator(".metal-widget-caption")).to_contain_text("Your report names 8 workers.")
    expect(sliders.get_by_role("button", name="My machine (your report names 8)")).to_be_visible()


def test_the_report_is_drawn_by_python_in_the_page(machine: YourMachine):
    """Loading is intent; coming back is not, then a button draws it."""
    machine.load()
    machine.expect_drawn()
    drawing = machine.page.locator(".hw-report svg").first
    expect(drawing).to_be_visible()
    assert "efficiency (E) on CPUs 4-7" in (drawing.text_content() or "")
    expect(machine.page.locator("machine-drawing > figure").first).to_be_hidden()
    chapter = machine.page.locator("#report-caches a")
    expect(chapter).to_have_attribute("href", re.compile(r"/chapters/memory/$"))
    machine.site.requests.clear()
    machine.page.reload()
    expect(machine.page.get_by_role("button", name="Draw it and tell all")).to_be_visible()
    machine.page.wait_for_timeout(500)
    assert machine.site.asked_for(".wasm") == []
    machine.page.get_by_role("button", name="Draw it and tell all").click()
    machine.expect_drawn()


def test_the_probe_can_be_stopped_and_its_estimate_shown_and_forgotten(machine: YourMachine):
    """On demand only; what it found is called an estimate wherever it stands."""
    page = machine.page
    probe = page.locator("memory-probe")
    caption = probe.locator(".metal-widget-caption")
    expect(caption).to_contain_text("Nothing has been measured")
    assert _probing(page) == []
    probe.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    expect(probe.get_by_role("progressbar")).to_be_visible()
    expect(caption).to_contain_text("pass 2 of 7", timeout=60_000)
    probe.get_by_role("button", name="Stop").click()
    expect(caption).to_contain_text(
        re.compile("^Stopped early; .* An estimate made by this browser")
    )
    expect(probe.locator(".memory-probe-dot")).not_to_have_count(0)
    probe.get_by_role("button", name="Show these estimates in the chapters").click()
    processors = page.evaluate("navigator.hardwareConcurrency")
    own = machine.figure("counts.processing_units")
    expect(own).not_to_have_text(re.compile("about"))  # the table is the builder's alone
    page.goto(f"{machine.site.url}chapters/computing/")
    value = page.locator('hw-value[field="counts.processing_units"]').first
    expect(value.locator(".hw-figure")).to_have_text(f"about {processors}")
    expect(value.locator(".hw-mark")).to_have_text("estimate")
    expect(page.locator("machine-state")).to_contain_text("your browser made an estimate")
    machine.open()
    machine.load()
    expect(machine.figure("counts.processing_units")).to_have_text("8")
    page.get_by_role("button", name="Forget the estimates").click()
    assert page.evaluate("localStorage.getItem('metal:machine-estimate')") is None


def test_leaving_the_page_ends_the_probe(machine: YourMachine):
    """No worker goes on measuring for nobody."""
    page = machine.page
    page.locator("memory-probe").get_by_role("button", name="Start").click()
    expect(page.locator("memory-probe progress")).to_be_visible()
    _expect_probing(page, 1)
    page.get_by_role("link", name="Chapters", exact=True).first.click()
    expect(page.locator("h1")).to_have_text(re.compile("^Chapters"))
    _expect_probing(page, 0)


def _expect_probing(page: Page, workers: int) -> None:
    """The browser tells of a worker's start and end a moment later."""
    until = time.monotonic() + 10
    while len(_probing(page)) != workers and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert len(_probing(page)) == workers


def _probing(page: Page) -> list[str]:
    """Addresses of the workers that measure."""
    return [worker.url for worker in page.workers if "/chunks/worker-" in worker.url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_a_report(browser: Browser, site: Site, scheme: str):
    """Loaded, compared and drawn, with everything unfolded."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    machine = YourMachine(context.new_page(), site)
    machine.load()
    machine.page.get_by_label("Compare with").select_option(index=2)
    machine.expect_drawn()
    machine.page.evaluate(
        "document.querySelectorAll('details').forEach((one) => (one.open = true))"
    )
    assert serious_findings(machine.page, ".md-content") == []
    context.close()


def test_a_phone_shows_all_of_it_without_scrolling_sideways(browser: Browser, site: Site):
    """With a report, compared and drawn."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    machine = YourMachine(context.new_page(), site)
    machine.load(REPORTS / "firecracker-2cpu.json")
    machine.page.get_by_label("Compare with").select_option(index=3)
    machine.expect_drawn()
    assert machine.page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_without_scripts_the_page_is_the_builder_s_and_complete(browser: Browser, site: Site):
    """Figures, drawing, and how to make a report."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}your-machine/")
    expect(page.locator("machine-loader")).to_contain_text("This needs JavaScript")
    expect(page.locator("machine-drawing figure svg").first).to_be_visible()
    built = json.loads((ROOT / "build/site/machines/builder.json").read_text(encoding="utf-8"))
    threads = built["machine"]["counts"]["processing_units"]
    field = page.locator('hw-value[field="counts.processing_units"] .hw-figure')
    expect(field).to_have_text(str(threads))
    context.close()


def test_offline_a_report_loads_and_is_drawn_once_that_was_done_before(
    built_site: Path, context: BrowserContext
):
    """Nothing of it needs a server, once the page and its Python are kept."""
    page = context.new_page()
    with serve(built_site) as site:
        page.goto(site.url)
        _wait_until_kept(page)
        machine = YourMachine(page, site)
        machine.load()
        machine.expect_drawn()
    machine.open()
    machine.load(REPORTS / "firecracker-2cpu.json")
    expect(machine.figure("caches.L3.sizes_bytes")).to_have_text("32 MiB")
    machine.expect_drawn()


def _wait_until_kept(page: Page) -> None:
    question = """async () => navigator.serviceWorker.controller !== null &&
      (await caches.match("current", { cacheName: "metal-state" })) !== undefined"""
    until = time.monotonic() + 30
    while not page.evaluate(question):
        assert time.monotonic() < until, "the site was not kept for offline reading"
        time.sleep(0.1)
