"""Stop and input: they reach a busy program on every host, each by the best way there is."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, forget_how_to_suspend, write_site

pytestmark = pytest.mark.browser

SNIPPETS = {
    "t/hello": 'print("hello")\n',
    "t/loops": 'print("begins")\nn = 0\nwhile True:\n    n += 1\n',
    "t/swallows": (
        'print("begins")\nwhile True:\n    try:\n        while True:\n            pass\n'
        "    except BaseException:\n        pass\n"
    ),
    "t/asks": 'name = input("name? ")\nprint("hello", name)\nprint("and", input("more? "))\n',
    "t/reads": "import sys\nprint(sum(int(line) for line in sys.stdin))\n",
}
ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory, front_end):
    """The same site without and with a service worker, and for a browser that cannot suspend."""
    made = {}
    for name in ("plain", "helped", "old"):
        folder = tmp_path_factory.mktemp(name) / "site"
        made[name] = write_site(folder, front_end, SNIPPETS, offline=name != "plain")
    forget_how_to_suspend(made["old"])
    return made


def visit(context, url):
    """A tab whose service worker, if it has one, answers for the page."""
    page = context.new_page()
    page.goto(url)
    page.evaluate(
        """() => new Promise((resolve) => {
          const { controller } = navigator.serviceWorker;
          const off = document.querySelector('meta[name="metal-offline"]') !== null;
          if (off || controller !== null) resolve();
          else navigator.serviceWorker.addEventListener("controllerchange", () => resolve());
        })"""
    )
    return page


def begin(page, name):
    snippet = SnippetPage(page, name)
    snippet.click("run")
    expect(snippet.log).to_have_text("begins\n", timeout=30_000)
    return snippet


def started_workers(page):
    started = []
    page.on("worker", lambda worker: started.append(worker.url))
    return started


@pytest.mark.parametrize("prefix", ["/", "/some-project/"])
def test_stop_keeps_the_interpreter_on_a_host_that_sets_no_headers(prefix, folders, context):
    """The program ends with its line and traceback, and the next one needs no fresh Python."""
    with serve(folders["helped"], prefix) as site:
        page = visit(context, site.url)
        started = started_workers(page)
        for _ in range(3):
            snippet = begin(page, "t/loops")
            snippet.click("stop")
            snippet.ended(r"^Stopped in line [34] after [\d.]+ m?s in your browser\.$")
            assert "KeyboardInterrupt" in snippet.printed()
            assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
        assert len(started) == 1
        assert not any("python=" in path for path in site.requests)


def test_stop_keeps_the_interpreter_that_was_there_before_the_service_worker(folders, context):
    """On the first visit Python may be asked for before the service worker has taken over."""
    with serve(folders["helped"]) as site:
        page = context.new_page()
        page.goto(site.url)
        started = started_workers(page)
        assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
        page.evaluate("navigator.serviceWorker.ready")
        expect_control = "() => navigator.serviceWorker.controller !== null"
        for _ in range(100):
            if page.evaluate(expect_control):
                break
            page.wait_for_timeout(50)
        snippet = begin(page, "t/loops")
        snippet.click("stop")
        snippet.ended(r"^Stopped in line [34] after")
        assert started == started[:1]


def test_stop_keeps_the_interpreter_where_memory_is_shared(folders, context):
    """With isolation headers no service worker is needed."""
    with serve(folders["plain"], headers=ISOLATED) as site:
        page = visit(context, site.url)
        assert page.evaluate("crossOriginIsolated")
        started = started_workers(page)
        for _ in range(2):
            snippet = begin(page, "t/loops")
            snippet.click("stop")
            snippet.ended(r"^Stopped in line [34] after")
        assert len(started) == 1


def test_without_any_way_to_reach_it_a_program_is_ended_and_that_is_said(folders, context):
    """Neither shared memory nor service worker: a fresh Python, and the loss is told."""
    with serve(folders["plain"]) as site:
        page = visit(context, site.url)
        snippet = begin(page, "t/loops")
        snippet.click("stop")
        snippet.ended("^Stopped from outside.* is lost")
        assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"


def test_who_does_not_react_is_ended_and_that_is_said(folders, context):
    """A program that swallows every exception gets its second, or the reader's second press."""
    with serve(folders["helped"]) as site:
        page = visit(context, site.url)
        snippet = begin(page, "t/swallows")
        snippet.click("stop")
        expect(snippet.status).to_have_text("Stopping …")
        snippet.ended("^Stopped from outside.* is lost")
        snippet = begin(page, "t/swallows")
        snippet.click("stop")
        snippet.click("stop")
        snippet.ended("^Stopped from outside")
        assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"


def test_a_stop_in_one_tab_leaves_the_program_of_another_alone(folders, context):
    """Both tabs share one service worker; each program hears what is meant for it."""
    with serve(folders["helped"]) as site:
        tabs = [visit(context, site.url) for _ in range(2)]
        first, second = (begin(tab, "t/loops") for tab in tabs)
        first.click("stop")
        first.ended("^Stopped in line")
        expect(second.status).to_have_text("Running …")
        tabs[1].wait_for_timeout(300)
        expect(second.status).to_have_text("Running …")
        second.click("stop")
        second.ended("^Stopped in line")


def test_what_the_service_worker_is_asked_is_not_kept(folders, context):
    """No question and no answer gets into a cache."""
    with serve(folders["helped"]) as site:
        page = visit(context, site.url)
        snippet = begin(page, "t/loops")
        page.wait_for_timeout(300)
        snippet.click("stop")
        snippet.ended("^Stopped in line")
        kept = page.evaluate(
            """async () => {
              const found = [];
              for (const name of await caches.keys()) {
                for (const { url } of await (await caches.open(name)).keys()) found.push(url);
              }
              return found;
            }"""
        )
        assert kept
        assert [url for url in kept if "python=" in url] == []


@pytest.mark.parametrize("site_name", ["plain", "old"])
def test_a_program_waits_for_what_the_reader_types(site_name, folders, context):
    """`input()` shows a field, waits, echoes the line and goes on; the limit's clock stands."""
    with serve(folders[site_name]) as site:
        page = visit(context, site.url)
        snippet = SnippetPage(page, "t/asks")
        snippet.limit("3")
        snippet.click("run")
        line = snippet.part("ask-line")
        expect(line).to_be_focused(timeout=30_000)
        expect(snippet.log).to_have_text("name? ")
        page.wait_for_timeout(4500)
        line.fill("Ada")
        line.press("Enter")
        expect(snippet.log).to_have_text("name? Ada\nhello Ada\nmore? ")
        line.fill("größer")
        snippet.part("ask-enter").click()
        assert snippet.ended("Finished").endswith("more? größer\nand größer\n")
        expect(snippet.part("ask")).to_be_hidden()


@pytest.mark.parametrize("site_name", ["plain", "old"])
def test_stop_works_while_a_program_waits_for_input(site_name, folders, context):
    """The program ends in the line that asked, and the interpreter is kept."""
    with serve(folders[site_name]) as site:
        page = visit(context, site.url)
        started = started_workers(page)
        for _ in range(2):
            snippet = SnippetPage(page, "t/asks")
            snippet.click("run")
            expect(snippet.part("ask-line")).to_be_visible(timeout=30_000)
            snippet.click("stop")
            snippet.ended("^Stopped in line 1 after")
            expect(snippet.part("ask")).to_be_hidden()
        assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
        assert len(started) == 1


@pytest.mark.parametrize("site_name", ["plain", "old"])
def test_input_can_be_ended(site_name, folders, context):
    """A program that reads to the end of input learns that there is no more."""
    with serve(folders[site_name]) as site:
        page = visit(context, site.url)
        snippet = SnippetPage(page, "t/reads")
        snippet.click("run")
        for number in ("20", "22"):
            expect(snippet.part("ask-line")).to_be_focused(timeout=30_000)
            snippet.part("ask-line").fill(number)
            snippet.part("ask-line").press("Enter")
        snippet.part("ask-end").click()
        assert re.search(r"^42$", snippet.ended("Finished"), re.MULTILINE)
