"""Every widget in a browser: drawn, legible, moved by keys, readable without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import ROOT
from tests.browser.server import serve as serve_folder
from tests.web import gallery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

TAGS = [fragment.stem for fragment in gallery.PAGES]
OUTSIDE = """() => [...document.querySelectorAll(".metal-widget-body *")]
  .filter((each) => !each.closest(".metal-widget-scroller, svg") && each.getClientRects().length)
  .filter((each) => each.getBoundingClientRect().right > innerWidth)
  .map((each) => each.className || each.localName)"""
SMALL = """() => [...document.querySelectorAll(".metal-widget :is(button, select, input, summary)")]
  .filter((each) => each.getClientRects().length && each.getBoundingClientRect().height < 40)
  .map((each) => each.textContent || each.localName)"""
SERIOUS = """async () => {
  const { violations } = await axe.run(".metal-widget");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}"""


PRESS_AT_RANDOM = """(times) => {
  let seed = 1969;
  const dice = (sides) => (seed = (seed * 48271) % 2147483647) % sides;
  const holes = [];
  for (let i = 0; i < times; i += 1) {
    const shown = [...document.querySelectorAll(".metal-widget :is(button, select, input)")]
      .filter((each) => each.getClientRects().length && !each.disabled);
    const control = shown[dice(shown.length)];
    if (control.localName === "input") control.value = dice(Number(control.max) + 1);
    if (control.localName === "select") control.selectedIndex = dice(control.options.length);
    control.dispatchEvent(new Event(control.localName === "input" ? "input" : "change"));
    control.click();
    const drawn = control.closest(".metal-widget").outerHTML;
    const hole = /NaN|undefined|Infinity|null[^<]/.exec(drawn);
    if (hole) holes.push(drawn.slice(hole.index - 60, hole.index + 20));
  }
  return holes;
}"""


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages, bundled once."""
    folder = tmp_path_factory.mktemp("gallery")
    gallery.build(folder)
    with serve_folder(folder) as site:
        yield site.url


@pytest.fixture
def visit(page: Page, origin: str) -> Iterator[Callable[..., Page]]:
    """`visit(tag)` opens a widget's page; whatever the console then says is a failure."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def go(tag: str, scheme: str = "default", width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{origin}{tag}-{scheme}.html")
        _wait_until_drawn(page, tag)
        return page

    yield go
    assert said == []


def _wait_until_drawn(page: Page, tag: str) -> None:
    for widget in page.locator(tag).all():
        expect(widget.locator(".metal-widget-picture").first).to_be_attached()


def _caption(page: Page) -> Locator:
    return page.locator(".metal-widget-caption").first


@pytest.mark.parametrize("tag", TAGS)
def test_a_widget_fits_a_phone_and_its_controls_fit_a_finger(tag: str, visit: Callable[..., Page]):
    """At 360 pixels nothing sticks out, and what is pressed is at least 40 pixels high."""
    page = visit(tag, width=360)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("tag", TAGS)
def test_axe_finds_nothing_serious(tag: str, scheme: str, visit: Callable[..., Page]):
    """Names, roles and contrast, tables opened, light and dark."""
    page = visit(tag, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    assert page.evaluate(SERIOUS) == []


@pytest.mark.parametrize("tag", TAGS)
def test_the_fallback_is_what_a_reader_without_script_sees(tag: str, browser: Browser, origin: str):
    """The tag's own content stands in the page until the widget draws itself in its place."""
    said = re.compile(r"\w")
    visitor = browser.new_context(java_script_enabled=False)
    plain = visitor.new_page()
    plain.goto(f"{origin}{tag}-default.html")
    expect(plain.locator(f"{tag} > p", has_text=said)).to_be_visible()
    visitor.close()


@pytest.mark.parametrize("tag", TAGS)
def test_a_drawn_widget_hides_its_fallback(tag: str, visit: Callable[..., Page]):
    """The picture and its table say more than the fallback did."""
    hidden = visit(tag).locator(".metal-widget-fallback > p")
    expect(hidden).to_have_count(1)
    expect(hidden).to_be_hidden()


@pytest.mark.parametrize("tag", TAGS)
def test_print_shows_the_picture_and_the_table_and_no_controls(
    tag: str, visit: Callable[..., Page]
):
    """On paper the folded tables are open and what cannot be pressed is gone."""
    page = visit(tag)
    page.emulate_media(media="print")
    heights = "(all) => all.map((each) => each.getBoundingClientRect().height)"
    tables = page.locator(".metal-widget-table:has(tbody tr)")
    assert min(tables.evaluate_all(heights)) > 20
    expect(tables.first).to_be_visible()
    expect(page.locator(".metal-widget svg").last).to_be_visible()
    expect(page.locator(".metal-widget button").first).to_be_hidden()


@pytest.mark.parametrize("tag", TAGS)
def test_a_widget_that_is_moved_is_drawn_once(tag: str, visit: Callable[..., Page]):
    """Instant navigation takes elements out and puts them back."""
    page = visit(tag)
    page.evaluate(
        "(tag) => { const all = document.querySelectorAll(tag); all[0].before(all[1]); }", tag
    )
    for widget in page.locator(tag).all():
        expect(widget.locator(".metal-widget")).to_have_count(1)


@pytest.mark.parametrize("tag", TAGS)
def test_three_hundred_presses_at_random_leave_no_hole(tag: str, visit: Callable[..., Page]):
    """Any order of sliders, choices and buttons gives a picture of numbers, without an error."""
    page = visit(tag, width=390)
    assert page.evaluate(PRESS_AT_RANDOM, 300) == []
    assert page.evaluate(OUTSIDE) == []


def test_the_arrow_keys_move_the_workers_and_the_caption_follows(visit: Callable[..., Page]):
    """From 8 to 10 workers: 1 / (0.05 + 0.95 / 10) is 6.9."""
    page = visit("amdahl-sliders")
    expect(_caption(page)).to_contain_text("on 8 workers at most 5.93×")
    page.get_by_label("Workers", exact=True).first.focus()
    page.keyboard.press("ArrowRight")
    expect(_caption(page)).to_contain_text("on 10 workers at most 6.9×")
    expect(page.locator("tr[aria-current]").first).to_contain_text("6.9×", use_inner_text=False)


def test_my_machine_takes_what_the_browser_reports(visit: Callable[..., Page]):
    """The button says how many, and says that it is the browser's word."""
    page = visit("amdahl-sliders")
    processors = page.evaluate("navigator.hardwareConcurrency")
    page.get_by_role("button", name=f"the browser reports {processors}").first.click()
    workers = "worker" if processors == 1 else "workers"
    expect(_caption(page)).to_contain_text(f"Your browser reports {processors} {workers}.")


def test_a_curve_is_switched_on_with_its_sliders(visit: Callable[..., Page]):
    """The sliders of overhead are there only when they move something."""
    page = visit("amdahl-sliders")
    overhead = page.get_by_label("Waiting in line").first
    expect(overhead).to_be_hidden()
    page.get_by_role("button", name="USL").first.click()
    expect(overhead).to_be_visible()


def test_stepping_and_playing_walk_through_the_schedule(visit: Callable[..., Page]):
    """From the start by hand, to the end by Play, which then rests."""
    page = visit("work-span-scheduler")
    page.get_by_role("button", name="From the start").first.click()
    expect(_caption(page)).to_contain_text("At 0: worker 1 starts split.")
    expect(page.get_by_role("button", name="Back").first).to_be_disabled()
    page.get_by_role("button", name="Step").first.click()
    expect(_caption(page)).to_contain_text("worker 1 finishes split")
    page.get_by_role("button", name="Play").first.click()
    expect(_caption(page)).to_contain_text("All is done.", timeout=15_000)
    expect(page.get_by_role("button", name="Play").first).to_be_visible()


def test_a_playing_widget_rests_when_the_page_goes(visit: Callable[..., Page]):
    """No timer outlives its element."""
    page = visit("work-span-scheduler")
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_role("button", name="Pause")).to_have_count(1)
    page.evaluate("window.gone = document.querySelector('work-span-scheduler'); gone.remove()")
    assert page.evaluate("gone.querySelector('.metal-widget-primary').textContent") == "Play"


def test_a_graph_in_a_table_of_the_page_is_scheduled(visit: Callable[..., Page]):
    """The fallback table is also the data: 2 + 3 + 1 units, one after another."""
    page = visit("work-span-scheduler")
    rows = (("read", 2, "–"), ("parse", 3, "read"), ("write", 1, "parse, read"))
    body = "".join(
        f"<tr><td>{name}</td><td>{work}</td><td>{after}</td></tr>" for name, work, after in rows
    )
    head = "<thead><tr><th>Task</th><th>Work</th><th>After</th></tr></thead>"
    _put(
        page,
        f"<work-span-scheduler><table>{head}<tbody>{body}</tbody></table></work-span-scheduler>",
    )
    expect(_caption(page)).to_contain_text("2 workers need 6 units")


def test_appending_fills_a_slot_and_grows_the_array(visit: Callable[..., Page]):
    """Sixteen slots hold seven more items; the next one needs twenty-four."""
    page = visit("list-growth")
    append = page.get_by_role("button", name="append", exact=True).first
    append.click()
    expect(_caption(page)).to_contain_text("the array stays as it is, with 6 spare slots")
    for _ in range(7):
        append.press("Enter")
    expect(_caption(page)).to_contain_text("room for 17 is needed and 16 slots exist")
    expect(page.locator("dd").first).to_have_text("17 of 24")


def test_a_wrong_attribute_is_said_in_place_and_the_rest_works(visit: Callable[..., Page]):
    """Where, found, expected, and what is used instead."""
    broken: dict[str, dict[str, Any]] = {
        "amdahl-sliders": {
            'share="1.5"': 'share="1.5">: expected a number from 0 to 1; using 0.95'
        },
        "work-span-scheduler": {'dag="a = 1 after b"': 'task "a" waits for "b": there are a'},
        "list-growth": {'script="apend 3"': 'no operation "apend"; there are append, pop'},
    }
    page = visit("list-growth")
    page.goto(page.url.replace("list-growth", "amdahl-sliders"))
    for tag, cases in broken.items():
        page.goto(re.sub(r"[a-z-]+-default", f"{tag}-default", page.url))
        for attribute, message in cases.items():
            _put(page, f"<{tag} {attribute}></{tag}>")
            expect(page.locator(".metal-widget-problem")).to_contain_text(message)
            expect(page.locator(".metal-widget svg").first).to_be_visible()


def _put(page: Page, content: str) -> None:
    """Replace what is on the page; the element is already known to the browser."""
    page.evaluate("(html) => { document.querySelector('main').innerHTML = html; }", content)
