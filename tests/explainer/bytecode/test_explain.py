"""What a `bytecode/1` document says of one source."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest

from explainer.bytecode import SourceDoesNotCompile, explain, listing, outcome
from explainer.bytecode.constants import stable_repr
from explainer.bytecode.source import SourceText
from tests.explainer.bytecode import corpus

SOURCE = """\
def add(a, b=1, *, c):
    try:
        return a + b
    except TypeError:
        return [d for d in (a, b) if c]
"""


def by_name(source, name):
    return next(code for code in explain(source)["code"] if code["qualname"] == name)


def test_a_code_object_carries_its_names_flags_and_counts():
    """The fields of the code object, decoded."""
    code = by_name(SOURCE, "add")
    assert (code["argcount"], code["kwonlyargcount"], code["posonlyargcount"]) == (2, 1, 0)
    assert code["varnames"][:3] == ["a", "b", "c"]
    assert code["names"] == ["TypeError"]
    assert code["first_line"] == 1
    assert {"OPTIMIZED", "NEWLOCALS"} <= set(code["flags"]["names"])


def test_future_features_are_named_among_the_flags():
    """`from __future__ import annotations` shows."""
    module = explain("from __future__ import annotations\n")["code"][0]
    assert "FUTURE_ANNOTATIONS" in module["flags"]["names"]


def test_code_objects_point_at_their_children():
    """`children`, the constant and the instruction that loads it lead to the same place."""
    code = explain(SOURCE)["code"]
    module = code[0]
    (child,) = module["children"]
    assert code[child]["qualname"] == "add"
    assert [constant["code"] for constant in module["consts"] if "code" in constant] == [child]
    assert [row["code"] for row in module["instructions"] if "code" in row] == [child]


def test_jumps_and_handlers_use_the_same_labels():
    """Every jump and every row of the exception table names a label that an instruction has."""
    for code in explain(corpus.sources()["exceptions"])["code"]:
        labels = {row["offset"]: row["label"] for row in code["instructions"]}
        jumps = [row["jump"] for row in code["instructions"] if row["jump"]]
        assert [labels[jump["offset"]] for jump in jumps] == [jump["label"] for jump in jumps]
        for entry in code["exception_table"]:
            assert labels[entry["start"]] == entry["start_label"]
            assert labels[entry["target"]] == entry["target_label"]
    assert len(jumps) > 3


def test_an_argument_beyond_a_byte_is_given_whole():
    """`EXTENDED_ARG` is a row of its own, and its bits are in the row that follows."""
    rows = by_name(corpus.sources()["long_jumps"], "long")["instructions"]
    assert any(row["opname"] == "EXTENDED_ARG" for row in rows)
    assert max(row["arg"] or 0 for row in rows if row["jump"]) > 255


def test_inline_caches_have_names_and_sizes():
    """An instruction and its caches reach up to the next instruction."""
    rows = by_name(SOURCE, "add")["instructions"]
    for row, following in pairwise(rows):
        behind = 2 + 2 * sum(cache["units"] for cache in row["caches"])
        assert row["offset"] + behind == following["offset"]
    assert [c["name"] for row in rows for c in row["caches"] if row["opname"] == "BINARY_OP"]


def test_a_multi_line_span_is_given_with_its_lines():
    """Carriage returns end lines and a form feed does not, as the compiler has it."""
    rows = by_name(corpus.sources()["line_endings"], "f")["instructions"]
    assert "a *\n            b" in {row["text"] for row in rows}
    assert SourceText("a\x0cb\rc\r\nd").lines == ["a\x0cb", "c", "d"]


def test_a_column_inside_a_character_is_no_column():
    """A byte column that no character begins at is unknown, not rounded."""
    text = SourceText("é = 1")
    assert [text.character(1, column) for column in (0, 1, 2, 6, 7)] == [0, None, 1, 5, None]
    assert text.position((1, 1, 0, 1)) is None


def test_plain_values_are_values_and_others_are_text():
    """What JSON would bend (big ints, infinities, bytes) is left to `argrepr`."""
    rows = explain("f(10**18, 1e999, b'x', 300, 2.5, 'é', 1j, 0x" + "f" * 4000 + ")\n")["code"][0]
    loads = [row for row in rows["instructions"] if row["opname"] == "LOAD_CONST"]
    known = {row["argrepr"]: row.get("argval", "absent") for row in loads}
    assert known["300"] == 300
    assert known["2.5"] == 2.5
    assert known["'é'"] == "é"
    assert {known["10" + "0" * 17], known["inf"], known["b'x'"], known["1j"]} == {"absent"}
    assert max(map(len, known)) > 4300


def test_the_members_of_a_frozenset_are_in_order():
    """Numbers by value, the rest by text, at every depth."""
    value = ("x", frozenset({10, 9, "b", "a", ("t", frozenset({"q", "p"}))}))
    assert stable_repr(value) == (
        "('x', frozenset({'a', 'b', ('t', frozenset({'p', 'q'})), 9, 10}))"
    )


def test_the_same_source_gives_the_same_json_in_every_process():
    """Hash seeds, addresses and order of sets leave no trace."""
    script = (
        "import json, sys; from explainer.bytecode import outcome;"
        "print(json.dumps([outcome(s) for s in json.load(sys.stdin)]))"
    )
    sources = json.dumps(list(corpus.sources().values()))
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=sources,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_the_listing_is_what_dis_prints():
    """Text of `dis.dis`, the address of the inner code object left out."""
    code = compile("f = lambda x: x\n", "snippet.py", "exec")
    text = listing(code)
    assert '<code object <lambda>, file "snippet.py", line 1>' in text
    assert "MAKE_FUNCTION" in text
    assert text == explain("f = lambda x: x\n")["code"][0]["listing"]


def test_compiler_warnings_are_recorded_and_not_printed(capfd):
    """A suspicious comparison is told with its line."""
    (warning,) = explain("x = 1\nx is 'a'\n")["warnings"]
    assert (warning["category"], warning["line"]) == ("SyntaxWarning", 2)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("source", "line", "column", "words"),
    [
        ("x = 1\né = (\n", 2, 4, "was never closed"),
        ("def f():\nreturn\n", 2, 0, "indented block"),
        ("return 1\n", 1, 0, "outside function"),
        ("x = '\0'\n", None, None, "null bytes"),
        ("(" * 250 + ")" * 250, 1, 200, "too many nested parentheses"),
        ("\ud800 = 1\n", None, None, "surrogates not allowed"),
    ],
)
def test_a_source_that_does_not_compile_says_where_and_why(source, line, column, words):
    """As an exception from `explain`, and as data from `outcome`."""
    with pytest.raises(SourceDoesNotCompile, match=words) as refused:
        explain(source, "page.py")
    error = outcome(source)["error"]
    assert error == refused.value.error
    if sys.version_info < (3, 12) or line:  # a null byte is a syntax error since 3.12
        assert (error["line"], error["column"]) == (line, column)
    assert str(refused.value).startswith("page.py:")


def test_deep_nesting_is_an_error_and_no_crash():
    """What makes the compiler run out of stack or memory is told like any other error."""
    error = outcome("-" * 100_000 + "1\n").get("error")
    assert error is not None
    assert error["kind"] in {"RecursionError", "MemoryError", "SyntaxError"}
