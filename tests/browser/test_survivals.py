"""What a reader's program can do to itself, it cannot do to the page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, write_site

PROGRAMS = sorted((Path(__file__).parent / "survivals").glob("*.txt"))
TESTED = 'print("the tested source runs")\n'


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory, front_end):
    """One visitor for all: as on a real visit, the runtime is fetched and compiled once."""
    folder = write_site(tmp_path_factory.mktemp("site"), front_end, {"t/tested": TESTED})
    with serve(folder) as site:
        visitor = browser.new_context(base_url=site.url)
        yield visitor.new_page()
        visitor.close()


def promised(source, name):
    found = re.search(rf"^# {name}: (.*)$", source, re.MULTILINE)
    return found and found[1]


@pytest.mark.browser
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_the_page_survives_with_the_edit_kept(program, page):
    """Each program ends with the words it names; edit and page stay, and the next run is clean."""
    source = program.read_text(encoding="utf-8")
    page.goto("/")
    snippet = SnippetPage(page)
    snippet.limit(promised(source, "limit-s"))
    snippet.write(source)
    printed = snippet.run(promised(source, "status"))
    if output := promised(source, "output"):
        assert re.search(output, printed)
    if note := promised(source, "note"):
        expect(snippet.note).to_have_text(re.compile(note))
    assert len(printed.encode()) <= 300_000
    assert snippet.written().rstrip("\n") == source.rstrip("\n")
    snippet.click("reset")
    assert snippet.run("Finished after") == "the tested source runs\n"
