"""Runs are recorded once, and one that ends Python does not take the others with it."""

from __future__ import annotations

import json

import pytest

from explainer.pythons.record import record_bytecode
from explainer.pythons.record_diffs import path_of as path_of_diffs
from explainer.pythons.record_diffs import record_diffs
from explainer.pythons.record_runs import BOUNDS, path_of, record_runs

ADDS = "def add(a, b):\n    return a + b\n\n\nprint(add(1, 2))\n"
EXITS = "import os\nos._exit(3)\n"
SOURCES = {"exits": EXITS, "adds": ADDS}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A program that ends Python, then one that is well, by the version of the page."""
    directory = tmp_path_factory.mktemp("bytecode")
    watched = {"function": "add", "calls": ["add(1, 2)"], "rounds": 4}
    wanted = {"exits": {"trace": BOUNDS}, "adds": {"trace": BOUNDS, "specialisation": watched}}
    record_runs(wanted, SOURCES, directory=directory)
    return directory, wanted


def read(recorded, source, kind):
    return json.loads(path_of(source, kind, recorded[0]).read_text("utf-8"))


def test_a_run_is_stepped_with_the_real_stack(recorded):
    """The trace holds the run, the output and how it ended."""
    trace = read(recorded, ADDS, "trace")
    assert (trace["stack"], trace["output"], trace["ended"]["why"]) == ("real", "3\n", "end")


def test_rounds_are_watched(recorded):
    """As many as asked for, and the one before the first call."""
    rounds = read(recorded, ADDS, "specialisation")["rounds"]
    assert [each["number"] for each in rounds] == [0, 1, 2, 3, 4]
    assert any(each["event"] == "specialised" for r in rounds for each in r["instructions"][0])


def test_a_program_that_ends_python_is_recorded_as_such(recorded):
    """Either the stepper survives it, or the reason stands in the run's place."""
    trace = read(recorded, EXITS, "trace")
    assert "why_not" in trace or trace["ended"]["why"] in {"exit", "error"}


def test_what_is_recorded_is_not_run_again(recorded):
    """A second time nothing is asked, so nothing is written."""
    directory, wanted = recorded
    before = {path: path.stat().st_mtime_ns for path in directory.rglob("*.json")}
    asked = []
    record_runs(wanted, SOURCES, directory=directory, progress=lambda *step: asked.append(step))
    assert asked == []
    assert before == {path: path.stat().st_mtime_ns for path in directory.rglob("*.json")}


def test_versions_are_compared_where_both_compile(tmp_path):
    """A source that the older version refuses has no comparison; another one has."""
    new = "match 1:\n    case int():\n        type A = int\n"
    pairs = [("3.11", "3.14")]
    record_bytecode({"new": new, "adds": ADDS}, ["3.11", "3.14"], directory=tmp_path)
    record_diffs({new: pairs, ADDS: pairs}, directory=tmp_path)
    assert json.loads(path_of_diffs(new, tmp_path).read_text("utf-8")) == {}
    (compared,) = json.loads(path_of_diffs(ADDS, tmp_path).read_text("utf-8")).values()
    assert compared["schema"] == "diff/1"
    assert {row["change"] for row in compared["code"][1]["rows"]} >= {"same", "changed"}
