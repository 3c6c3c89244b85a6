"""The stepper: the real stack where it is known, and nothing made up where it is not."""

from __future__ import annotations

import copy
import functools
import json
import os
import sys

import pytest

from explainer.bytecode import BytecodeError, UnknownFunction
from explainer.bytecode.run_schema import Frame, Step, Trace, Value
from explainer.bytecode.stepper import trace
from explainer.pythons.caller import Call, call_python
from tests.explainer.bytecode.examples import FOLDER
from tests.explainer.bytecode.model import Model, Wrong
from tests.explainer.bytecode.pythons import KNOWN, answers

STEPPER, STEPPING = "explainer.bytecode.stepper", "tests.explainer.bytecode.stepping"
SAMPLE = ["bisect", "contextlib_module", "heapq", "language", "string_module", "textwrap"]
SHORTCUTS = ["contextlib_module", "language", "richards"]
WHOLE = bool(os.environ.get("METAL_WHOLE_STANDARD_LIBRARY"))

HOSTILE = {
    "a repr that raises, loops and prints": """
class Bad:
    def __repr__(self):
        print("asked")
        while True: pass
    def __getattr__(self, name): raise RuntimeError(name)
    def __eq__(self, other): raise RuntimeError
    def __len__(self): raise RuntimeError
    __hash__ = None
class Meta(type):
    def __hash__(cls): raise RuntimeError
    def __eq__(cls, other): raise RuntimeError
    def __getattribute__(cls, name): raise RuntimeError
    def __repr__(cls): raise RuntimeError
class Worse(int, metaclass=Meta):
    def __repr__(self): raise RuntimeError
    def __str__(self): raise RuntimeError
class Holder:
    @property
    def __dict__(self): raise RuntimeError
    @property
    def __class__(self): raise RuntimeError
def f():
    held = [Bad(), {1: Worse(3)}, Holder(), Worse]
    return held
f()
print("done")
""",
    "builtins taken away": """
import builtins, sys
print("done")
builtins.len = builtins.type = builtins.id = builtins.issubclass = lambda *a: 1 / 0
del builtins.dict, builtins.list, builtins.isinstance, builtins.print
x = [1, 2]
""",
    "an error in a class of its own": """
class Odd(Exception):
    def __str__(self): raise RuntimeError
def f(): raise Odd("a", 1)
print("done")
f()
""",
    "a value that holds itself": """
loop = []
loop.append({"again": loop})
print("done")
""",
    "an int of a million bits and a long text": """
big, text, data = 1 << 10**6, "é" * 10**6, b"x" * 10**6
print("done")
""",
    "the trace function of another tool": """
import sys
sys.settrace(lambda *a: None); sys.setprofile(None)
def f(): return 1
f()
print("done")
""",
}

ENDLESS = {
    "a loop": "while True: x = 1\n",
    "a loop that catches everything": """
while True:
    try:
        while True: pass
    except BaseException: continue
""",
    "a generator that never ends": """
def g():
    while True: yield 1
for x in g(): pass
""",
}

REFERENCES = """
import sys, weakref, gc
gc.disable()
class Thing: pass
def counted():
    thing = Thing()
    before = sys.getrefcount(thing)
    other = [thing]
    during = sys.getrefcount(thing)
    del other
    after = sys.getrefcount(thing)
    seen = weakref.ref(thing)
    del thing
    return before, during, after, seen()
print(counted())
"""


@functools.cache
def runs(version):
    """What one start of a version makes of all the programs here."""
    few = {"max_steps": 3000}
    calls = {
        "corpus": Call("check_all", {"only": None if WHOLE else SAMPLE}, STEPPING),
        "shortcuts": Call("check_shortcuts", {"names": SHORTCUTS}, STEPPING),
        "references": Call("trace", {"source": REFERENCES}, STEPPER),
        **{name: Call("trace", {"source": s}, STEPPER) for name, s in HOSTILE.items()},
        **{name: Call("trace", {"source": s, **few}, STEPPER) for name, s in ENDLESS.items()},
    }
    return dict(zip(calls, answers(version, calls.values()), strict=True))


@pytest.mark.parametrize("version", KNOWN)
def test_every_stack_is_as_deep_as_it_must_be_and_holds_what_a_model_says(version):
    """Modules of the standard library and benchmarks; all with METAL_WHOLE_STANDARD_LIBRARY=1."""
    answer = runs(version)["corpus"]
    assert answer["wrong"] == []
    counts = answer["counts"]
    print(version, counts)
    assert counts["functions"] >= (500 if WHOLE else 100)
    assert counts["compared"] > counts["steps"]
    assert counts["not modelled"] < 0.1 * counts["steps"]


@pytest.mark.parametrize("version", KNOWN)
def test_what_is_not_looked_at_again_has_not_changed(version):
    """The same traces as when every value is looked at anew at every step."""
    assert runs(version)["shortcuts"] == []


def test_the_model_notices_a_wrong_stack():
    """A value that changed, one too many, one too few, two in the wrong order."""
    honest = json.loads((FOLDER / "trace.json").read_text("utf-8"))
    Model(honest).replay()
    places = [n for n, step in enumerate(honest["steps"]) if len(set(step["stack"] or ())) > 1]

    def lie(change):
        caught = 0
        for place in places:
            trace = copy.deepcopy(honest)
            change(trace["steps"][place]["stack"])
            try:
                Model(trace).replay()
            except Wrong:
                caught += 1
        return caught / len(places)

    assert lie(lambda stack: stack.append(stack[0])) == 1
    assert lie(lambda stack: stack.pop()) == 1
    assert lie(lambda stack: stack.reverse()) > 0.9


@pytest.mark.parametrize("version", KNOWN)
@pytest.mark.parametrize("name", HOSTILE)
def test_no_line_of_the_program_runs_because_it_is_looked_at(version, name):
    """Whatever its classes and builtins do, the program prints what it prints, and is stepped."""
    document = runs(version)[name]
    assert document["stack"] == "real"
    assert document["output"].startswith("done")
    assert "asked" not in document["output"]
    assert document["truncated"] is None
    assert max(len(value["repr"]) for value in document["values"]) <= 160
    assert document["ended"]["why"] == ("error" if "own" in name else "end"), document["ended"]


@pytest.mark.parametrize("version", KNOWN)
@pytest.mark.parametrize("name", ENDLESS)
def test_a_program_without_an_end_is_stopped_and_that_is_said(version, name):
    """Even one that catches what stops it."""
    document = runs(version)[name]
    assert document["ended"]["why"] == "limit"
    assert document["truncated"] == "stopped after 3,000 steps"
    assert len(document["steps"]) == 3000


@pytest.mark.skipif(
    not hasattr(sys, "monitoring"), reason="a trace function that raises is not called again"
)
def test_what_a_stopped_program_leaves_is_closed_quietly(capfd):
    """Even a generator whose `finally` never ends; nothing is reported."""
    source = """
def numbers():
    try:
        yield 1
    finally:
        while True: pass
for number in numbers():
    while True: pass
"""
    document = trace(source, max_steps=200)
    assert document["truncated"] == "stopped after 200 steps"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("version", KNOWN)
def test_reading_keeps_no_reference(version):
    """Counts of references are those of a run without us, and what is deleted is gone at once."""
    output = runs(version)["references"]["output"]
    before, during, after, seen = output.strip("()\n").split(", ")
    assert int(during) == int(before) + 1
    assert (int(after), seen) == (int(before), "None")


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the layout of this version is known")
def test_where_the_layout_is_unknown_no_stack_is_shown():
    """Depths by the documented effects, and the reason; the rest of the trace is there."""
    document = trace("def f(a):\n    b = a + 1\n    return b\nprint(f(1))\n")
    assert document["stack"] == "documented effects"
    assert "is not known here, only of 3.14 and 3.15" in document["why_not_real"]
    assert {json.dumps(step["stack"]) for step in document["steps"]} == {"null"}
    assert document["output"] == "2\n"
    held = [document["values"][place]["repr"] for place in _changes(document, "b") if place]
    assert held == ["2"]


def _changes(document, name):
    return [step["locals"][name] for step in document["steps"] if name in step["locals"]]


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_other_versions_say_not_available_and_never_a_wrong_value(version):
    """They still tell which instructions ran."""
    source = (FOLDER / "lesson.txt").read_text("utf-8")
    (document,) = call_python(version, [Call("trace", {"source": source}, STEPPER)])
    assert document["stack"] == "documented effects"
    assert document["why_not_real"].startswith(f"how CPython {version}.")
    assert all(step["stack"] is None for step in document["steps"])
    assert len(document["steps"]) > 150


def test_a_trace_tells_calls_generators_and_exceptions_in_order():
    """From the recorded example: what happened in `safe_divide` and in the generator."""
    document = json.loads((FOLDER / "trace.json").read_text("utf-8"))

    def events(name):
        places = {p for p, code in enumerate(document["code"]) if code["name"] == name}
        frames = {p for p, frame in enumerate(document["frames"]) if frame["code"] in places}
        steps = [step for step in document["steps"] if step["frame"] in frames]
        return [step["event"] for step in steps if step["event"] != "step"]

    assert events("safe_divide") == ["call", "raise", "handled", "return"]
    assert events("doubled") == ["call", "yield", "resume", "yield", "resume", "return"]
    frames = document["frames"]
    assert [frame["depth"] for frame in frames if frame["generator"]] == [3]
    assert all(frame["parent"] is None or frame["parent"] < n for n, frame in enumerate(frames))
    printed = [step["printed"] for step in document["steps"]]
    assert printed == sorted(printed)
    assert document["output"].startswith("caught: division by zero")


@pytest.mark.parametrize(
    ("name", "shape"), [("steps", Step), ("frames", Frame), ("values", Value), (None, Trace)]
)
def test_a_trace_has_the_shape_that_is_written_down(name, shape):
    """No key more, and no required key less."""
    document = json.loads((FOLDER / "trace.json").read_text("utf-8"))
    items = document[name] if name else [document]
    for item in items:
        assert set(item) <= set(shape.__annotations__)
    required = {
        key for key, hint in shape.__annotations__.items() if "NotRequired" not in str(hint)
    }
    assert all(required <= set(item) for item in items)


def test_only_what_is_asked_for_is_stepped():
    """A function, and what is inside it; the rest just runs."""
    source = (FOLDER / "lesson.txt").read_text("utf-8")
    document = trace(source, only=["Basket.put"])
    names = {document["code"][frame["code"]]["qualname"] for frame in document["frames"]}
    assert names == {"Basket.put"}
    assert document["ended"]["why"] == "end"
    with pytest.raises(UnknownFunction, match=r'no function "Basket.pt"; did you mean'):
        trace(source, only=["Basket.pt"])


@pytest.mark.parametrize(
    ("source", "typed", "ended"),
    [
        ("1 / 0\n", "", ("error", "ZeroDivisionError", 1)),
        ("import sys\nsys.exit(3)\n", "", ("exit", "SystemExit", 2)),
        ("print(input())\ninput()\n", "hello\n", ("input", "EOFError", 2)),
        ("raise KeyboardInterrupt\n", "", ("interrupt", "KeyboardInterrupt", 1)),
        ("x = 1\n", "", ("end", "", None)),
    ],
)
def test_how_the_program_ended_is_told(source, typed, ended):
    """Why, what was raised and where; nothing gets out."""
    found = trace(source, typed)["ended"]
    assert (found["why"], found["kind"], found["line"]) == ended


def test_a_flood_of_output_is_cut():
    """The beginning is kept, and that there was more is said."""
    document = trace("print('x' * 10**7)\n")
    assert len(document["output"]) == 65_536
    assert document["truncated"] == "only the first 65,536 characters of the output were kept"


def test_a_source_that_does_not_compile_is_an_error_in_the_document():
    """As with `outcome`."""
    document = trace("x = = 1\n")
    assert document["error"]["line"] == 1
    assert issubclass(UnknownFunction, BytecodeError)
