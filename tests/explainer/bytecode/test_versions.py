"""All six Pythons, each in Node: the same promises as under the running interpreter."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from unicodedata import normalize

import pytest

from explainer.pythons import VERSIONS
from explainer.pythons.caller import Call, call_python
from tests.explainer.bytecode import corpus

HERE = Path(__file__).parent
AGREEMENT = "tests.explainer.bytecode.agreement"
SOURCES = corpus.sources()
MODULES = ["contextlib.py", "dataclasses.py", "asyncio/queues.py"]
LOADS = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FAST", "LOAD_FAST_BORROW"}


@functools.cache
def answers(version):
    """What one start of a version says to all the questions of this file."""
    calls = [
        Call("check_sources", {"sources": list(SOURCES.items())}, AGREEMENT),
        Call("check_standard_library", {"only": MODULES}, AGREEMENT),
        Call("check_stack_notation", module=AGREEMENT),
        Call("table", module="explainer.bytecode.opcodes"),
        *[Call("outcome", {"source": source}) for source in SOURCES.values()],
    ]
    said = list(call_python(version, calls, {"tests.explainer.bytecode": HERE}))
    return said[:4], dict(zip(SOURCES, said[4:], strict=True))


def minor(version):
    return int(version.split(".")[1])


@pytest.fixture(params=VERSIONS)
def version(request):
    return request.param


def test_each_version_is_the_one_it_is_called(version):
    """`python.version` is the version asked for."""
    _, documents = answers(version)
    found = {document["python"]["version"].rpartition(".")[0] for document in documents.values()}
    assert found == {version}


def test_explain_agrees_with_the_dis_of_each_version(version):
    """On the corpus and a sample of that version's own standard library."""
    (on_corpus, on_library, *_), _ = answers(version)
    too_new = sum(corpus.since(source) > minor(version) for source in SOURCES.values())
    assert on_corpus.get("refused", 0) == too_new
    assert on_corpus["files"] == len(SOURCES) - too_new
    assert on_library["files"] == len(MODULES)
    assert "span_lost" not in on_corpus | on_library


def test_the_static_depth_reaches_what_the_compiler_reserved(version):
    """Up to 3.12 exactly, in every code object; later ones reserve more in a few."""
    (on_corpus, on_library, *_), _ = answers(version)
    code_objects = on_corpus["code_objects"] + on_library["code_objects"]
    deepest = on_corpus["full_depth"] + on_library["full_depth"]
    assert deepest == code_objects if minor(version) <= 12 else deepest > 0.9 * code_objects


def test_every_opcode_of_each_version_is_described(version):
    """Each has a sentence, and each base opcode a stack that adds up to the stated effect."""
    (_, _, notation, table), _ = answers(version)
    assert len(table["opcodes"]) > 120
    assert [row["name"] for row in table["opcodes"] if not row["does"].endswith(".")] == []
    assert notation["compared"] > 80


def test_what_a_version_cannot_compile_is_told_as_data(version):
    """Syntax newer than the version gives a document with the error, its line and its kind."""
    _, documents = answers(version)
    for name, document in documents.items():
        if corpus.since(SOURCES[name]) > minor(version):
            assert document["error"]["kind"] == "SyntaxError"
            assert 1 < document["error"]["line"] <= SOURCES[name].count("\n")
            assert "code" not in document


@pytest.mark.parametrize("name", ["unicode", "fstrings"])
def test_columns_count_characters_in_each_version(version, name):
    """The span of every name that is loaded is the name, also after é, 日本語 and 🐍."""
    _, documents = answers(version)
    rows = [row for code in documents[name]["code"] for row in code["instructions"]]
    loads = [row for row in rows if row["opname"] in LOADS and row["argval"] != ".0"]
    assert len(loads) > 6
    if minor(version) == 10:
        assert {row["position"]["column"] for row in loads} == {None}
    else:
        assert [normalize("NFKC", row["text"]) for row in loads] == [row["argval"] for row in loads]


def test_each_version_gives_every_code_object_its_qualified_name(version):
    """3.10, which does not store them all, says the same names as the others."""
    _, documents = answers(version)
    names = {code["qualname"] for code in documents["classes"]["code"]}
    assert names >= {
        "<module>",
        "Point.x",
        "Point.make.<locals>.Inner.outer.<locals>.<lambda>",
        "outermost.<locals>.Local.method.<locals>.<genexpr>",
        "renamed",
    }


def test_documents_are_plain_json_without_addresses(version):
    """Nothing in a document depends on where things lay in memory."""
    _, documents = answers(version)
    assert " at 0x" not in json.dumps(documents)
