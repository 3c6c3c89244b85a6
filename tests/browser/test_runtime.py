"""Python in the page: Run, Stop, Edit, Reset, as a reader uses them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, forget_how_to_suspend, write_site
from tests.browser.visit import serious_findings

pytestmark = pytest.mark.browser

CHAINED = """def low(*_):
    raise KeyError("k")


def high():
    try:
        low(
            1,
            2,
        )
    except KeyError as error:
        error.add_note("looked in the first drawer")
        raise ExceptionGroup("all", [ValueError("é")]) from error


# the call
high()
"""
SNIPPETS = {
    "t/hello": 'print("hello")\n',
    "t/counts": 'print("first")\nfor step in range(10**12):\n    pass\n',
    "t/state": "x = globals().get('x', 0) + 1\nprint(x, __name__, __file__)\n",
    "t/fails": (
        'def divide(number):\n    return 1 / number\n\n\nprint("before")\nprint(divide(0))\n'
    ),
    "t/asks": 'name = input("name? ")\nprint("hello", name)\n',
    "t/both": ("import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('grüße, 世界')\n"),
    "t/floods": "for n in range(100_000):\n    print('row', n)\n",
    "t/proof": (
        "from explainer.evidence import executed_opcodes\n"
        "print(executed_opcodes(lambda: [1, 2])['BUILD_LIST'])\n"
    ),
    "t/tasks": (
        "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(0)\n    return 42\n\n\n"
        "print(asyncio.run(main()))\n"
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, front_end):
    return write_site(tmp_path_factory.mktemp("site"), front_end, SNIPPETS)


@pytest.fixture(scope="module")
def visitor(browser, folder):
    """One visitor for the tests that do not ask what a first visit costs."""
    with serve(folder) as site:
        context = browser.new_context(base_url=site.url)
        yield context
        context.close()


@pytest.fixture
def page(visitor):
    tab = visitor.new_page()
    tab.goto("/")
    yield tab
    tab.evaluate("localStorage.clear()")
    tab.close()


def test_nothing_of_python_is_fetched_before_intent(folder, context):
    """Looking at a page costs no byte of the runtime; touching Run begins to load it."""
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url, wait_until="networkidle")
        assert site.asked_for("python") == []
        with page.expect_event("worker"):
            SnippetPage(page, "t/hello").part("run").hover()
        assert SnippetPage(page, "t/hello").run() == "hello\n"
        assert site.asked_for("pyodide.asm.wasm") != []


def test_the_page_says_how_long_where_and_on_which_python(page):
    """A time measured here is labelled as the browser's, and the version is CPython's."""
    snippet = SnippetPage(page, "t/hello")
    snippet.run(r"^Finished after [\d.]+ m?s in your browser\.$")
    expect(snippet.note).to_have_text(re.compile(r"^CPython 3\.14\.\d+ for WebAssembly"))


def test_each_run_begins_afresh_as_main(page):
    """Names of one run are not there in the next; the program is `__main__` in its own file."""
    snippet = SnippetPage(page, "t/state")
    assert snippet.run() == "1 __main__ t/state.py\n"
    assert snippet.run() == "1 __main__ t/state.py\n"


def test_standard_output_and_error_are_told_apart(page):
    """Both streams arrive in order and in full, whatever their alphabet."""
    snippet = SnippetPage(page, "t/both")
    assert snippet.run() == "out\nerr\ngrüße, 世界\n"
    assert snippet.part("err").text_content() == "err\n"


def test_asyncio_runs(page):
    """`asyncio.run` waits and returns as it does in a terminal."""
    assert SnippetPage(page, "t/tasks").run("Finished") == "42\n"


def test_the_evidence_of_tests_is_at_hand(page):
    """Counting executed instructions works here as in the tests of the snippets."""
    assert SnippetPage(page, "t/proof").run("Finished") == "1\n"


def test_output_is_shown_while_the_program_runs_and_stop_ends_it(page):
    """A line printed before a long loop is seen at once; Stop ends the loop; Run works again."""
    snippet = SnippetPage(page, "t/counts")
    snippet.click("run")
    expect(snippet.log).to_have_text("first\n", timeout=20_000)
    expect(snippet.part("run")).to_be_disabled()
    snippet.click("stop")
    expect(snippet.status).to_have_text(re.compile("^Stopped"))
    expect(snippet.part("stop")).to_be_disabled()
    assert snippet.printed() == "first\n"
    assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"


def test_stop_is_possible_while_python_is_still_loading(context, folder):
    """Stop during the first download takes the program back; a later Run still works."""
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        snippet = SnippetPage(page, "t/counts")
        snippet.click("run")
        snippet.click("stop")
        expect(snippet.status).to_have_text(re.compile("^Stopped"))
        assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"


def test_stop_is_possible_before_the_snippet_has_arrived(context, folder):
    """Even while its source is still being fetched, a program can be called back."""
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        held = []
        page.route("**/snippets/t/counts.py", lambda route: held.append(route))
        snippet = SnippetPage(page, "t/counts")
        with page.expect_request("**/snippets/t/counts.py"):
            snippet.click("run")
        snippet.click("stop")
        held.pop().continue_()
        expect(snippet.status).to_have_text("Stopped before it began.")
        assert snippet.printed() == ""


def test_a_second_snippet_waits_for_the_first(page):
    """One interpreter a visit: the second Run says that it waits, then runs."""
    first, second = SnippetPage(page, "t/counts"), SnippetPage(page, "t/hello")
    first.click("run")
    expect(first.log).to_have_text("first\n", timeout=20_000)
    second.click("run")
    expect(second.status).to_have_text(re.compile("^Waiting"))
    first.click("stop")
    assert second.ended("Finished") == "hello\n"


def test_a_time_limit_can_be_lifted(page):
    """A run beyond its limit is stopped with its line, and the reader can let it go on."""
    snippet = SnippetPage(page, "t/counts")
    snippet.limit("1")
    snippet.run(r"^Stopped in line \d after .*: the limit is 1\.00 s")
    page.get_by_role("button", name="Run without a time limit").click()
    expect(snippet.log).to_have_text("first\n", timeout=20_000)
    snippet.click("stop")
    expect(snippet.status).to_have_text(re.compile("^Stopped"))


def test_a_flood_is_cut_with_a_true_count_and_more_on_request(page):
    """256 KiB are shown, the whole size is told, and a second run can show it all."""
    snippet = SnippetPage(page, "t/floods")
    assert len(snippet.run("Finished").encode()) == 256 * 1024
    expect(snippet.note).to_have_text(re.compile("first 256 KiB of 966 KiB"))
    page.get_by_role("button", name="show up to 8.0 MiB").click()
    expect(snippet.note).to_have_text(re.compile("^CPython"), timeout=20_000)
    assert snippet.printed().endswith("row 99999\n")


def test_a_traceback_shows_the_files_own_lines_and_leads_to_them(page):
    """Only the program's own frames are shown; each opens the editor at its line."""
    snippet = SnippetPage(page, "t/fails")
    printed = snippet.run("^ZeroDivisionError in line 2 after")
    assert printed.startswith(
        "before\nTraceback (most recent call last):\n"
        '  File "t/fails.py", line 6, in <module>\n    print(divide(0))\n'
    )
    assert printed.endswith("ZeroDivisionError: division by zero\n")
    page.get_by_role("button", name='File "t/fails.py", line 2').click()
    expect(snippet.element.locator(".cm-activeLine")).to_have_text("    return 1 / number")


def test_every_line_of_the_readers_own_in_a_traceback_leads_there(page):
    """Chained, noted, grouped, many-lined: the text is CPython's, each of its places a button."""
    snippet = SnippetPage(page, "t/hello")
    snippet.write(CHAINED)
    printed = snippet.run("^ExceptionGroup in line 13 after")
    assert "KeyError: 'k'\nlooked in the first drawer\n" in printed
    assert "The above exception was the direct cause of the following exception" in printed
    assert "    low(\n    ~~~^\n        1,\n        ^^\n" in printed
    places = snippet.element.locator(".python-line").all_text_contents()
    lines = [int(place.rsplit(" ", 1)[1]) for place in places]
    assert lines == [7, 2, 17, 13]
    snippet.element.locator(".python-line").nth(1).click()
    expect(snippet.element.locator(".cm-activeLine")).to_have_text('    raise KeyError("k")')


def test_a_syntax_error_points_at_its_column(page):
    """The line is shown with CPython's caret under the place, and leads to the editor."""
    snippet = SnippetPage(page, "t/hello")
    snippet.write("x = 1\nprint(x y)\n")
    printed = snippet.run("^SyntaxError in line 2")
    assert '  File "t/hello.py", line 2\n    print(x y)\n          ^^^\nSyntaxError: inv' in printed
    page.get_by_role("button", name='File "t/hello.py", line 2').click()
    expect(snippet.element.locator(".cm-activeLine")).to_have_text("print(x y)")


def test_stop_takes_the_place_and_the_focus_of_run(page):
    """By keyboard alone: Enter runs, Enter again stops, Enter again runs."""
    snippet = SnippetPage(page, "t/counts")
    snippet.part("run").focus()
    page.keyboard.press("Enter")
    expect(snippet.log).to_have_text("first\n", timeout=20_000)
    expect(snippet.part("run")).to_be_hidden()
    expect(snippet.part("stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(snippet.status).to_have_text(re.compile("^Stopped"))
    expect(snippet.part("run")).to_be_focused()


def test_where_a_program_cannot_wait_input_is_typed_beforehand(context, front_end, tmp_path):
    """No suspending, no service worker: it says so, offers a field, and the next run reads it."""
    folder = write_site(tmp_path / "site", front_end, {"t/asks": SNIPPETS["t/asks"]})
    forget_how_to_suspend(folder)
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        snippet = SnippetPage(page, "t/asks")
        snippet.run("asked for input in line 1")
        snippet.part("typed").fill("Ada")
        assert snippet.run("Finished") == "name? Ada\nhello Ada\n"


def test_an_edit_runs_is_kept_and_can_be_reset_and_unreset(page):
    """Edits survive a reload in the middle of a run; Reset brings the tested source back."""
    snippet = SnippetPage(page, "t/hello")
    edit = "while True:\n    pass"
    snippet.write(edit)
    snippet.click("run")
    page.reload()
    expect(snippet.part("run")).to_have_text("Run your edit")
    snippet.click("edit")
    expect(snippet.code).to_be_visible()
    assert snippet.written() == edit
    snippet.click("reset")
    expect(snippet.code).to_have_text('print("hello")')
    page.get_by_role("button", name="Undo").click()
    assert snippet.written() == edit
    snippet.click("reset")
    page.reload()
    assert snippet.run("Finished") == "hello\n"


def test_an_edit_of_an_older_snippet_is_told(page):
    """When the tested source has changed since, the reader learns it on opening the editor."""
    page.evaluate(
        """localStorage.setItem("metal:edit:t/hello", '{"source": "print(1)", "base": "0"}')"""
    )
    page.reload()
    snippet = SnippetPage(page, "t/hello")
    snippet.click("edit")
    expect(snippet.status).to_have_text(re.compile("earlier version"))


def test_the_editor_is_usable_by_keyboard_alone(page):
    """Control-Enter runs from the editor; Escape, then Tab leaves it."""
    snippet = SnippetPage(page, "t/hello")
    snippet.part("edit").focus()
    page.keyboard.press("Enter")
    expect(snippet.code).to_be_focused()
    page.keyboard.press("Control+Enter")
    assert snippet.ended("Finished") == "hello\n"
    snippet.code.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(snippet.code).not_to_be_focused()


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_the_runner_is_accessible_in_every_state(scheme, page):
    """Nothing serious is found by axe in toolbar, editor, traceback and input, light and dark."""
    page.evaluate("scheme => (document.body.dataset.mdColorScheme = scheme)", scheme)
    failing, asking = SnippetPage(page, "t/fails"), SnippetPage(page, "t/asks")
    failing.run("ZeroDivisionError")
    page.get_by_role("button", name='File "t/fails.py", line 2').click()
    expect(failing.code).to_be_visible()
    failing.code.press("End")
    failing.code.type("  # edited")
    asking.click("run")
    expect(asking.part("ask-line")).to_be_visible()
    assert serious_findings(page, ".python-toolbar", ".python-editor", ".python-output") == []


def test_an_element_is_loaded_when_its_tag_first_appears(context, front_end, tmp_path):
    """A page without snippets asks for no code of theirs; one that gets a snippet later does."""
    with serve(write_site(tmp_path / "site", front_end, {})) as site:
        page = context.new_page()
        page.goto(site.url, wait_until="networkidle")
        assert site.asked_for("chunks/element") == []
        page.evaluate(
            """document.querySelector("main").innerHTML =
               '<p><python-snippet file="t/late" browser><pre>late</pre></python-snippet></p>'"""
        )
        expect(SnippetPage(page).part("run")).to_be_visible()


def test_the_interpreter_outlives_instant_navigation(page):
    """Swapping the page's content keeps the worker; a program left behind is stopped."""
    SnippetPage(page, "t/counts").click("run")
    expect(SnippetPage(page, "t/counts").log).to_have_text("first\n", timeout=20_000)
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.innerHTML = '<python-snippet file="t/hello" src="snippets/t/hello.py" browser>'
            + "<pre>hello</pre></python-snippet>";
        }"""
    )
    assert SnippetPage(page).run("Finished") == "hello\n"
    started = []
    page.on("worker", lambda worker: started.append(worker.url))
    assert SnippetPage(page).run("Finished") == "hello\n"
    assert started == []


def test_everything_works_under_a_sub_path(folder, context):
    """Published at `/some-project/`, nothing is asked for outside it, nor of any other host."""
    with serve(folder, "/some-project/") as site:
        page = context.new_page()
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        page.goto(site.url)
        assert SnippetPage(page, "t/hello").run("Finished") == "hello\n"
        assert any(url.endswith("snapshot.bin.gzip") for url in asked)
        own = (site.url, "data:")
        assert [url for url in asked if not url.startswith(own)] == []


def test_a_browser_that_cannot_suspend_webassembly_runs_programs(context, front_end, tmp_path):
    """Not every browser has promise integration for WebAssembly; only asyncio needs it."""
    folder = write_site(tmp_path / "site", front_end, {"t/hello": SNIPPETS["t/hello"]})
    forget_how_to_suspend(folder)
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        snippet = SnippetPage(page)
        assert snippet.run("Finished") == "hello\n"
        assert snippet.run("Finished") == "hello\n"
        snippet.write("import asyncio\nasyncio.run(asyncio.sleep(0.01))")
        assert "This browser cannot suspend WebAssembly" in snippet.run("RuntimeError in line 2")


def test_a_missing_runtime_is_told_and_the_page_stays(folder, context):
    """When Python cannot be fetched, the reader learns it, and the next Run tries again."""
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        page.route("**/*.gzip", lambda route: route.abort())
        snippet = SnippetPage(page, "t/hello")
        snippet.run("^Python could not be loaded")
        page.unroute("**/*.gzip")
        assert snippet.run("Finished") == "hello\n"


def test_a_download_that_breaks_off_is_told(folder, context):
    """Half a file is as good as none: the reader learns it and can try again."""
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        half = {"body": b"\x1f\x8b\x08\x00", "content_type": "application/octet-stream"}
        page.route("**/*.wasm.gzip", lambda route: route.fulfill(**half))
        snippet = SnippetPage(page, "t/hello")
        snippet.run("^Python could not be loaded")
        page.unroute("**/*.wasm.gzip")
        assert snippet.run("Finished") == "hello\n"
