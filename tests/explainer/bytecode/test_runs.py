"""Counts, flow, stages, and the rounds of a specialisation."""

from __future__ import annotations

import functools
import json
import sys

import pytest

from explainer.bytecode import explain
from explainer.bytecode.counting import count
from explainer.bytecode.specialisation import BadCall, watch
from explainer.bytecode.stages import stages
from explainer.bytecode.stepper import trace
from explainer.bytecode.why import rule
from explainer.pythons.caller import BYTECODE, Call, call_python
from tests.explainer.bytecode import corpus, examples

SOURCES = corpus.sources()
ROUNDS = """
class Point:
    def __init__(self): self.x = 1
def work(a, b, point):
    total = a + b
    a % 3 if a is b else None
    return point.x
def halves(n): return n % 2
def outer():
    def inner(a, b): return a + b
    return [inner(1, 2) for _ in range(20)]
point = Point()
for _ in range(99): work(1, 2, point), halves(3)  # what loading does warms nothing up
"""


@pytest.mark.parametrize("name", SOURCES)
def test_blocks_hold_every_instruction_once_and_edges_lead_on(name):
    """In order, without a gap; every handler of the exception table is reached by an edge."""
    if sys.version_info < (3, corpus.since(SOURCES[name])):
        pytest.skip("this Python does not compile it")
    for code in explain(SOURCES[name])["code"]:
        blocks, edges = code["flow"]["blocks"], code["flow"]["edges"]
        offsets = [row["offset"] for row in code["instructions"]]
        inside = [[o for o in offsets if block["start"] <= o < block["end"]] for block in blocks]
        assert [offset for block in inside for offset in block] == offsets
        places = {block["start"]: place for place, block in enumerate(blocks)}
        for row in code["instructions"]:
            if row["jump"] and row["opname"] != "END_ASYNC_FOR":
                assert row["jump"]["offset"] in places
        for entry in code["exception_table"]:
            assert blocks[places[entry["target"]]]["handler"]
            sources = {edge["source"] for edge in edges if edge["kind"] == "exception"}
            assert places[entry["start"]] in sources
        for place, block in enumerate(blocks):
            out = [edge["kind"] for edge in edges if edge["source"] == place]
            assert ("next" in out) == (block["ends"] in {"next", "branch"}) or place == len(
                blocks
            ) - 1
            assert ("jump" in out) == (block["ends"] in {"jump", "branch"}), (
                code["qualname"],
                block,
            )


def test_counts_are_those_of_the_steps():
    """The same run, counted and stepped, has the same instructions."""
    source = "def f(n):\n    return sum(i for i in range(n))\nfor k in range(3): print(f(k))\n"
    counted, stepped = count(source), trace(source)
    moments = [s for s in stepped["steps"] if s["event"] in {"step", "call", "resume"}]
    assert counted["total"] == len(moments) == sum(counted["opcodes"].values())
    by_offset = {}
    for step in moments:
        place = stepped["frames"][step["frame"]]["code"]
        by_offset[place, step["offset"]] = by_offset.get((place, step["offset"]), 0) + 1
    assert {
        (place, int(offset)): times
        for place, offsets in enumerate(counted["offsets"])
        for offset, times in offsets.items()
    } == by_offset
    assert counted["output"] == "0\n0\n1\n"


def test_counting_stops_in_time():
    """An endless program is cut, and that is said."""
    document = count("while True: pass\n", most=1000)
    assert document["truncated"] == "stopped after 1,000 instructions"
    assert document["total"] == 1000


@functools.cache
def watched(version):
    """Ints, then texts until the guess is given up, then more."""
    calls = ["work(1, 2, point)"] * 4 + ["work('a', 'b', point)"] * 60
    module = "explainer.bytecode.specialisation"
    given = {"source": ROUNDS, "function": "work", "calls": calls, "rounds": 64}
    vain = {"source": ROUNDS, "function": "halves", "calls": "halves(7)", "rounds": 12}
    nested = {"source": ROUNDS, "function": "outer", "rounds": 2}
    asked = [Call("watch", one, module) for one in (given, vain, nested)]
    return list(call_python(version, asked))


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14", "3.15"])
def test_an_instruction_warms_up_specialises_misses_and_changes_its_form(version):
    """`a + b` of ints, then of texts."""
    document, _, _ = watched(version)
    rounds = document["rounds"]
    add = [
        row for one in rounds for row in one["instructions"][0] if row["offset"] == _add(document)
    ]
    events = [row["event"] for row in add]
    assert events[0] == "cold"
    assert events[1] == "warming"
    assert "specialised" in events[:4]
    assert add[4]["opname"] == "BINARY_OP_ADD_INT"
    assert events[5] == "missed"
    assert "something else once" in add[5]["words"]
    counters = [row["counter"] for row in add[5:50]]
    assert counters == sorted(counters, reverse=True)
    assert add[-1]["opname"] != "BINARY_OP_ADD_INT"
    assert {"respecialised", "deoptimised"} & set(events)


def _add(document):
    return next(r["offset"] for r in document["code"][0]["instructions"] if r["argrepr"] == "+")


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14", "3.15"])
def test_what_does_not_specialise_is_told_why(version):
    """`n % 2`: no version has a form for it; what it saw is told where it can be read."""
    _, document, _ = watched(version)
    rows = [row for one in document["rounds"] for row in one["instructions"][0]]
    vain = [row for row in rows if row["event"] == "tried in vain"]
    assert vain
    assert "BINARY_OP specialises for" in vain[0]["words"]
    assert "Python/specialize.c" in vain[0]["words"]
    readable = version in {"3.14", "3.15"}
    assert vain[0]["saw"] == ([{"types": ["int", "int"], "times": 1}] if readable else None)
    assert ("saw int and int" in vain[0]["words"]) is readable


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14", "3.15"])
def test_a_function_inside_the_watched_one_warms_up_too(version):
    """The code that is watched is the code that runs, at every depth."""
    _, _, document = watched(version)
    inner = next(p for p, code in enumerate(document["code"]) if code["name"] == "inner")
    rows = [row for one in document["rounds"] for row in one["instructions"][inner]]
    assert [row["event"] for row in rows if row["opname"].startswith("BINARY_OP")] == [
        "cold",
        "specialised",
        "running",
    ]


def test_every_family_that_can_specialise_has_its_rule():
    """In each version; a conditional jump has a counter, but no rule, for it never does."""
    module = "explainer.bytecode.opcodes"
    for version in ("3.11", "3.12", "3.13", "3.14", "3.15"):
        table, *rules = call_python(
            version,
            [
                Call("table", module=module),
                *(Call("rule", {"base": base}, "explainer.bytecode.why") for base in _bases()),
            ],
        )
        named = {base for base, found in zip(_bases(), rules, strict=True) if found}
        families = {
            row["family"]
            for row in table["opcodes"]
            if row["kind"] == "specialised" and row["caches"] and row["name"] != row["family"]
        }
        assert families - named <= {"RESUME"}, version
    assert rule("POP_JUMP_IF_FALSE") is None


def _bases():
    return sorted(json.loads((BYTECODE / "specialising.json").read_text("utf-8")))


@pytest.mark.parametrize(
    ("calls", "rounds", "words"),
    [
        ("work(", 1, "not an expression"),
        ("x = 1", 1, "not an expression"),
        ("work()", 0, "0 rounds"),
    ],
)
def test_a_call_that_cannot_be_is_refused(calls, rounds, words):
    """Before anything runs."""
    with pytest.raises(BadCall, match=words):
        watch(ROUNDS, "work", calls, rounds)


def test_a_call_that_fails_is_part_of_the_round():
    """What it raised is in the round, and the next one goes on."""
    document = watch(ROUNDS, "work", "work(1)", 2)
    assert [one["ended"]["kind"] for one in document["rounds"][1:]] == ["TypeError", "TypeError"]


def test_the_tree_and_the_scopes_of_a_source():
    """Every node with its place, every name with what the symbol table says."""
    document = stages("é = 1\ndef f(a):\n    global é\n    return lambda: a + é\n")
    assign, function = document["tree"]["children"]
    assert (assign["name"], function["name"]) == ("Assign", "FunctionDef")
    assert assign["children"][1]["position"]["column"] == 4
    (scope,) = document["scopes"]["children"]
    says = {symbol["name"]: symbol["says"] for symbol in scope["symbols"]}
    assert "parameter" in says["a"]
    assert "declared global" in says["é"]
    (inner,) = scope["children"]
    assert "free" in {s["name"]: s["says"] for s in inner["symbols"]}["a"]
    assert document["dump"].startswith("Module(")
    assert stages("x = = 1")["error"]["line"] == 1


@pytest.mark.parametrize(
    ("version", "generated", "optimised"),
    [("3.12", False, False), ("3.14", True, False), ("3.15", True, True)],
)
def test_pseudo_instructions_are_shown_where_the_version_shows_them(version, generated, optimised):
    """Else the reason is."""
    source = "x = 1 + 2\nfor i in y:\n    if i and x: f(i, 'a', 2.5)\n"
    (document,) = call_python(
        version, [Call("stages", {"source": source}, "explainer.bytecode.stages")]
    )
    for stage, there in ((document["generated"], generated), (document["optimised"], optimised)):
        assert bool(stage["rows"]) is there
        assert bool(stage["why_not"]) is not there
        for row in stage["rows"]:
            assert row["target"] is None or stage["rows"][row["target"]]["label"]
    if generated and not optimised:
        said = f"CPython {document['python']['version']} does not tell the constants"
        assert document["optimised"]["why_not"].startswith(said)
    if optimised:
        assert len(document["optimised"]["rows"]) < len(document["generated"]["rows"])


def test_the_examples_are_what_a_run_gives_now():
    """Renew them with `python -m tests.explainer.bytecode.examples --update`."""
    for name, document in examples.made().items():
        kept = json.loads(examples.path_of(name).read_text("utf-8"))
        assert kept == json.loads(json.dumps(document)), name
