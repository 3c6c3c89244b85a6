"""How Python starts in the page: from a picture of its memory, else the long way, never twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, write_site

pytestmark = pytest.mark.browser

SNIPPETS = {
    "t/hello": 'print("hello")\n',
    "t/random": "import random\nprint(random.random(), random.choice(range(10**9)))\n",
    "t/hash": "import sys\nprint(hash('metal'), sys.flags.hash_randomization)\n",
    "t/lazy": "import colorsys\nprint(colorsys.rgb_to_hls(1, 0, 0))\n",
    "t/dynamic": "import importlib\nprint(importlib.import_module('ipaddress').IPV4LENGTH + 223)\n",
    "t/nowhere": "import no_such_module\n",
    "t/zone": (
        "import time\nprint(*time.tzname, time.timezone, time.altzone,"
        " time.strftime('%Z %H', time.localtime(0)))\n"
    ),
    "t/inside": "import json\njson.loads('{')\n",
    "t/crash": "import os\nos.abort()\n",
    "t/where": "import os, sys\nprint(os.getcwd(), sys.path[0] == '', len(sys.path))\n",
    "t/bytecode": "import sys\nprint('explainer.bytecode' in sys.modules)\n",
}
LIBRARY = "python_stdlib.zip"
SNAPSHOT = "snapshot.bin.gzip"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, front_end):
    return write_site(tmp_path_factory.mktemp("site"), front_end, SNIPPETS)


@pytest.fixture
def site(folder):
    with serve(folder) as site:
        yield site


@pytest.fixture
def page(site, context):
    tab = context.new_page()
    tab.goto(site.url)
    return tab


def test_python_starts_from_the_picture_alone(site, page):
    """One interpreter, one picture, two scripts: no library, no package index."""
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
    names = sorted(path.rpartition("/")[2] for path in site.asked_for("/python/"))
    (worker,) = site.asked_for("/python/worker-")
    assert names == [
        "pyodide.asm.mjs",
        "pyodide.asm.wasm.gzip",
        "pyodide.mjs",
        SNAPSHOT,
        worker.rpartition("/")[2],
    ]


def test_what_the_page_needs_is_in_the_picture(site, page):
    """Our own bytecode core is imported already; folder and search path are as ever."""
    assert SnippetPage(page, "t/bytecode").run("Finished") == "True\n"
    assert SnippetPage(page, "t/where").run("Finished") == "/home/pyodide True 4\n"
    assert site.asked_for(LIBRARY) == []


def test_other_modules_are_fetched_at_their_first_import(site, page):
    """The library comes once, with the first import of what the picture does not hold."""
    SnippetPage(page, "t/nowhere").run("^ModuleNotFoundError")
    assert site.asked_for(LIBRARY) == []
    lazy = SnippetPage(page, "t/lazy")
    assert lazy.run("Finished") == lazy.run("Finished") == "(0.0, 0.5, 1.0)\n"
    assert len(site.asked_for(LIBRARY)) == 1


def test_a_library_that_does_not_come_fails_the_import_alone(page):
    """The program that needed it says what did not come, and what to do; the next ones run."""
    page.route(f"**/{LIBRARY}", lambda route: route.abort())
    for name in ("t/lazy", "t/dynamic"):
        printed = SnippetPage(page, name).run("^OSError")
        assert "I/O error" in printed
        assert re.search("library could not be fetched .* Run tries again", printed)
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
    page.unroute(f"**/{LIBRARY}")
    assert SnippetPage(page, "t/lazy").run("Finished") == "(0.0, 0.5, 1.0)\n"


def test_the_library_is_awaited_before_the_program_begins_and_stop_works_meanwhile(page):
    """The page says that Python is loading; stopped, the program never begins; the limit waits."""
    held = []
    page.route(f"**/{LIBRARY}", lambda route: held.append(route))
    lazy, hello = SnippetPage(page, "t/lazy"), SnippetPage(page, "t/hello")
    assert hello.run("Finished") == "hello\n"
    lazy.limit("1")
    with page.expect_request(f"**/{LIBRARY}"):
        lazy.click("run")
    page.wait_for_timeout(2500)  # longer than the limit and its grace
    expect(lazy.part("stop")).to_be_visible()
    lazy.click("stop")
    lazy.ended("^Stopped before it began")
    lazy.click("run")
    expect(lazy.status).to_have_text(re.compile("^(Starting|Loading) Python"))
    expect(lazy.part("progress")).to_be_visible()
    held.pop().continue_()
    assert lazy.ended("Finished") == "(0.0, 0.5, 1.0)\n"
    assert SnippetPage(page, "t/dynamic").run("Finished") == "255\n"


def test_what_no_statement_names_is_fetched_at_its_import(site, page):
    """A module imported by a name that is only known at run time is there all the same."""
    assert SnippetPage(page, "t/dynamic").run("Finished") == "255\n"
    assert len(site.asked_for(LIBRARY)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404},
        {"body": b"\x1f\x8b\x08\x00 no gzip after all"},
        {"body": b"short", "headers": {"Content-Encoding": "identity"}},
    ],
    ids=["missing", "broken", "foreign"],
)
def test_without_a_sound_picture_python_starts_the_long_way(answer, site, page):
    """A picture that is missing or spoilt costs time, not the run."""
    page.route(f"**/{SNAPSHOT}", lambda route: route.fulfill(**answer))
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
    assert SnippetPage(page, "t/where").run("Finished") == "/home/pyodide True 4\n"
    assert SnippetPage(page, "t/lazy").run("Finished") == "(0.0, 0.5, 1.0)\n"
    assert len(site.asked_for(LIBRARY)) == 1


def test_random_numbers_differ_between_visits_and_hashes_say_that_they_do_not(site, browser):
    """All readers share one picture: `random` is seeded anew; the seed of hashes is fixed, and said."""
    printed = []
    for _ in range(2):
        context = browser.new_context()
        page = context.new_page()
        page.goto(site.url)
        printed.append([SnippetPage(page, name).run("Finished") for name in ("t/random", "t/hash")])
        context.close()
    (first_random, first_hash), (second_random, second_hash) = printed
    assert first_random != second_random
    assert first_hash == second_hash
    assert first_hash.endswith(" 0\n")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", "UTC+0100 UTC+0200 -3600 -7200 UTC+0100 01\n"),
        ("Asia/Kolkata", "UTC+0530 UTC+0530 -19800 -19800 UTC+0530 05\n"),
    ],
)
def test_the_time_zone_is_the_readers(zone, expected, site, browser):
    """Not that of the machine which made the picture."""
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(site.url)
    assert SnippetPage(page, "t/zone").run("Finished") == expected
    context.close()


def test_an_error_inside_the_library_shows_the_librarys_frames(page):
    """The traceback leads through the library's own files, by name and line."""
    printed = SnippetPage(page, "t/inside").run("^JSONDecodeError in line 2")
    assert re.search(r'File "/lib/python314.zip/json/decoder.py", line \d+, in raw_decode', printed)


def test_after_a_crash_python_is_back_without_a_request(site, page):
    """The page keeps interpreter and picture: a new worker asks the network for nothing of theirs."""
    SnippetPage(page, "t/crash").run("Python crashed|ended here|stopped")
    before = len(site.asked_for(".gzip"))
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
    assert len(site.asked_for(".gzip")) == before == 2


def test_a_second_crash_is_survived_too(page):
    """What was lent to a worker comes back from it in time."""
    for _ in range(2):
        SnippetPage(page, "t/crash").run("crashed|ended here|stopped")
    expect(SnippetPage(page, "t/hello").part("run")).to_be_enabled()
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
