"""Frames are read where their layout is proved, and nowhere else."""

from __future__ import annotations

import functools

import pytest

from explainer.bytecode import frame_layout
from explainer.pythons.caller import Call
from tests.explainer.bytecode.layouts import LIES
from tests.explainer.bytecode.pythons import KNOWN, answers

LAYOUTS = "tests.explainer.bytecode.layouts"
SOURCE = "def f(a, b=2):\n    c = [a, b]\n    return c\nf(1)\nx = f(2)\n"


@functools.cache
def asked(version):
    """What a version says of its layout and of those that it has not."""
    shifts = [Call("misread_later", {"source": SOURCE, "words": n}, LAYOUTS) for n in (-1, 1)]
    handling = Call("while_handling", {}, LAYOUTS)
    return answers(version, [Call("verdicts", {}, LAYOUTS), *shifts, handling])


@pytest.mark.parametrize("version", KNOWN)
def test_the_layout_of_a_known_version_is_proved(version):
    """No reason against it, nor while an error is being handled."""
    assert asked(version)[0]["as it is"] == ""
    assert asked(version)[3] == ["", ""]


@pytest.mark.parametrize("version", KNOWN)
@pytest.mark.parametrize("lie", LIES)
def test_a_layout_that_is_not_this_one_is_refused(version, lie):
    """A field one word off, a mark read otherwise, another build: each is noticed, and survived."""
    reason = asked(version)[0][lie]
    assert reason
    assert "read here" in reason or "are not as known: " in reason


@pytest.mark.parametrize("version", KNOWN)
@pytest.mark.parametrize("place", [1, 2])
def test_a_run_that_reads_a_wrong_depth_shows_no_stack_at_all(version, place):
    """What was read before is taken back, and the names are asked of Python."""
    document = asked(version)[place]
    assert document["stack"] == "documented effects"
    assert "in memory" in document["why_not_real"]
    assert {repr(step["stack"]) for step in document["steps"]} == {"None"}
    named = [step["locals"]["c"] for step in document["steps"] if "c" in step["locals"]]
    assert [document["values"][held]["repr"] for held in named] == ["[1, 2]", "[2, 2]"]


def test_another_implementation_is_refused(monkeypatch):
    """Before anything is looked at."""
    monkeypatch.setattr(frame_layout.sys.implementation, "name", "pypy")
    assert frame_layout.why_unknown() == "pypy is not CPython"
