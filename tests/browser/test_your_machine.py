"""A report of the reader's machine: taken in any form, refused in words, kept private, forgotten."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from hwinfo.codec import report_from_plain
from hwinfo.renderers.html import render_html
from tests.browser.machine_page import HYBRID, REPORTS, YourMachine
from tests.browser.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.server import Site

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='broken into'\"><script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(built_site: Path) -> Iterator[Site]:
    with serve(built_site) as served:
        yield served


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
    machine.expect_drawn()
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
