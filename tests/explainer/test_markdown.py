"""A page's fences and formulas become HTML that reads well without scripts."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from markdown import Markdown

from explainer import markdown as extension
from explainer.embed import Shelves
from explainer.interpreter import Interpreter
from explainer.places import Places
from explainer.pythons.record import record_bytecode
from explainer.record import Recorder
from explainer.recording import Recording
from explainer.runner import Claim
from explainer.snippet import Library
from tests.explainer.conftest import GOOD, Write

EXTENSIONS = [
    "admonition",
    "attr_list",
    "tables",
    "pymdownx.blocks.html",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
]
CONFIGS = {
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.superfences": {
        "custom_fences": [
            {"name": word, "class": word, "format": extension.draw_flame}
            for word in ("flame", "tree")
        ]
    },
}


@pytest.fixture
def render(places: Places, recorder: Recorder, here: Interpreter):
    """Markdown of a page in the small repository, all of whose snippets have run."""

    def to_html(text: str) -> str:
        site = extension.Site(places)
        site.library = Library(places.snippets)
        for snippet in site.library:
            recorder.record(snippet, here)
        site.recorder = recorder
        site.shelves = Shelves(site.library, recorder, places.bytecode, places.sent_recordings)
        token = extension.site.set(site)
        try:
            ours = extension.ExplainerExtension(site_url="https://example.org/x/")
            return Markdown(extensions=[ours, *EXTENSIONS], extension_configs=CONFIGS).convert(text)
        finally:
            extension.site.reset(token)

    return to_html


def test_a_snippet_shows_code_output_claims_and_how_to_run_it(write: Write, render):
    """Everything a reader without scripts needs is in the HTML."""
    write(browser="true")
    html = render('```snippet file="room/thing.py"\n```')
    assert 'file="room/thing"' in html
    assert 'src="https://example.org/x/snippets/room/thing.py"' in html
    assert "hello" in html
    assert "What this proves: 1 test passed" in html
    assert "It holds." in html
    text = re.sub(r"<[^>]+>", "", html)
    assert "uv run https://example.org/x/snippets/room/thing.py" in text
    assert "# ///" not in html  # the header is folded away


def test_a_region_is_one_definition(write: Write, render):
    """Found by name, with the line numbers of the file."""
    write()
    html = render('```snippet file="room/thing" region="main" show="code"\n```')
    code = html.split("What this proves")[0]
    assert "main" in code
    assert "test_it_holds" not in code


def test_tabs_stand_in_the_order_the_fence_names_them(write: Write, render):
    """Where the output is the point of a snippet, the page leads with it."""
    write()
    html = render('```snippet file="room/thing" show="output,code"\n```')
    assert re.findall(r"<label[^>]*>([^<]+)</label>", html)[:2] == ["Output", "Code"]


def test_a_snippet_in_a_folded_answer_keeps_its_tabs(write: Write, render):
    """Code and output come before what they prove, inside the element, at any depth."""
    write()
    html = render('??? success "Answer"\n\n    ```snippet file="room/thing"\n    ```')
    places = [html.index(part) for part in ("<python-snippet", "tabbed-set", "What this proves")]
    assert places == sorted(places)
    assert html.index("tabbed-set") < html.index("</python-snippet>")


def test_bytecode_has_a_tab_a_version(write: Write, render, places: Places):
    """Six compilers, the prerelease marked; the newest release is open."""
    snippet = write()
    record_bytecode({snippet.id: snippet.source}, directory=places.bytecode)
    html = render('```snippet file="room/thing" show="code,dis" region="main"\n```')
    for version in ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15 (rc)"):
        assert f">{version}</label>" in html
    assert "LOAD_GLOBAL" in html


STACKS = """
def main() -> None:
    print("main;parse 3")
    print("main;seen 7")


def test_it_holds() -> None:
    assert True


if __name__ == "__main__":
    main()
"""


def test_folded_stacks_that_a_run_printed_are_drawn(write: Write, render):
    """A flame graph and a call tree, each under its own tab, from the recorded output."""
    write(code=STACKS)
    html = render('```snippet file="room/thing" show="flame,tree,output"\n```')
    assert re.findall(r"<label[^>]*>([^<]+)</label>", html)[:2] == ["Flame graph", "Call tree"]
    assert 'aria-label="Flame graph. Most of its own: main → seen, 70\u202f%."' in html
    assert html.count('<table class="call-tree">') == 2


def test_a_claim_in_a_chapter_keeps_its_experiment_whole(write: Write, render, places: Places):
    """Tabs, output and verdict are where they belong, in a card and in a list."""
    write(browser="true")
    claim = (
        'id = "W01"\nsays = "It is so."\nverdict = "wrong"\nfact = "It is not."\n'
        'evidence = ["room/thing"]\ndecided = 2026-11-28\n'
    )
    (places.claims / "room.toml").write_text(f"[[claim]]\n{claim}", encoding="utf-8")
    for fence in ('claim id="W01"', 'claims chapter="room"'):
        html = render(f"```{fence}\n```\n\nAfterwards")
        inside = html.partition("<python-snippet")[2].partition("</python-snippet>")[0]
        assert "tabbed-set" in inside
        assert "hello" in inside
        assert "It is not." not in inside
        assert html.endswith("<p>Afterwards</p>")


def test_a_skipped_snippet_says_why(write: Write, render):
    """No output is invented."""
    write(needs='["free-threading"]')
    html = render('```snippet file="room/thing"\n```')
    assert "Not run here: needs a free-threaded build of CPython" in html
    assert "What this would prove" in html


@pytest.fixture
def send(places: Places):
    """Return `send(recording)`, which puts a recording among those of a machine `raspberry`."""

    def put(recording: Recording) -> None:
        folder = places.sent_recordings / "raspberry" / "cpython-3.14" / "room"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"thing-{len(list(folder.iterdir())):016}.json"
        file.write_text(recording.to_json(), encoding="utf-8")

    return put


def test_outputs_of_other_machines_are_offered_beside_ours(
    write: Write, render, recorder: Recorder, here: Interpreter, send
):
    """Another output has a tab of its own, the same one is mentioned; each names its machine."""
    recording = recorder.record(write(code=GOOD.replace("hello", "from here")), here).recording
    assert recording is not None
    send(replace(recording, stdout="from there\n"))
    send(recording)
    html = render('```snippet file="room/thing"\n```')
    assert "from here" in html
    assert "from there" in html
    assert html.count("on raspberry</label>") == 1
    assert f"The same on CPython {here.version} on raspberry." in html


def test_what_ran_only_elsewhere_is_shown_from_there(
    write: Write, render, recorder: Recorder, here: Interpreter, send
):
    """Output and tests of the machine that could, and the reason why ours could not."""
    snippet = write(needs='["free-threading"]')
    skipped = recorder.record(snippet, here).recording
    assert skipped is not None
    proved = (Claim("test_hello", "It greets.", "passed", None),)
    interpreter = skipped.interpreter | {"version": "3.13.5", "free_threaded": True}
    send(replace(skipped, skipped=None, stdout="out\n", claims=proved, interpreter=interpreter))
    html = render('```snippet file="room/thing"\n```')
    assert "3.13t on raspberry</label>" in html
    assert "1 test passed on CPython 3.13.5 free-threaded on raspberry" in html
    assert "It greets." in html
    assert "Not run here: needs a free-threaded build" in html


@pytest.mark.parametrize(
    ("fence", "message"),
    [
        ('file="room/thnig"', 'did you mean "room/thing"'),
        ('file="room/thing" region="mian"', 'did you mean "main"'),
        ('file="room/thing" sho="code"', 'unknown option sho; did you mean "show"'),
        ('file="room/thing" show="coed"', 'show="coed" is none; did you mean "code"'),
        ('file="room/thing" layout="side"', 'layout="side" is none'),
        ('file="../../secret"', "is outside snippets/"),
        ("file=room/thing", "options are written key"),
        ('file="room/thing" show="dis"', "no bytecode of CPython 3.10; make it"),
        ('file="room/thing" show="flame"', 'expected lines like "main;parse 12", found: hello'),
        ("", 'option file="…" is missing'),
    ],
)
def test_a_fence_that_cannot_be_shown_warns_with_its_place(
    write: Write, render, caplog, tmp_path, fence: str, message: str
):
    """The build log, which `--strict` counts, has page, line, what was found, what exists."""
    write()
    page = tmp_path / "page.md"
    page.write_text(f"---\ntitle: x\n---\n\nText\n\n```snippet {fence}\n```\n", encoding="utf-8")
    token = extension.page.set((page, "../"))
    try:
        with caplog.at_level(logging.WARNING, logger="mkdocs.explainer"):
            html = render(f"Text\n\n```snippet {fence}\n```\n")
    finally:
        extension.page.reset(token)
    assert message in caplog.text
    assert f"{page}:7: " in caplog.text
    assert "This example could not be shown" in html


def test_a_snippet_without_a_recording_is_not_shown(
    write: Write, render, recorder, caplog, monkeypatch
):
    """Stale or missing: the build is told the snippet's name and what to type."""
    write(code="\ndef main() -> None: 1 / 0\n\ndef test_a() -> None: ...\n\nmain()\n")
    with caplog.at_level(logging.WARNING, logger="mkdocs.explainer"):
        render('```snippet file="room/thing"\n```')
    assert "no recording of this version of the file" in caplog.text
    assert "nox -s snippets -- room/thing" in caplog.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so $p = \\frac{1}{2}$ holds", "<mfrac>"),
        ("$$\nS = 1\n$$", 'display="block"'),
        ("costs $5 and $6 more", None),
        ("`$HOME` and `$x$`", None),
    ],
)
def test_formulas_become_mathml_and_prices_do_not(render, text: str, found: str | None):
    """Ink follows the first dollar and precedes the second; code is code."""
    html = render(text)
    assert ("<math" in html) == (found is not None)
    assert (found or "") in html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("40 % of it", "40\N{NO-BREAK SPACE}% of it"),
        ("5 ms, then 64 KiB.", "5\N{NO-BREAK SPACE}ms, then 64\N{NO-BREAK SPACE}KiB."),
        ("`5 % 3` of 5 Bees", "<code>5 % 3</code> of 5 Bees"),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(render, text: str, found: str):
    """Code is left as it was typed."""
    assert found in render(text)


def test_instruction_names_stand_out_and_text_is_escaped():
    """The listing stays the text that dis printed, tags aside."""
    listing = "  2    >>    4 LOAD_CONST   1 (<code object f>)\n   L1:  JUMP_BACKWARD 4 (to L1)"
    html = extension.highlight_dis(listing, "dis", "dis", {}, None)  # type: ignore[arg-type]
    assert "<b>LOAD_CONST</b>" in html
    assert "<b>JUMP_BACKWARD</b>" in html
    assert "&lt;code object f&gt;" in html
    plain = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">")
    assert plain.rstrip("\n") == listing
