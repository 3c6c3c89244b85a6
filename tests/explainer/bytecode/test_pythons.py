"""The other Pythons: found, started, asked, and their answers kept."""

from __future__ import annotations

import json
import shutil
import stat

import psutil
import pytest

from explainer.pythons import (
    VERSIONS,
    caller,
    is_prerelease,
    node,
    record,
    record_bytecode,
    versions,
)
from explainer.pythons.caller import Call, call_python
from explainer.pythons.errors import NoNode, NoPackage, PythonFailed, UnknownVersion

OLD = "3.11"


def test_a_prerelease_is_told_by_its_full_version():
    """By its own name, or by what the package of that version carries."""
    assert [is_prerelease(v) for v in ("3.15.0rc1", "3.15.0a7", "3.15.0", "3.14.2")] == [
        True,
        True,
        False,
        False,
    ]
    assert [v for v in VERSIONS if is_prerelease(v)] == [
        v for v in VERSIONS if not versions.full_version(v).replace(".", "").isdigit()
    ]


def test_an_unknown_version_is_answered_with_those_there_are():
    """The message names them."""
    with pytest.raises(
        UnknownVersion, match=r'Python "3.9": not known here; name one of 3.10, 3.11, .*3.15'
    ):
        list(call_python("3.9", []))


def test_a_missing_package_says_how_to_get_it(monkeypatch, tmp_path):
    """The directory looked at, and the command to run."""
    monkeypatch.setattr(versions, "NODE_MODULES", tmp_path)
    with pytest.raises(NoPackage, match=r"pyodide-312: .*run `npm ci --ignore-scripts`"):
        list(call_python("3.12", []))


@pytest.fixture
def fake_node(monkeypatch, tmp_path):
    """A directory that is the whole PATH, and a way to put a node into it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node.sys, "executable", str(tmp_path / "python"))
    node.node.cache_clear()
    if node.sys.platform == "win32":
        pytest.skip("the stand-in for node is a shell script")

    def write(script):
        path = tmp_path / "node"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    yield write
    node.node.cache_clear()


def test_no_node_says_where_it_was_looked_for(fake_node):
    """PATH, and beside this Python."""
    with pytest.raises(NoNode, match=r"not found on PATH nor in .*; install"):
        node.node()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("v20.11.1 /bin/node", r"node is 20\.11; needed is 22\.18"),
        ("", "does not say its version"),
    ],
)
def test_an_old_node_says_what_is_needed(fake_node, said, words):
    """Its path, its version, and the version needed."""
    fake_node(f"echo '{said}'")
    with pytest.raises(NoNode, match=words):
        node.node()


def test_a_node_that_dies_is_quoted(fake_node, monkeypatch):
    """Its exit status and its last words."""
    fake_node("case $1 in -p) echo v24.0.0 $0;; *) echo out of luck >&2; exit 3;; esac")
    with pytest.raises(PythonFailed, match=r"did not start \(exit 3\); it said:\nout of luck"):
        list(call_python(OLD, [Call("outcome", {"source": ""})]))


def test_a_node_that_stops_early_says_at_which_call(fake_node):
    """The answers before it are there; the message counts."""
    reply = json.dumps({"id": 0, "result": "first"})
    ready = f"echo '{{}}'; echo '{reply}'; echo no room >&2; exit 1"
    fake_node(f"case $1 in -p) echo v24.0.0 $0;; *) {ready};; esac")
    replies = call_python(OLD, [Call("outcome"), Call("outcome", about="deep.py")])
    assert next(replies) == "first"
    with pytest.raises(
        PythonFailed, match=r"call 2 of 2 \(outcome of deep.py\) .exit 1.; it said:\nno room"
    ):
        next(replies)


def test_leaving_early_stops_the_other_python():
    """No process outlives the answers that were wanted."""
    here = psutil.Process()
    before = set(here.children(recursive=True))
    replies = call_python(OLD, [Call("outcome", {"source": "x"})] * 50)
    next(replies)
    assert set(here.children(recursive=True)) - before != set()
    replies.close()
    assert set(here.children(recursive=True)) - before == set()


def test_an_exception_over_there_is_an_error_here():
    """With its kind, its message and the function called."""
    with pytest.raises(PythonFailed, match=r"3.11 in Node: explain: SourceDoesNotCompile: here.py"):
        list(call_python(OLD, [Call("explain", {"source": "=", "filename": "here.py"})]))


@pytest.fixture
def calls(monkeypatch):
    """Each start of another Python, as the version and the number of questions."""
    made = []
    honest = caller.call_python

    def counted(version, asked, *rest):
        made.append((version, len(list(asked))))
        return honest(version, asked, *rest)

    monkeypatch.setattr(record, "call_python", counted)
    return made


def test_nothing_unchanged_is_compiled_again(tmp_path, calls):
    """A new source costs one question, an old one none, the same text under two names none."""
    one, two = {"a": "x = 1\n"}, {"a": "x = 1\n", "b": "def f(): pass\n", "c": "x = 1\n"}
    paths = record_bytecode(one, [OLD], directory=tmp_path)
    record_bytecode(one, [OLD], directory=tmp_path)
    again = record_bytecode(two, [OLD], directory=tmp_path)
    assert calls == [(OLD, 2), (OLD, 1)]  # the first also asks for the opcode table
    assert again["a"] == again["c"] == paths["a"]
    document = json.loads(again["b"][OLD].read_text())
    assert [code["qualname"] for code in document["code"]] == ["<module>", "f"]
    assert json.loads((tmp_path / "opcodes" / f"{OLD}.json").read_text())["schema"] == "opcodes/1"
    assert list(tmp_path.rglob("*.part")) == []


def test_a_changed_core_or_package_makes_that_version_afresh(tmp_path, calls, monkeypatch):
    """And leaves the other versions alone."""
    source = {"a": "x = 1\n"}
    record_bytecode(source, ["3.10", OLD], directory=tmp_path)
    changed = tmp_path / "core"
    shutil.copytree(caller.BYTECODE, changed)
    kept = record.key("3.10")
    (changed / "listing.py").write_text("# changed\n")
    monkeypatch.setattr(record, "BYTECODE", changed)
    assert record.key("3.10") != kept
    monkeypatch.setattr(record, "key", lambda version: kept if version == "3.10" else "other")
    record_bytecode(source, ["3.10", OLD], directory=tmp_path)
    assert sorted(calls) == [("3.10", 2), (OLD, 2), (OLD, 2)]


def test_a_source_too_new_for_a_version_is_recorded_as_that(tmp_path):
    """A document with an error, and no failure."""
    seen = []
    new = {"new": "type X = int\n"}
    paths = record_bytecode(new, [OLD], directory=tmp_path, progress=lambda *s: seen.append(s))
    document = json.loads(paths["new"][OLD].read_text())
    assert (document["schema"], document["error"]["kind"]) == ("bytecode/1", "SyntaxError")
    assert seen == [(OLD, 1, 2), (OLD, 2, 2)]
