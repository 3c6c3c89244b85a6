"""The whole site in a real browser: private, quiet, light, accessible, offline, without scripts."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import ROOT
from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage
from tests.browser.visit import Visit, serious_findings

pytestmark = pytest.mark.browser

SITE = ROOT / "build" / "site"
HEAVIEST_PAGE_BYTES = 250_000
# Notebooks are rendered by mkdocs-jupyter with styles of its own: a lab is not a text page.
PAGES = sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html")) or ["index.html"]
TEXT_PAGES = [page for page in PAGES if not re.match(r"labs/.+/", page)]
WIDGETS = [folder.parent.name for folder in (ROOT / "web/src/widgets").glob("*/element.ts")]
CUSTOM_ELEMENTS = ", ".join(["python-snippet", *WIDGETS])
SCHEMES = ["light", "dark"]


@pytest.fixture(scope="module")
def site(built_site):
    with serve(built_site) as served:
        yield served


@pytest.fixture
def visit(browser, site):
    """Open a page as somebody who was never here and whose offline copy is not being made."""
    contexts = []

    def open_page(path, **options):
        context = browser.new_context(service_workers="block", reduced_motion="reduce", **options)
        contexts.append(context)
        return Visit(context.new_page(), site.origin).open(site.url + path)

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_private_quiet_and_accessible(path, scheme, visit):
    """No request leaves the origin, nothing is complained about, axe finds nothing serious."""
    seen = visit(path, color_scheme=scheme)
    assert seen.left_the_origin() == []
    assert seen.complaints == []
    assert serious_findings(seen.page) == []


@pytest.mark.parametrize("path", TEXT_PAGES)
def test_a_text_page_is_light_and_brings_no_python(path, visit):
    """At most 250 KB travel before Run is pressed, and no byte of the runtime among them."""
    weights = visit(path).compressed_bytes()
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:5]
    assert sum(weights.values()) <= HEAVIEST_PAGE_BYTES, heaviest
    assert [address for address in weights if "/assets/web/python/" in address] == []


def test_search_is_fetched_when_somebody_searches(visit):
    """The index is none of a page's own weight; it comes on the first touch, and finds things."""
    seen = visit("index.html")
    assert [address for address in seen.requested if "search_index" in address] == []
    field = seen.page.locator(".md-search__input")
    field.click()
    field.fill("append")
    expect(seen.page.locator(".md-search-result__item").first).to_be_visible(timeout=15_000)
    assert [address for address in seen.requested if "search_index" in address] != []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_narrow_phone(path, visit):
    """At 360 pixels nothing but wide code, tables and pictures scrolls sideways, in their boxes."""
    page = visit(path, viewport={"width": 360, "height": 740}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_without_scripts(path, visit):
    """With JavaScript off headings, code, recorded output and each element's twin are there."""
    page = visit(path, java_script_enabled=False).page
    expect(page.locator("h1").first).to_be_visible()
    for element in page.locator(CUSTOM_ELEMENTS).all():
        assert (element.text_content() or "").strip() != ""
    assert page.locator(".md-content").inner_text().strip() != ""
    assert page.locator(".python-toolbar").count() == 0


@pytest.mark.parametrize("path", [page for page in PAGES if page != "404.html"])
def test_a_page_works_under_a_sub_path(path, built_site, browser):
    """Published at `/some-project/`, a page asks for nothing outside it and misses nothing."""
    with serve(built_site, "/some-project/") as site:
        context = browser.new_context(service_workers="block")
        seen = Visit(context.new_page(), site.origin).open(site.url + path)
        assert seen.complaints == []
        assert [asked for asked in site.requests if not asked.startswith(site.prefix)] == []
        context.close()


def test_every_page_is_there_offline_after_one_visit(built_site, browser):
    """After a visit of the home page all pages open without a network, styles included."""
    pages = json.loads((built_site / "offline.json").read_text(encoding="utf-8"))["pages"]
    context = browser.new_context()
    page = context.new_page()
    with serve(built_site) as site:
        page.goto(site.url)
        assert _is_kept(page)
    for path in pages:
        page.goto(site.url + path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.evaluate("document.styleSheets.length") > 0
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--metal-ink')")
    context.close()


def _is_kept(page):
    question = """
    async () => navigator.serviceWorker.controller !== null &&
      (await (await caches.open("metal-state")).match("current")) !== undefined
    """
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if page.evaluate(question):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def reader(browser, site):
    """One visit of many pages, as it is meant: the runtime is fetched once."""
    context = browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


@pytest.mark.xdist_group("one visit")
@pytest.mark.parametrize("path", [page for page in TEXT_PAGES if page != "404.html"])
def test_every_snippet_of_a_page_runs_in_the_page(path, reader):
    """What is said to run in the browser does, to its end, with something to show for it."""
    reader.goto(path)
    reader.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    runnable = reader.locator("python-snippet[browser]")
    for name in [element.get_attribute("file") for element in runnable.all()]:
        source = (ROOT / "snippets" / f"{name}.py").read_text(encoding="utf-8")
        snippet = SnippetPage(reader, name)
        printed = snippet.run("Error" if "fails_with" in source else "^(Finished|Exited)", 60)
        assert printed.strip() != ""
