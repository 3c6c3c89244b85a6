"""`explain` and the running interpreter's `dis` say the same, field by field."""

from __future__ import annotations

import os
import sys

import pytest

from tests.explainer.bytecode import agreement, corpus

SOURCES = corpus.sources()
SAMPLE = ["ast.py", "asyncio/tasks.py", "contextlib.py", "dataclasses.py", "typing.py"]
WHOLE = bool(os.environ.get("METAL_WHOLE_STANDARD_LIBRARY"))


@pytest.mark.parametrize("name", SOURCES)
def test_explain_agrees_with_dis_on_each_source_of_the_corpus(name):
    """Opcodes, arguments, lines, columns, labels, depths, listing: or refused where too new."""
    source = SOURCES[name]
    refused = sys.version_info < (3, corpus.since(source))
    expected = "refused" if refused else "files"
    assert agreement.check_sources([(name, source)])[expected] == 1


def test_explain_agrees_with_dis_on_the_standard_library():
    """Some modules; all of them with METAL_WHOLE_STANDARD_LIBRARY=1."""
    counts = agreement.check_standard_library(only=None if WHOLE else SAMPLE)
    assert counts["files"] >= len(SAMPLE)
    assert counts["spans"] > 0.9 * counts["instructions"]
    assert "span_lost" not in counts


def test_a_disagreement_is_noticed(monkeypatch):
    """The comparison itself works: a wrong opcode, column or depth is an error with its place."""
    honest = agreement.explain

    def lying(field, value):
        def explain(source, filename):
            document = honest(source, filename)
            document["code"][0]["instructions"][1][field] = value
            return document

        return explain

    where = {"line": 1, "end_line": 1, "column": 0, "end_column": 3}
    for field, value in [("opcode", 0), ("position", where), ("depth", 7), ("argrepr", "no")]:
        monkeypatch.setattr(agreement, "explain", lying(field, value))
        with pytest.raises(agreement.Disagreement, match=r"checked.py:\d+ <module>"):
            agreement.check("x = 1 + y\n")
