"""Programs in the page, one after another on one Python: none spoils the next."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, write_site
from tests.inpage_spoilers import (
    IRREVOCABLE,
    IRREVOCABLE_IN_THE_PAGE,
    SPOILERS,
    SPOILERS_IN_THE_PAGE,
)

pytestmark = pytest.mark.browser

UNDONE = {**SPOILERS, **SPOILERS_IN_THE_PAGE}
RENEWED = {**IRREVOCABLE, **IRREVOCABLE_IN_THE_PAGE}
LIBRARY = "python_stdlib.zip"


@pytest.fixture(scope="module")
def site(tmp_path_factory, front_end):
    pairs = {
        f"t/{part}-{place}": source
        for place, (spoiler, probe, _) in enumerate(UNDONE.values())
        for part, source in (("spoiler", spoiler), ("probe", probe))
    }
    renewed = {f"t/renewed-{place}": source for place, (source, _) in enumerate(RENEWED.values())}
    more = {
        "t/next": "print('next')",
        "t/held": (
            "class Held:\n    def __del__(self): print('bye', x)\n"
            "x = 1\nheld = Held()\nheld.itself = held\nprint('hello')"
        ),
        "t/preloaded": "import fractions\nprint(fractions.Fraction(1, 2))",
    }
    folder = tmp_path_factory.mktemp("site")
    with serve(write_site(folder, front_end, {**pairs, **renewed, **more})) as site:
        yield site


@pytest.fixture(scope="module")
def visitor(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.on("worker", lambda worker: started.append(worker.url))
    page.renewals = started = []
    page.goto(site.url)
    yield page
    context.close()


@pytest.mark.parametrize("name", UNDONE)
def test_one_program_does_not_spoil_the_next(name, visitor):
    """What it changed is as before, on the same Python."""
    place, expected = list(UNDONE).index(name), UNDONE[name][2]
    SnippetPage(visitor, f"t/spoiler-{place}").run("Finished after")
    before = len(visitor.renewals)
    printed = SnippetPage(visitor, f"t/probe-{place}").run("Finished after")
    assert printed.splitlines()[-1:] == [expected]
    assert "late" not in printed
    assert len(visitor.renewals) == before


@pytest.mark.parametrize("name", RENEWED)
def test_after_what_cannot_be_undone_the_next_program_gets_a_fresh_python(name, visitor):
    """The program ends well; Python is replaced behind it, and the next program runs there."""
    with visitor.expect_event("worker", timeout=30_000):
        SnippetPage(visitor, f"t/renewed-{list(RENEWED).index(name)}").run("Finished after")
    assert SnippetPage(visitor, "t/next").run("Finished after") == "next\n"


def test_what_a_program_held_ends_with_it(visitor):
    """What `__del__` prints at the end is the output of its own program, not of the next."""
    assert SnippetPage(visitor, "t/held").run("Finished after") == "hello\nbye 1\n"
    assert SnippetPage(visitor, "t/next").run("Finished after") == "next\n"


def test_what_is_in_the_picture_stays_there(site, browser):
    """The second program, too, finds without the network what was there for the first."""
    with_nothing_kept = browser.new_context()
    page = with_nothing_kept.new_page()
    page.goto(site.url)
    before = len(site.asked_for(LIBRARY))
    for _ in range(2):
        assert SnippetPage(page, "t/preloaded").run("Finished after") == "1/2\n"
    assert len(site.asked_for(LIBRARY)) == before
    expect(SnippetPage(page, "t/preloaded").note).to_have_text(re.compile("^CPython"))
    with_nothing_kept.close()
