"""What a reader's program can do to itself, it cannot do to the page, wherever that is published."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, write_site

PROGRAMS = sorted((Path(__file__).parent / "survivals").glob("*.txt"))
TESTED = 'print("the tested source runs")\n'
KEPT = """async () => {
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    const has = (file) => kept.some(({ url }) => url.includes("/python/") && url.endsWith(file));
    if (has("python_stdlib.zip") && has("snapshot.bin.gzip") && has(".wasm.gzip")) return true;
  }
  return false;
}"""
PLACES = ("a host that sets no headers", "a sub-path", "offline after one visit")


@pytest.fixture(scope="module", params=PLACES)
def page(request, browser, tmp_path_factory, front_end):
    """One visitor for all programs: as on a real visit, the runtime is fetched and compiled once.

    The plain host has no service worker either; the others have one.
    """
    plain, sub_path, offline = (request.param == place for place in PLACES)
    snippets = {"t/tested": TESTED}
    folder = write_site(tmp_path_factory.mktemp("site"), front_end, snippets, offline=not plain)
    visitor = browser.new_context()
    page = visitor.new_page()
    with serve(folder, "/some-project/" if sub_path else "/") as site:
        page.goto(site.url)
        if offline:
            visit_once(page)
        else:
            yield page
    if offline:
        yield page
    visitor.close()


def visit_once(page):
    """Run one program at once, and stay until the page has kept what it wants to."""
    assert SnippetPage(page).run("Finished after") == "the tested source runs\n"
    for _ in range(300):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(100)
    pytest.fail("the library was not kept within half a minute")


def promised(source, name):
    found = re.search(rf"^# {name}: (.*)$", source, re.MULTILINE)
    return found and found[1]


def run(snippet, source):
    """Run it to its end; one that says so is stopped when it has printed what it names."""
    status, seen = promised(source, "status"), promised(source, "stop")
    if seen is None:
        return snippet.run(status)
    snippet.click("run")
    expect(snippet.log).to_have_text(re.compile(seen), timeout=30_000)
    snippet.click("stop")
    return snippet.ended(status)


@pytest.mark.browser
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_the_page_survives_with_the_edit_kept(program, page):
    """Each program ends with the words it names; edit and page stay, and the next run is clean."""
    source = program.read_text(encoding="utf-8")
    page.reload()
    snippet = SnippetPage(page)
    snippet.limit(promised(source, "limit-s"))
    snippet.write(source)
    printed = run(snippet, source)
    if output := promised(source, "output"):
        assert re.search(output, printed)
    if note := promised(source, "note"):
        expect(snippet.note).to_have_text(re.compile(note))
    assert len(printed.encode()) <= 300_000
    assert snippet.written().rstrip("\n") == source.rstrip("\n")
    snippet.click("reset")
    assert snippet.run("Finished after") == "the tested source runs\n"
