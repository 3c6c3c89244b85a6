"""Comparing two versions of a snippet in the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, write_site
from tests.browser.visit import serious_findings

pytestmark = pytest.mark.browser

APPENDING = (
    "def main():\n    squares = []\n    for n in range(1000):\n        squares.append(n * n)\n"
    "    print(sum(squares))\n\n\nmain()\n"
)
GENERATING = "print(sum(n * n for n in range(1000)))\n"
SLOW = "x = 0\nfor n in range(20_000_000):\n    x += n\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory, front_end):
    folder = tmp_path_factory.mktemp("site")
    snippets = {"t/squares": APPENDING, "t/hello": 'print("hello")\n'}
    with serve(write_site(folder / "site", front_end, snippets)) as served:
        yield served


@pytest.fixture
def page(context, site):
    tab = context.new_page()
    tab.goto(site.url)
    return tab


class Compared(SnippetPage):
    """A snippet with its second editor open."""

    def __init__(self, page, snippet="t/squares"):
        super().__init__(page, snippet)
        self.code = self.element.locator(".python-first .cm-content")
        self.second = self.element.locator(".compare-second-place .cm-content")
        self.says = self.element.locator(".compare-says")
        self.table = self.element.locator(".compare-table").first
        self.progress = self.element.locator(".compare-status")

    def compare(self):
        """Press "Compare both" and wait for the end."""
        self.element.locator(".compare-start").click()
        expect(self.progress).to_have_text("Compared.", timeout=90_000)

    def cells(self, name):
        row = self.table.locator("tbody tr", has_text=name)
        return row.locator("td").all_text_contents()


def test_nothing_of_it_is_loaded_before_it_is_asked_for(page, site):
    """The second editor's code arrives with the first press of the button."""
    before = set(site.requests)
    snippet = Compared(page)
    snippet.click("compare")
    expect(snippet.second).to_be_focused()
    assert any("chunks/panel" in path for path in set(site.requests) - before)


def test_counts_come_first_and_are_the_same_again_times_have_their_noise(page):
    """Instructions and bytes repeat; times come with rounds and range, and say whose they are."""
    snippet = Compared(page)
    snippet.click("compare")
    snippet.second.fill(GENERATING)
    snippet.compare()
    instructions = snippet.cells("Instructions executed")
    memory = snippet.cells("Most memory at once")
    first, second = (int(cell.replace(",", "")) for cell in instructions[:2])
    assert (first > second, instructions[2]) == (True, f"{second / first:.2f}")
    time = snippet.cells("Time of one run")
    assert all(re.fullmatch(r"[\d.]+ \([\d.]+–[\d.]+\) (µs|ms|s)", cell) for cell in time[:2]), time
    assert re.fullmatch(r"[\d.]+ \([\d.]+–[\d.]+\)", time[2])
    expect(snippet.element.locator(".compare-caveat")).to_have_text(
        re.compile(r"^Measured in your browser, not your machine: CPython 3\.14\.\d+ for WebAss")
    )
    expect(snippet.says).to_contain_text("They print the same.")
    snippet.compare()
    assert snippet.cells("Instructions executed") == instructions
    assert snippet.cells("Most memory at once") == memory


def test_what_cannot_be_compared_is_said(page):
    """A program that fails, or does not compile, is named with its line."""
    snippet = Compared(page)
    snippet.click("compare")
    snippet.second.fill("1 / 0")
    snippet.compare()
    expect(snippet.says).to_have_text(
        "The second ended with ZeroDivisionError: division by zero in line 1, so it cannot be compared."
    )
    expect(snippet.table).to_have_count(0)


def test_comparing_can_be_stopped_and_run_is_free_again(page):
    """Stop ends a long comparison; both texts stay, and snippets run."""
    snippet = Compared(page)
    snippet.click("compare")
    snippet.second.fill(SLOW)
    start = snippet.element.locator(".compare-start")
    start.click()
    expect(snippet.progress).to_have_text(re.compile("Counting|Running"), timeout=60_000)
    start.click()
    expect(start).to_have_text("Compare both", timeout=20_000)
    assert snippet.second.inner_text().strip() == SLOW.strip()
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"


def test_both_texts_are_kept_and_can_be_brought_back(page):
    """A reload keeps the second text too; copying and resetting do what they say."""
    snippet = Compared(page)
    snippet.click("compare")
    snippet.second.fill(GENERATING)
    page.reload()
    snippet.click("compare")
    expect(snippet.second).to_have_text(GENERATING.strip())
    page.get_by_role("button", name="Reset second").click()
    expect(snippet.second).to_contain_text("squares.append")
    expect(page.get_by_role("button", name="Reset second")).to_be_hidden()
    snippet.write("print(1)")
    page.get_by_role("button", name="Copy first to second").click()
    expect(snippet.second).to_have_text("print(1)")
    page.get_by_role("button", name="Close comparison").click()
    expect(snippet.second).to_be_hidden()
    expect(snippet.part("compare")).to_have_attribute("aria-pressed", "false")


def test_the_editors_stand_side_by_side_or_stacked_on_a_phone(page):
    """Wide enough for two, they share a line; on a phone nothing is wider than the page."""
    snippet = Compared(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    snippet.click("compare")
    expect(snippet.second).to_be_focused()
    first, second = snippet.code.bounding_box(), snippet.second.bounding_box()
    assert abs(first["y"] - second["y"]) < 2
    assert second["x"] > first["x"] + first["width"]
    page.set_viewport_size({"width": 390, "height": 800})
    first, second = snippet.code.bounding_box(), snippet.second.bounding_box()
    assert second["y"] >= first["y"] + first["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_it_is_accessible_and_works_by_keyboard(scheme, page):
    """Control-Enter in the second editor compares; axe finds nothing serious, light and dark."""
    page.evaluate("scheme => (document.body.dataset.mdColorScheme = scheme)", scheme)
    snippet = Compared(page)
    snippet.part("compare").focus()
    page.keyboard.press("Enter")
    expect(snippet.second).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nprint(1)")
    page.keyboard.press("Control+Enter")
    expect(snippet.progress).to_have_text("Compared.", timeout=90_000)
    snippet.element.locator("summary").click()
    assert serious_findings(page, "python-snippet") == []
