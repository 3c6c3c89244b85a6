"""The whole site in a real browser: private, quiet, light, accessible, offline, without scripts."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import ROOT
from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

SITE = ROOT / "build" / "site"
HEAVIEST_PAGE_BYTES = 250_000
# Notebooks are rendered by mkdocs-jupyter with styles of its own: a lab is not a text page.
PAGES = sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html")) or ["index.html"]
TEXT_PAGES = [page for page in PAGES if not re.match(r"labs/.+/", page)]
WIDGETS = [folder.parent.name for folder in (ROOT / "web/src/widgets").glob("*/element.ts")]
CUSTOM_ELEMENTS = ", ".join(["python-snippet", "bytecode-lab", *WIDGETS])
SCHEMES = ["light", "dark"]


@pytest.fixture(scope="module")
def site(built_site):
    with serve(built_site) as served:
        yield served


@pytest.fixture(scope="module")
def seen(browser, site):
    """What a first visit of a page finds; each page is visited once in each scheme."""
    found = {}

    def look(path, scheme):
        if (path, scheme) not in found:
            # No offline copy is being made meanwhile: it is not part of the page's own weight.
            options = {"service_workers": "block", "reduced_motion": "reduce"}
            context = browser.new_context(color_scheme=scheme, **options)
            found[path, scheme] = Visit(context.new_page(), site.origin).look_at(site.url + path)
            context.close()
        return found[path, scheme]

    return look


def each(paths):
    """One test for each page; those of one page stay together, for they share its visits."""
    marks = {path: pytest.mark.xdist_group(path) for path in paths}
    return pytest.mark.parametrize("path", [pytest.param(p, marks=marks[p], id=p) for p in paths])


@pytest.mark.parametrize("scheme", SCHEMES)
@each(PAGES)
def test_a_page_is_private_and_quiet(path, scheme, seen):
    """No request leaves the origin; neither console nor security policy complains."""
    found = seen(path, scheme)
    assert found.left_the_origin == []
    assert found.complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
@each(PAGES)
def test_a_page_is_accessible(path, scheme, seen):
    """Nothing serious is found by axe."""
    assert seen(path, scheme).serious == []


@each(TEXT_PAGES)
def test_a_text_page_is_light_and_brings_no_python(path, seen):
    """At most 250 KB travel before Run is pressed, and no byte of the runtime among them."""
    weights = seen(path, "light").compressed_bytes
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:5]
    assert sum(weights.values()) <= HEAVIEST_PAGE_BYTES, heaviest
    assert [address for address in weights if "/assets/web/python/" in address] == []


@each(PAGES)
def test_a_page_fits_a_narrow_phone(path, seen):
    """At 360 pixels nothing but wide code, tables and pictures scrolls sideways, in their boxes."""
    assert seen(path, "light").width_on_a_phone <= 360


def test_search_is_fetched_when_somebody_searches(site, page):
    """The index is none of a page's own weight; it comes on the first touch, and finds things."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url, wait_until="networkidle")
    before = [address for address in asked if "search_index" in address]
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("append")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=15_000)
    # The offline copy takes the index too, as the service worker's own request.
    assert before == []


@each(PAGES)
def test_a_page_can_be_read_without_scripts(path, site, browser):
    """With JavaScript off headings, code, recorded output and each element's twin are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + path)
    expect(page.locator("h1").first).to_be_visible()
    for element in page.locator(CUSTOM_ELEMENTS).all():
        assert (element.text_content() or "").strip() != ""
    assert page.locator(".md-content").inner_text().strip() != ""
    assert page.locator(".python-toolbar").count() == 0
    context.close()


@each([page for page in PAGES if page != "404.html"])
def test_a_page_works_under_a_sub_path(path, built_site, browser):
    """Published at `/some-project/`, a page asks for nothing outside it and misses nothing."""
    with serve(built_site, "/some-project/") as site:
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        failed = []
        page.on("response", lambda response: response.ok or failed.append(response.url))
        page.goto(site.url + path, wait_until="networkidle")
        assert failed == []
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
      (await caches.match("current", { cacheName: "metal-state" })) !== undefined
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


@each([page for page in TEXT_PAGES if page != "404.html"])
def test_every_snippet_of_a_page_runs_in_the_page(path, reader):
    """What is said to run in the browser does, to its end, with something to show for it."""
    reader.goto(path)
    reader.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    # Experiments under claims have no id: each is a snippet that some chapter shows and runs.
    runnable = reader.locator("python-snippet[browser][id]")
    for name in [element.get_attribute("file") for element in runnable.all()]:
        source = (ROOT / "snippets" / f"{name}.py").read_text(encoding="utf-8")
        snippet = SnippetPage(reader, name)
        printed = snippet.run("Error" if "fails_with" in source else "^(Finished|Exited)", 60)
        assert printed.strip() != ""


def test_a_claim_in_court_is_tried_in_place(reader):
    """Opening a claim's experiment and pressing Run prints something there."""
    reader.goto("reference/claims/")
    claim = reader.locator(".trial", has=reader.locator("python-snippet[browser]")).first
    claim.locator("details.experiment:not(.elsewhere) > summary").first.click()
    name = claim.locator("python-snippet[browser]").first.get_attribute("file")
    assert SnippetPage(claim, name).run("^Finished", 60).strip() != ""
