"""Two versions side by side: every difference has a sentence that explains it."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from explainer.bytecode.compare import compare
from explainer.bytecode.explained import entries
from explainer.pythons import VERSIONS
from explainer.pythons.caller import Call, call_python
from tests.explainer.bytecode import corpus

SOURCES = corpus.sources()
KNOWN = [
    ("f(a)\n", "3.11", "3.12", "PRECALL", "3.12 dropped PRECALL"),
    ("def f(a, b): return a, b\n", "3.12", "3.13", "LOAD_FAST_LOAD_FAST", "two locals"),
    ("def f(a): return a\n", "3.13", "3.14", "LOAD_FAST_BORROW", "borrowed"),
    ("def f(): return 1\n", "3.13", "3.14", "RETURN_CONST", "3.14 dropped RETURN_CONST"),
    ("x = 1\n", "3.13", "3.14", "LOAD_SMALL_INT", "in the instruction itself"),
    ("def f(s): return [i for i in s]\n", "3.11", "3.12", "LIST_APPEND", "comprehension runs"),
    ("a + b\n", "3.10", "3.11", "BINARY_OP", "merged the operators"),
    ("x = 1\n", "3.10", "3.11", "RESUME", "begins with RESUME"),
    ("while a < b: f()\n", "3.11", "3.12", "POP_JUMP_BACKWARD_IF_TRUE", "only go forward"),
    ("try: f()\nexcept: g()\n", "3.10", "3.11", "SETUP_FINALLY", "in a table"),
    ("for i in s: f()\n", "3.13", "3.14", "POP_ITER", "POP_ITER drops"),
    ("if a < b: f()\n", "3.12", "3.13", "COMPARE_OP", "makes it a bool itself"),
    ("if a: f()\n", "3.12", "3.13", "TO_BOOL", "TO_BOOL"),
    ("if a: f()\n", "3.13", "3.14", "NOT_TAKEN", "which branch was taken"),
    ("a[b]\n", "3.13", "3.14", "BINARY_SUBSCR", "one of the operators"),
    ("x = None\n", "3.14", "3.15", "LOAD_COMMON_CONSTANT", "common constant"),
]


@pytest.fixture(scope="module")
def documents():
    """Documents of the corpus and of the known changes, by version and name."""
    sources = {**SOURCES, **{source: source for source, *_ in KNOWN}}
    calls = [Call("outcome", {"source": source}) for source in sources.values()]
    return {
        version: dict(zip(sources, call_python(version, calls), strict=True))
        for version in VERSIONS
    }


def unexplained(before, after):
    """Rows that differ and have no note, and how many differ."""
    difference = compare(before, after)
    rows = [row for code in difference["code"] for row in code["rows"]]
    differing = [row for row in rows if row["change"] != "same"]
    return [row for row in differing if not row["notes"]], len(differing)


@pytest.mark.parametrize(("older", "newer"), list(combinations(VERSIONS, 2)))
def test_no_difference_is_left_without_a_sentence(documents, older, newer):
    """Over the whole corpus, in both directions."""
    total = 0
    for name in SOURCES:
        before, after = documents[older][name], documents[newer][name]
        if "error" in before or "error" in after:
            continue
        for one, other in ((before, after), (after, before)):
            left_over, differing = unexplained(one, other)
            assert left_over == [], name
            total += differing
    assert total > 100


def test_each_instruction_stands_in_one_row_in_order(documents):
    """Nothing is lost and nothing is told twice."""
    before, after = documents["3.10"]["exceptions"], documents["3.14"]["exceptions"]
    for code in compare(before, after)["code"]:
        for side, document in (("before", before), ("after", after)):
            found = [row[side] for row in code["rows"] if row[side] is not None]
            place = code[side]
            there = [] if place is None else document["code"][place]["instructions"]
            assert found == list(range(len(there)))


def test_a_comparison_with_itself_differs_in_nothing(documents):
    """And has no notes."""
    document = documents["3.14"]["classes"]
    difference = compare(document, document)
    assert difference["notes"] == []
    assert {row["change"] for code in difference["code"] for row in code["rows"]} == {"same"}


@pytest.mark.parametrize(("source", "older", "newer", "opname", "words"), KNOWN)
def test_a_known_change_of_cpython_has_its_own_sentence(
    documents, source, older, newer, opname, words
):
    """The sentence on the row of that opcode is the one about it."""
    before, after = documents[older][source], documents[newer][source]
    difference = compare(before, after)
    said = [
        difference["notes"][note]["text"]
        for code in difference["code"]
        for row in code["rows"]
        for note in row["notes"]
        if opname in _opnames(code, row, before, after)
    ]
    assert any(words in text for text in said), said


def _opnames(code, row, *documents):
    for side, document in zip(("before", "after"), documents, strict=True):
        if row[side] is not None:
            yield document["code"][code[side]]["instructions"][row[side]]["opname"]


def test_every_entry_says_when_it_holds_and_ends_in_a_sentence():
    """Patterns compile, versions exist, and the text is a whole sentence."""
    for entry in entries():
        assert {"gone", "new", "args", "only"} & set(entry), entry
        assert entry.get("since", "3.11") in VERSIONS
        assert re.fullmatch(r"[A-Z0-9`].*\.", entry["text"]), entry["text"]
        for name in set(entry) - {"text", "since", "where", "side"}:
            re.compile(entry[name])
