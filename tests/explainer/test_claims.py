"""Claims are read with care, shown with their evidence, and corrections are announced."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from explainer.claims import BrokenClaims, Claims
from explainer.embed import Shelves
from explainer.errors import UnknownName
from explainer.experiments import Experiments
from explainer.fences import Fence
from explainer.interpreter import Interpreter
from explainer.places import Places
from explainer.record import Recorder
from explainer.snippet import Library
from explainer.spot import Spot
from explainer.verdicts import feed, render_claim, render_claims
from tests.explainer.conftest import Write

ENTRY = """
[[claim]]
id = "{id}"
says = "List growth doubles."
verdict = "{verdict}"
fact = "It grows by about an eighth | plus six."
evidence = {evidence}
decided = {decided}
"""


def entry(**changes: str) -> str:
    """One entry; changed values as TOML."""
    values = {
        "id": "W08",
        "verdict": "wrong",
        "evidence": '["room/thing", "source: listobject.c"]',
        "decided": "2026-11-21",
    }
    return ENTRY.format(**(values | changes))


@pytest.fixture
def tried(places: Places, recorder: Recorder, here: Interpreter):
    """Experiments on a page that shows the snippets named; every snippet has run."""

    def on_page(*shows: str) -> Experiments:
        library = Library(places.snippets)
        for snippet in library:
            recorder.record(snippet, here)
        shelves = Shelves(library, recorder, places.bytecode, places.sent_recordings)
        return Experiments(shelves, Spot("https://example.org/", "../", frozenset(shows)))

    return on_page


def test_a_card_has_claim_verdict_fact_and_evidence(write: Write, places: Places, tried):
    """The snippet is linked, the source named."""
    write()
    (places.claims / "room.toml").write_text(entry(), encoding="utf-8")
    card = render_claim(Fence("claim", {"id": "W08"}, 0, ""), Claims(places.claims), tried())
    assert '!!! verdict-wrong "Wrong: “List growth doubles”"' in card
    assert "[room/thing](/snippets/room/thing.py); listobject.c" in card


def test_a_claim_is_tried_where_it_is_made(write: Write, places: Places, tried):
    """Claim, experiment with its recorded output, verdict and fact, source, in this order."""
    write(browser="true")
    (places.claims / "room.toml").write_text(entry(), encoding="utf-8")
    fence = Fence("claims", {"chapter": "room"}, 0, "")
    text = render_claims(fence, Claims(places.claims), tried(), {})
    parts = [
        "“List growth doubles”",
        '??? experiment "A title"',
        "python-snippet[file='room/thing' src='../snippets/room/thing.py' browser]",
        "hello",
        "**Wrong.**{ .verdict-word .wrong } It grows by about an eighth",
        "listobject.c",
    ]
    found = [text.index(part) for part in parts]
    assert found == sorted(found)


def test_an_experiment_that_a_page_cannot_run_is_marked(write: Write, places: Places, tried):
    """Its recorded output is there, a Run button will not be."""
    write()
    (places.claims / "room.toml").write_text(entry(), encoding="utf-8")
    card = render_claim(Fence("claim", {"id": "W08"}, 0, ""), Claims(places.claims), tried())
    assert '??? experiment elsewhere "A title"' in card
    assert " browser]" not in card


def test_an_experiment_the_page_shows_anyway_is_linked(write: Write, places: Places, tried):
    """Once on a page is enough; the evidence leads there."""
    write()
    (places.claims / "room.toml").write_text(entry(), encoding="utf-8")
    claims, experiments = Claims(places.claims), tried("room/thing")
    card = render_claim(Fence("claim", {"id": "W08"}, 0, ""), claims, experiments)
    assert "experiment" not in card
    assert "[room/thing](#run-room-thing)" in card


def test_the_list_has_an_entry_a_claim(write: Write, places: Places, tried):
    """Each can be linked to, in the order of the file."""
    write()
    (places.claims / "room.toml").write_text(entry() + entry(id="W09"), encoding="utf-8")
    fence = Fence("claims", {"chapter": "room"}, 0, "")
    text = render_claims(fence, Claims(places.claims), tried(), {})
    assert re.findall(r"“List growth doubles”\n +\{ .said #(\w+) \}", text) == ["W08", "W09"]


def test_one_claim_may_answer_to_several_ids(places: Places):
    """The same thing said in two places is judged once."""
    (places.claims / "room.toml").write_text(entry() + 'also = ["S063"]', encoding="utf-8")
    claims = Claims(places.claims)
    assert claims.find("S063") is claims.find("W08")
    assert len(claims.all) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("claim = [", "not TOML"),
        ("[claims]\n", "expected [[claim]] entries only"),
        (entry(id="8"), "id and also should look like S044, W30 or M07"),
        (entry(verdict="wrnog"), 'verdict "wrnog" is none; did you mean "wrong"?'),
        (entry(evidence="[]"), "evidence should be a list"),
        (entry(decided='"today"'), "decided should be a date"),
        (entry() + "extra = 1", "keys missing or unknown: extra"),
        (entry() + entry(), "W08 is there twice"),
    ],
)
def test_a_broken_file_is_named_with_the_entry(places: Places, text: str, message: str):
    """Which file, which entry, what is expected."""
    (places.claims / "room.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenClaims) as caught:
        Claims(places.claims)
    assert message in str(caught.value)
    assert "room.toml" in str(caught.value)


def test_unknown_claims_and_evidence_are_named(places: Places, tried):
    """A card for a claim that is not there; evidence that does not exist."""
    (places.claims / "room.toml").write_text(entry(), encoding="utf-8")
    claims, experiments = Claims(places.claims), tried()
    with pytest.raises(UnknownName, match='no claim "W80"'):
        render_claim(Fence("claim", {"id": "W80"}, 0, ""), claims, experiments)
    with pytest.raises(UnknownName, match='no claims of chapter "rom"; did you mean "room"'):
        render_claims(Fence("claims", {"chapter": "rom"}, 0, ""), claims, experiments, {})
    with pytest.raises(
        UnknownName, match='W08 names the snippet "room/thing", which does not exist'
    ):
        render_claim(Fence("claim", {"id": "W08"}, 0, ""), claims, experiments)


def test_the_feed_announces_corrections_newest_first(places: Places):
    """Claims found true are no news."""
    text = entry() + entry(id="W09", decided="2026-12-01") + entry(id="S001", verdict="true")
    (places.claims / "room.toml").write_text(text, encoding="utf-8")
    root = ElementTree.fromstring(  # noqa: S314 - our own text
        feed(Claims(places.claims), "https://example.org/", lambda chapter: f"chapters/{chapter}/")
    )
    atom = "{http://www.w3.org/2005/Atom}"
    ids = [e.findtext(f"{atom}id") for e in root.iter(f"{atom}entry")]
    assert ids == [
        "https://example.org/chapters/room/#W09",
        "https://example.org/chapters/room/#W08",
    ]
    assert root.findtext(f"{atom}updated") == "2026-12-01T00:00:00+00:00"
