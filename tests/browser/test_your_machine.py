"""The reader's machine: loaded, shown everywhere, compared, drawn, refused, forgotten, private."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from hwinfo.codec import report_from_plain
from hwinfo.renderers.html import render_html
from tests.browser.chromium import ROOT
from tests.browser.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.browser.server import Site

pytestmark = pytest.mark.browser

REPORTS = ROOT / "docs" / "machines"
HYBRID = REPORTS / "hybrid-2p4e.json"
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
SERIOUS = """async () => (await axe.run(".md-content")).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)"""
HOSTILE = "<img src=x onerror=\"document.title='broken into'\"><script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(built_site: Path) -> Iterator[Site]:
    with serve(built_site) as served:
        yield served


class YourMachine:
    """The page, as a reader uses it."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        self.open()

    def open(self) -> None:
        self.page.goto(f"{self.site.url}your-machine/")
        expect(self.status).to_be_visible()

    @property
    def status(self) -> Locator:
        return self.page.locator("machine-loader .machine-status")

    @property
    def problem(self) -> Locator:
        return self.page.locator("machine-loader [role=alert]")

    def choose(self, name: str, content: str | bytes) -> None:
        body = content.encode() if isinstance(content, str) else content
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": body}
        self.page.locator("machine-loader input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    def load(self, path: Path = HYBRID) -> None:
        self.choose(path.name, path.read_bytes())
        expect(self.status).to_have_text(re.compile("^Loaded: "))

    def figure(self, field: str) -> Locator:
        return self.page.locator(f'hw-value[field="{field}"] .hw-figure').first


@pytest.fixture
def machine(page: Page, site: Site) -> Iterator[YourMachine]:
    here = YourMachine(page, site)
    yield here
    assert here.said == []


def changed(**machine: Any) -> str:
    """The hybrid's report with other sections of its machine."""
    report = json.loads(HYBRID.read_text(encoding="utf-8"))
    report["machine"] |= machine
    return json.dumps(report)


def test_without_a_report_the_builder_s_figures_stand_marked(page: Page, site: Site):
    """Before and after the scripts: the text of the page is the builder's."""
    page.goto(f"{site.url}chapters/memory/")
    expect(page.locator("machine-state")).to_contain_text("the builder’s machine")
    expect(page.locator("machine-state a")).to_have_text("Use your own")


def test_a_json_report_becomes_the_figures_of_every_page(machine: YourMachine):
    """Also after a reload, also by instant navigation, with whose they are."""
    machine.load()
    expect(machine.figure("caches.L2.sizes_bytes")).to_have_text("2 MiB")
    expect(machine.figure("cpu.model")).to_have_text("unknown")
    expect(machine.figure("caches.L1d.sizes_bytes")).to_have_text("32 KiB, 48 KiB")
    expect(machine.page.locator("machine-figures thead th").nth(1)).to_have_text(
        "Yours: x86_64 machine"
    )
    machine.page.get_by_role("link", name="Chapters", exact=True).first.click()
    machine.page.get_by_role("link", name="The memory hierarchy", exact=True).first.click()
    state = machine.page.locator("machine-state")
    expect(state).to_contain_text("on this page: yours, x86_64 machine, report of 2026-")
    machine.page.reload()
    expect(state).to_contain_text("yours, x86_64 machine")
    state.get_by_role("link").click()
    expect(machine.status).to_have_text(re.compile("^Loaded: x86_64 machine, taken 2026-"))


def test_the_one_file_page_loads_as_well(machine: YourMachine):
    """The HTML that `hwinfo --format html` writes carries its JSON."""
    report = report_from_plain(json.loads(HYBRID.read_text(encoding="utf-8")))
    machine.choose("me.html", render_html(report))
    expect(machine.status).to_have_text(re.compile("^Loaded: "))
    expect(machine.figure("counts.processing_units")).to_have_text("8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_a_shell_of_windows_redirects_loads_too(machine: YourMachine, encoding: str):
    """PowerShell writes UTF-16 with a mark in front."""
    machine.choose("me.json", HYBRID.read_text(encoding="utf-8").encode(encoding))
    expect(machine.status).to_have_text(re.compile("^Loaded: "))


def test_a_report_is_dropped_or_pasted(machine: YourMachine):
    """Anywhere on the page: nobody has to aim."""
    text = (REPORTS / "memory-only-node.json").read_text(encoding="utf-8")
    machine.page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "me.json"));
          document.querySelector("h1").dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    expect(machine.figure("counts.packages")).to_have_text("2")
    machine.page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.querySelector("h1").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        HYBRID.read_text(encoding="utf-8"),
    )
    expect(machine.figure("counts.packages")).to_have_text("1")


def test_all_of_it_works_by_keyboard_alone(machine: YourMachine):
    """Paste by hand, load, and forget, without a pointer."""
    page = machine.page
    page.get_by_text("Paste it by hand").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(changed(counts={"cores": 77}))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(machine.figure("counts.cores")).to_have_text("77")
    page.get_by_role("button", name="Forget this report").focus()
    page.keyboard.press("Enter")
    expect(machine.status).to_have_text(re.compile("^Forgotten"))
    focused = page.evaluate("document.activeElement.type")
    assert focused == "file"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", r"^me\.json: found nothing; expected a report\."),
        ('{"schema": "hwinfo/1", "machine": {"cpu": ', r"line 1, column 43: found an early end"),
        ("<!doctype html><p>hello</p>", "found a page without a report in it"),
        ("[" * 100_000, "expected at most 64 levels of brackets"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", r"column 1: found "),
        ('{"schema": "hwfacts/1"}', "the topology alone"),
        (
            changed(counts={"cores": HOSTILE}),
            r"machine\.counts\.cores: found \"<img src=x .*; expected a whole number\.",
        ),
        (b"x" * (17 << 20), "found 17 MiB; expected at most 16 MiB"),
    ],
)
def test_what_is_no_report_is_refused_in_words(
    machine: YourMachine, content: str | bytes, words: str
):
    """Where, what was found, what was expected, what to do; and what was loaded stays."""
    machine.load()
    machine.choose("me.json", content)
    expect(machine.problem).to_have_text(re.compile(words))
    expect(machine.problem).to_have_text(re.compile(r"(python -m hwinfo|that hwinfo wrote)"))
    expect(machine.figure("caches.L2.sizes_bytes")).to_have_text("2 MiB")


def test_text_of_a_report_never_becomes_markup(machine: YourMachine):
    """Names from a hostile report are shown letter by letter, drawn or not."""
    page = machine.page
    report = json.loads(HYBRID.read_text(encoding="utf-8"))
    report["machine"]["cpu"]["model"] = HOSTILE
    report["machine"]["system"] = {"distribution": HOSTILE}
    report["facts"] = [{"field": "cpu.model", "source": HOSTILE, "reader": HOSTILE, "value": "x"}]
    report["machine"]["caches"][HOSTILE] = report["machine"]["caches"]["L2"] | {"name": HOSTILE}
    before = page.locator("img, script").count()
    machine.choose("me.json", json.dumps(report))
    expect(machine.figure("cpu.model")).to_have_text(HOSTILE)
    _expect_drawn(page)
    assert page.locator("img, script").count() == before
    assert page.evaluate("document.querySelectorAll('.md-content [onerror]').length") == 0
    assert "broken into" not in page.title()


def test_a_newer_report_loads_and_says_what_was_left_out(machine: YourMachine):
    """A page that is older than the reader's hwinfo is no reason to refuse."""
    machine.choose("me.json", changed(dreams=1).replace('"hwinfo/1"', '"hwinfo/2"'))
    expect(machine.status).to_have_text(re.compile("^Loaded: "))
    notices = machine.page.locator(".machine-notices li")
    expect(notices).to_have_count(2)
    expect(notices.nth(1)).to_contain_text("left out: machine.dreams.")


def test_a_report_is_forgotten_at_once_and_for_good(machine: YourMachine):
    """On this page, in other tabs, after a reload: nothing of it is left."""
    machine.load()
    other = machine.page.context.new_page()
    other.goto(f"{machine.site.url}chapters/memory/")
    expect(other.locator("machine-state")).to_contain_text("yours")
    machine.page.get_by_role("button", name="Forget this report").click()
    expect(machine.page.locator("machine-figures thead th").nth(1)).to_have_text(
        "The builder’s machine"
    )
    expect(other.locator("machine-state")).to_contain_text("the builder’s machine")
    keys = machine.page.evaluate("Object.keys(localStorage)")
    assert [key for key in keys if "machine" in key] == []
    machine.page.reload()
    expect(machine.status).to_have_text(re.compile("^No report is loaded"))
    expect(machine.page.locator("machine-drawing figure").first).to_be_visible()


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


def test_the_report_is_drawn_by_python_in_the_page(machine: YourMachine):
    """Loading is intent; coming back is not, then a button draws it."""
    machine.load()
    _expect_drawn(machine.page)
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
    _expect_drawn(machine.page)


def _expect_drawn(page: Page) -> None:
    expect(page.locator("machine-drawing .machine-status")).to_have_text(
        re.compile("^Drawn in "), timeout=60_000
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_a_report(browser: Browser, site: Site, scheme: str):
    """Loaded, compared and drawn, with everything unfolded."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    machine = YourMachine(context.new_page(), site)
    machine.load()
    machine.page.get_by_label("Compare with").select_option(index=2)
    _expect_drawn(machine.page)
    machine.page.evaluate(
        "document.querySelectorAll('details').forEach((one) => (one.open = true))"
    )
    machine.page.evaluate(AXE)
    assert machine.page.evaluate(SERIOUS) == []
    context.close()


def test_a_phone_shows_all_of_it_without_scrolling_sideways(browser: Browser, site: Site):
    """With a report, compared and drawn."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    machine = YourMachine(context.new_page(), site)
    machine.load(REPORTS / "firecracker-2cpu.json")
    machine.page.get_by_label("Compare with").select_option(index=3)
    _expect_drawn(machine.page)
    assert machine.page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_without_storage_the_report_lasts_until_one_leaves(context: BrowserContext, site: Site):
    """A browser that keeps nothing is told of, and works."""
    page = context.new_page()
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); }"
    )
    machine = YourMachine(page, site)
    machine.load()
    expect(page.locator(".machine-notices li")).to_have_text(
        "This browser did not let it be kept: it is shown until you leave or reload."
    )
    expect(machine.figure("caches.L2.sizes_bytes")).to_have_text("2 MiB")


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
        _expect_drawn(page)
    machine.open()
    machine.load(REPORTS / "firecracker-2cpu.json")
    expect(machine.figure("caches.L3.sizes_bytes")).to_have_text("32 MiB")
    _expect_drawn(page)


def _wait_until_kept(page: Page) -> None:
    question = """async () => navigator.serviceWorker.controller !== null &&
      (await caches.match("current", { cacheName: "metal-state" })) !== undefined"""
    until = time.monotonic() + 30
    while not page.evaluate(question):
        assert time.monotonic() < until, "the site was not kept for offline reading"
        time.sleep(0.1)
