"""The bytecode explorer, on its own page and under a snippet, as a reader uses it."""

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import ROOT
from tests.browser.server import serve
from tests.browser.visit import NOTE_VIOLATIONS, serious_findings

pytestmark = pytest.mark.browser

VIEWS = ["Step", "Bytecode", "Specialise", "Versions", "Flow graph", "Stages", "Details"]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))


@pytest.fixture(scope="module")
def site(built_site):
    with serve(built_site) as served:
        yield served


@pytest.fixture
def complaints():
    return []


@pytest.fixture
def lab(browser, site, complaints):
    """The page as it opens; whatever the console or the policy complains of fails the test."""
    options = {"service_workers": "block", "reduced_motion": "reduce", "base_url": site.url}
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.add_init_script(NOTE_VIOLATIONS)
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("bytecode-lab/")
    expect(page.locator(".lab-caption")).to_be_visible()
    yield page
    context.close()
    assert complaints == []


def document(site, name, file="3.14"):
    """A recorded document as the page gets it."""
    path = site.directory / "assets" / "bytecode" / "examples" / name / f"{file}.json.gzip"
    return json.loads(gzip.decompress(path.read_bytes()))


def show(page, view):
    page.get_by_role("tab", name=view, exact=True).click()
    return page.locator(".lab-panel:not([hidden])")


def move(page, name, times=1):
    for _ in range(times):
        page.get_by_role("button", name=name, exact=True).click()


def stack(page):
    """What the boxes show, the top first."""
    return page.locator(".lab-box .lab-box-value").all_text_contents()


def write(page, source):
    if page.get_by_role("button", name="Edit", exact=True).count():
        move(page, "Edit")
    page.locator(".lab .cm-content").fill(source)


def test_the_first_example_can_be_stepped_before_python_is_loaded(lab, site):
    """It opens where the function begins, steps at once, and fetches nothing of the runtime."""
    asked = len(site.requests)
    expect(lab.locator(".lab-caption")).to_contain_text("A call begins: total")
    move(lab, "Forward", 2)
    assert stack(lab) == ["0"]
    move(lab, "Back")
    assert stack(lab) == []
    move(lab, "Forward", 7)
    assert stack(lab) == ["3", "0", "2 left"]
    expect(lab.locator(".lab-caption")).to_contain_text("takes 0 and 3 off the stack and puts 3 on")
    fetched = [
        path for path in site.requests[asked - 20 :] if re.search(r"/pythons?/|\.wasm", path)
    ]
    assert fetched == []


def test_every_step_shows_the_recorded_stack(lab, site):
    """What the boxes hold is what the trace holds, at each moment, and it ends as it ended."""
    trace = document(site, "loop", "trace")
    move(lab, "To the start")
    for index, step in enumerate(trace["steps"]):
        if index > 0:
            move(lab, "Forward")
        if step["stack"] is not None:
            kinds = [trace["values"][value]["kind"] for value in reversed(step["stack"])]
            shown = ["NULL" if text == "NULL" else "object" for text in stack(lab)]
            assert shown == ["NULL" if kind == "null" else "object" for kind in kinds]
    expect(lab.locator(".lab-printed")).to_have_text(trace["output"])


def test_a_breakpoint_stops_the_run_in_both_directions(lab):
    """B on a row sets it; running on halts there once a round, running back too."""
    row = lab.locator(".lab-step tr", has_text="BINARY_OP").first
    row.focus()
    lab.keyboard.press("b")
    seen = []
    for _ in range(3):
        move(lab, "On to a breakpoint")
        seen.append(lab.locator(".lab-count").text_content())
        expect(lab.locator("tr[aria-current]")).to_contain_text("BINARY_OP")
    assert len(set(seen)) == 3
    move(lab, "Back to a breakpoint")
    assert lab.locator(".lab-count").text_content() == seen[1]


def test_an_exception_is_found_and_its_handler_named(lab):
    """The button leads to where it is raised; the table's answer stands beside the stack."""
    lab.get_by_role("button", name="Exception", exact=True).click()
    expect(lab.locator(".lab-caption")).to_contain_text("share")
    move(lab, "On to the next exception")
    expect(lab.locator(".lab-caption")).to_contain_text("ZeroDivisionError")
    expect(lab.locator(".lab-state")).to_contain_text("The exception table sends it to L3")


def test_the_whole_stepper_works_from_the_keyboard(lab):
    """Letters move; the page's own shortcuts do not turn the page meanwhile."""
    lab.get_by_role("slider", name="Moment of the run").focus()
    lab.keyboard.press("n")
    expect(lab.locator(".lab-count")).to_have_text(re.compile(r"^14 of"))
    lab.keyboard.press("p")
    expect(lab.locator(".lab-count")).to_have_text(re.compile(r"^13 of"))
    lab.keyboard.press("e")
    expect(lab.locator(".lab-caption")).to_contain_text("returns None")
    lab.keyboard.press("s")
    expect(lab.locator(".lab-count")).to_have_text(re.compile(r"^1 of"))
    assert "bytecode-lab" in lab.url


def test_source_and_instructions_light_up_together(lab):
    """Pointing at either shows the other, by the very columns."""
    panel = show(lab, "Bytecode")
    panel.locator("tr", has_text="BINARY_OP").hover()
    assert "".join(lab.locator(".lab-mark-hover").all_text_contents()) == "result += price"
    lab.locator("[data-line='4'] span", has_text=re.compile("^prices$")).hover()
    expect(panel.locator(".lab-row-hover").first).to_contain_text("LOAD_FAST")
    expect(panel.locator(".lab-card")).to_contain_text("Line 4")


def test_rows_are_walked_and_followed_by_key(lab):
    """Arrows go through the rows, Enter follows a jump and opens a code object."""
    panel = show(lab, "Bytecode")
    panel.locator("tr", has_text="FOR_ITER").focus()
    lab.keyboard.press("Enter")
    expect(panel.locator("tr:focus")).to_contain_text("L2")
    lab.keyboard.press("ArrowUp")
    expect(panel.locator("tr:focus")).to_contain_text("JUMP_BACKWARD")
    lab.get_by_role("button", name="module", exact=True).click()
    panel.locator("tr", has_text="LOAD_CONST").first.focus()
    lab.keyboard.press("Enter")
    expect(lab.locator(".lab-crumb[aria-current]")).to_have_text("total")


def test_the_number_of_a_line_sets_a_breakpoint(lab):
    """Pressed, it is marked on both sides and said; the run halts there once a round."""
    lab.locator("[data-line='4'] .lab-number").click()
    expect(lab.locator(".lab-line-broken")).to_contain_text("for price in prices")
    expect(lab.locator(".lab-broken")).to_have_count(1)
    expect(lab.locator(".lab-tools [role='status']")).to_have_text("Breakpoint set in line 4.")
    expect(lab.locator(".lab-halts")).to_contain_text("Breakpoints: line 4.")
    halts = []
    for _ in range(4):
        move(lab, "On to a breakpoint")
        expect(lab.locator(".lab-line-now")).to_contain_text("for price in prices")
        halts.append(lab.locator(".lab-count").text_content())
    assert len(set(halts)) == 4
    move(lab, "Back to a breakpoint")
    assert lab.locator(".lab-count").text_content() == halts[2]
    move(lab, "Remove all")
    expect(lab.locator(".lab-line-broken")).to_have_count(0)
    expect(lab.get_by_role("button", name="Forward", exact=True)).to_be_focused()


def test_breakpoints_are_set_by_key_and_survive_other_views_and_links(lab):
    """B in the source sets one at the line the arrows are on; a link carries it."""
    lab.locator(".lab-source").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "b"):
        lab.keyboard.press(key)
    expect(lab.locator(".lab-line-broken")).to_contain_text("for price in prices")
    expect(lab.locator(".lab-line-broken .lab-spoken")).to_have_text("breakpoint")
    show(lab, "Bytecode")
    expect(lab.locator(".lab-line-broken")).to_have_count(1)
    move(lab, "Copy link")
    expect(lab.locator(".lab-status")).to_contain_text("copied")
    other = lab.context.new_page()
    other.goto(lab.evaluate("navigator.clipboard.readText()"))
    expect(other.locator(".lab-line-broken")).to_contain_text("for price in prices")


def test_a_line_without_instructions_is_marked_but_said_to_halt_nothing(lab):
    """The dot of a blank line is hollow."""
    lab.locator("[data-line='7'] .lab-number").click()
    expect(lab.locator(".lab-status")).to_contain_text("no run halts here")
    expect(lab.locator(".lab-line-idle")).to_have_count(1)


def test_breakpoints_of_the_editor_move_with_the_text(lab):
    """Set by click and by F9 in the gutter, pushed down by a new line, honoured by the new run."""
    move(lab, "Edit")
    editor = lab.locator(".lab .cm-content")
    expect(editor.locator(".lab-line-now")).to_contain_text("def total")
    lab.locator(".cm-lineNumbers .cm-gutterElement", has_text=re.compile("^5$")).click()
    expect(lab.locator(".lab-dots .lab-dot:not(.lab-dot-idle):visible")).to_have_count(1)
    editor.locator(".cm-line", has_text="return result").click()
    lab.keyboard.press("F9")
    expect(lab.locator(".lab-status")).to_have_text("Breakpoint set in line 6.")
    lab.keyboard.press("F9")
    expect(lab.locator(".lab-status")).to_have_text("Breakpoint removed from line 6.")
    editor.locator(".cm-line").first.click()
    lab.keyboard.press("Home")
    lab.keyboard.type("extra = 1\n")
    expect(lab.locator(".lab-halts")).to_contain_text("Breakpoints: line 6.")
    expect(lab.locator(".lab-broken")).to_contain_text("result, price", timeout=60_000)
    move(lab, "To the start")
    move(lab, "On to a breakpoint")
    expect(lab.locator(".cm-line.lab-line-now")).to_contain_text("result += price")
    move(lab, "Close editor")
    expect(lab.locator(".lab-line-broken")).to_contain_text("result += price")
    move(lab, "Undo my edits")
    expect(lab.locator(".lab-source")).not_to_contain_text("extra")


def test_another_view_does_not_lose_the_place_in_the_run(lab):
    """Coming back to the stepper, it stands where it stood."""
    move(lab, "Forward", 3)
    count = lab.locator(".lab-count").text_content()
    show(lab, "Details")
    show(lab, "Step")
    expect(lab.locator(".lab-count")).to_have_text(count)


def test_the_other_views_show_the_code_whose_frame_runs(lab):
    """Stepped back out of the function, the listing is that of the module, and so is the path."""
    move(lab, "To the start")
    panel = show(lab, "Bytecode")
    expect(lab.locator(".lab-crumb[aria-current]")).to_have_text("module")
    expect(panel.locator("table")).to_contain_text("MAKE_FUNCTION")
    panel.get_by_label("Times run").check()
    lab.get_by_role("button", name="total", exact=True).click()
    row = panel.locator("tr", has_text="BINARY_OP")
    expect(row.locator(".lab-times")).to_have_text("3")


def test_versions_stand_side_by_side_with_reasons(lab):
    """Each row that differs has a mark, a word for it and a sentence that explains it."""
    lab.get_by_role("button", name="Comprehension", exact=True).click()
    panel = show(lab, "Versions")
    expect(panel.locator(".lab-caption")).to_contain_text("new")
    differing = panel.locator("tr:is(.lab-diff-new, .lab-diff-gone, .lab-diff-changed)")
    assert differing.count() > 10
    for row in differing.all():
        assert row.locator(".lab-whys a").count() > 0
    differing.first.locator("a").first.click()
    expect(panel.locator("[data-note]:focus")).to_contain_text("3.12")
    panel.get_by_label("Version to compare with").select_option("3.10")
    expect(panel.locator("thead")).to_contain_text("3.10")


def test_the_stages_show_tree_scopes_and_instructions(lab):
    """Pointing at a node of the tree lights up its text."""
    panel = show(lab, "Stages")
    panel.locator("li", has_text="AugAssign").last.hover()
    assert "result" in "".join(lab.locator(".lab-mark-hover").all_text_contents())
    expect(panel.locator(".lab-stage", has_text="Symbol table")).to_contain_text("prices")
    panel.locator("summary", has_text="Pseudo-instructions").click()
    expect(panel.locator(".lab-stage", has_text="Pseudo-instructions")).to_contain_text("RESUME")


def test_the_address_follows_what_is_shown(lab):
    """Reloaded, the page shows the same view and code object again."""
    assert "#" not in lab.url
    show(lab, "Bytecode")
    lab.get_by_role("button", name="module", exact=True).click()
    expect(lab).to_have_url(re.compile("#1\\."))
    lab.wait_for_timeout(800)
    lab.reload()
    expect(lab.get_by_role("tab", name="Bytecode")).to_have_attribute("aria-selected", "true")
    expect(lab.locator(".lab-crumb[aria-current]")).to_have_text("module")


def test_on_a_phone_the_source_can_be_put_away(lab):
    """A button hides and shows it, and says which."""
    lab.set_viewport_size({"width": 390, "height": 844})
    move(lab, "Hide source")
    expect(lab.locator(".lab-source")).to_be_hidden()
    move(lab, "Show source")
    expect(lab.locator(".lab-source")).to_be_visible()


def test_the_source_is_walked_by_key(lab):
    """Down goes to the next line that became instructions, right to the next part of it."""
    panel = show(lab, "Bytecode")
    lab.locator(".lab-source").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        lab.keyboard.press(key)
    assert "".join(lab.locator(".lab-mark-chosen").all_text_contents()) != ""
    expect(panel.locator(".lab-row-chosen").first).to_be_visible()
    lab.keyboard.press("Escape")
    expect(lab.locator(".lab-mark-chosen")).to_have_count(0)


def test_text_is_copied_exactly_as_dis_prints_it(lab, site):
    """The clipboard gets the listing that this version's `dis` printed."""
    show(lab, "Bytecode")
    move(lab, "Copy as dis prints it")
    expect(lab.locator(".lab-status")).to_contain_text("Copied")
    copied = lab.evaluate("navigator.clipboard.readText()")
    assert copied == document(site, "loop")["code"][1]["listing"]


def test_a_link_carries_example_version_and_view(lab):
    """Opened elsewhere, it shows the same."""
    show(lab, "Details")
    lab.get_by_label("Version of CPython").select_option("3.12")
    expect(lab.locator(".lab-section").first).to_be_visible()
    move(lab, "Copy link")
    expect(lab.locator(".lab-status")).to_contain_text("copied")
    address = lab.evaluate("navigator.clipboard.readText()")
    other = lab.context.new_page()
    other.goto(address)
    expect(other.get_by_role("tab", name="Details")).to_have_attribute("aria-selected", "true")
    expect(other.get_by_label("Version of CPython")).to_have_value("3.12")


@pytest.mark.parametrize("fragment", ["#1.AAAA", "#1.%%%", "#nothing", "#1." + "A" * 50_000])
def test_a_hostile_link_opens_the_page_as_it_is(lab, fragment):
    """Whatever stands in the address, the first example is there."""
    lab.goto("about:blank")
    lab.goto(f"bytecode-lab/{fragment}")
    expect(lab.locator(".lab-caption")).to_contain_text("total")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_opens_in_every_view(lab, name):
    """No view of any example fails, on the first click."""
    title = (ROOT / "examples" / f"{name}.py").read_text("utf-8")[2:].partition(":")[0]
    lab.get_by_role("button", name=title, exact=True).click()
    expect(lab.locator(".lab-source")).to_contain_text(title)
    for view in VIEWS:
        panel = show(lab, view)
        expect(panel).not_to_contain_text("One moment")
        expect(panel.locator(".lab-apology")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(lab, scheme):
    """Nothing serious is found by axe, in either scheme."""
    lab.emulate_media(color_scheme=scheme)
    for view in VIEWS:
        show(lab, view)
        assert serious_findings(lab, "bytecode-lab") == [], view


def test_at_twice_the_size_the_editor_and_its_breakpoints_are_accessible(lab):
    """Where the editor scrolls in itself, axe finds nothing serious either, and nothing sticks out."""
    lab.set_viewport_size({"width": 640, "height": 400})
    lab.locator("[data-line='4'] .lab-number").click()
    move(lab, "Edit")
    expect(lab.locator(".lab-dot:visible")).to_have_count(1)
    assert serious_findings(lab, "bytecode-lab") == []
    assert lab.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_narrow_phone_shows_it_without_sideways_scrolling(lab):
    """At 360 pixels the page is as wide as the phone, in every view."""
    lab.set_viewport_size({"width": 360, "height": 740})
    for view in VIEWS:
        show(lab, view)
        assert lab.evaluate("document.documentElement.scrollWidth") <= 360, view


def test_the_flow_graph_is_read_on_a_phone_and_seen_as_a_whole(lab):
    """Its letters keep their size in a box that scrolls by key; a button shows all, a tap returns."""
    lab.set_viewport_size({"width": 390, "height": 844})
    panel = show(lab, "Flow graph")
    box = panel.locator(".lab-flow")
    graph = box.locator("svg")
    drawn_width = float(graph.get_attribute("width"))
    assert graph.bounding_box()["width"] == pytest.approx(drawn_width, abs=1)
    box.focus()
    before = box.evaluate("box => box.scrollLeft")
    box.evaluate("box => { box.scrolled = new Promise((done) => (box.onscrollend = done)); }")
    lab.keyboard.press("ArrowRight")
    assert box.evaluate("box => box.scrolled.then(() => box.scrollLeft)") > before
    move(lab, "Show the whole graph")
    assert graph.bounding_box()["width"] <= box.bounding_box()["width"]
    graph.locator("text", has_text="RETURN_VALUE").click()
    expect(graph.locator("text", has_text="RETURN_VALUE")).to_be_in_viewport()
    assert graph.bounding_box()["width"] == pytest.approx(drawn_width, abs=1)
    lab.set_viewport_size({"width": 1280, "height": 900})
    expect(lab.get_by_role("button", name="Show the whole graph")).to_be_hidden()


def test_what_is_typed_is_compiled_in_the_page(lab):
    """New code gives new bytecode; what does not compile says where and keeps the old, dimmed."""
    show(lab, "Bytecode")
    write(lab, "def twice(n):\n    return n * 2\n")
    expect(lab.locator(".lab-crumbs")).to_contain_text("twice", timeout=30_000)
    write(lab, "def twice(n):\n    return n *\n")
    expect(lab.locator(".lab-problem")).to_contain_text("SyntaxError in line 2", timeout=15_000)
    expect(lab.locator(".lab-stale")).to_have_count(1)
    expect(lab.locator(".lab-panel:not([hidden]) table")).to_be_visible()
    write(lab, "def twice(n):\n    return n + n\n")
    expect(lab.locator(".lab-problem")).to_be_hidden(timeout=15_000)
    move(lab, "Undo my edits")
    expect(lab.locator(".lab-source")).to_contain_text("for price in prices")


def test_a_run_made_in_the_page_shows_the_real_stack(lab):
    """The Python in the page knows its own frames: values are read, not derived."""
    write(lab, "n = 6 * 7\nprint(n)\n")
    truth = "every value was read from the frame's own memory"
    expect(lab.locator(".lab-typed + .lab-step .lab-count")).to_contain_text("1 of", timeout=60_000)
    expect(lab.locator(".lab-truth")).to_contain_text(truth)
    move(lab, "Forward", 5)
    assert stack(lab) == ["NULL", "<built-in print>"]


def test_the_readers_own_endless_loop_is_stepped_and_stopped(lab):
    """A run that never ends is cut, and the page says so."""
    write(lab, "n = 0\nwhile True:\n    n += 1\n")
    expect(lab.locator(".lab-truth")).to_contain_text("stopped", timeout=60_000)
    move(lab, "To the end")
    expect(lab.locator(".lab-locals")).to_contain_text("n")


def test_a_program_that_reads_is_given_its_lines_beforehand(lab):
    """It says that it asked in vain; with lines it runs to its end, and a link carries them."""
    write(lab, "first = input('Name? ')\nsecond = input()\nprint(first, 'und', second)\n")
    lines = lab.get_by_label("Lines for the program to read")
    expect(lab.locator(".lab-typed")).to_contain_text("asked for a line", timeout=60_000)
    lines.fill("Zoë")
    move(lab, "Run with these lines")
    expect(lab.locator(".lab-typed")).to_contain_text("there were no more lines")
    lines.fill("Zoë\nn p s e")
    move(lab, "Run with these lines")
    expect(lab.locator(".lab-typed")).not_to_contain_text("asked for a line")
    move(lab, "To the end")
    expect(lab.locator(".lab-printed")).to_have_text("Name? Zoë und n p s e\n")
    move(lab, "Copy link")
    expect(lab.locator(".lab-status")).to_contain_text("copied")
    other = lab.context.new_page()
    other.goto(lab.evaluate("navigator.clipboard.readText()"))
    expect(other.locator(".lab-printed")).to_contain_text("Zoë und n p s e", timeout=60_000)


def test_a_deep_recursion_shows_the_first_frames_and_the_last(lab):
    """A thousand frames are a short list with the module at its end."""
    write(lab, "def dive(n):\n    return dive(n + 1)\n\ntry:\n    dive(0)\nfinally:\n    ''.z\n")
    expect(lab.locator(".lab-truth")).to_contain_text(
        "It ended with AttributeError", timeout=60_000
    )
    lab.get_by_role("slider", name="Moment of the run").fill("3000")
    expect(lab.locator(".lab-frames")).to_contain_text("more frames")
    assert lab.locator(".lab-frames li").count() < 12
    expect(lab.locator(".lab-frames li").last).to_contain_text("<module>")


def test_a_snippet_opens_its_own_bytecode_in_place(browser, site):
    """Nothing is fetched before the button is pressed; then it opens at the shown function."""
    context = browser.new_context(service_workers="block", base_url=site.url)
    page = context.new_page()
    page.goto("./", wait_until="networkidle")
    assert site.asked_for("assets/bytecode/lists/literals") == []
    page.get_by_role("button", name="Explore bytecode").first.click()
    expect(page.locator(".lab-crumb[aria-current]")).to_have_text("constant_tuple")
    expect(page.locator(".lab-panel:not([hidden])")).to_contain_text("LOAD_CONST")
    page.get_by_role("tab", name="Step").click()
    expect(page.locator(".lab-caption")).to_contain_text("constant_tuple")
    assert serious_findings(page, ".lab") == []
    page.get_by_role("button", name="Close bytecode").click()
    expect(page.locator(".lab").first).to_be_hidden()
    context.close()


@pytest.mark.parametrize(("width", "height", "stays"), [(1280, 800, True), (390, 844, False)])
def test_in_a_chapter_the_source_stays_where_there_is_room(browser, site, width, height, stays):
    """Scrolled to the end of the views, a low source stands above them, on a large screen only."""
    viewport = {"width": width, "height": height}
    context = browser.new_context(service_workers="block", base_url=site.url, viewport=viewport)
    page = context.new_page()
    page.goto("chapters/lists/")
    page.get_by_role("button", name="Explore bytecode").first.click()
    page.get_by_role("tab", name="Step").click()
    expect(page.locator(".lab-row-now")).to_have_count(1)
    page.locator(".lab-step .lab-listing").evaluate("rows => rows.scrollIntoView(false)")
    source = page.locator(".lab-source").first
    if stays:
        expect(source).to_be_in_viewport(ratio=1)
        assert source.bounding_box()["height"] < height / 3
        expect(page.locator(".lab-row-now")).to_be_in_viewport()
    else:
        expect(source).not_to_be_in_viewport()
    context.close()


def test_on_the_page_of_its_own_the_source_stays_beside_the_views(lab):
    """Scrolled to the last words of the stepper, the whole source is in sight."""
    lab.locator(".lab-truth").evaluate("words => words.scrollIntoView({ block: 'end' })")
    expect(lab.locator(".lab-source")).to_be_in_viewport(ratio=1)
    expect(lab.locator(".lab-line-now")).to_contain_text("def total")


def test_the_examples_can_be_stepped_offline(built_site, browser):
    """After one visit of any page the lab opens without a network, its examples with it."""
    context = browser.new_context()
    page = context.new_page()
    with serve(built_site) as site:
        page.goto(site.url)
        kept = "caches.match('current', { cacheName: 'metal-state' }).then(Boolean)"
        for _ in range(150):
            if page.evaluate(kept):
                break
            page.wait_for_timeout(200)
        assert page.evaluate(kept)
    page.goto(site.url + "bytecode-lab/")
    expect(page.locator(".lab-caption")).to_contain_text("total")
    move(page, "Forward", 2)
    assert stack(page) == ["0"]
    context.close()
