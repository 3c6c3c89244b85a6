"""The words on opcodes: complete, and true of the running interpreter."""

from __future__ import annotations

import dis

import pytest

from explainer.bytecode.errors import UnknownOpcode
from explainer.bytecode.opcodes import describe, descriptions, expanded, table
from tests.explainer.bytecode import agreement


def test_every_opcode_of_this_interpreter_has_its_words():
    """Base, pseudo, specialised and instrumented ones, each with a sentence."""
    names = {row["name"] for row in table()["opcodes"]}
    assert names == {*dis.opmap, *getattr(dis, "_all_opmap", {})}
    assert [row["name"] for row in table()["opcodes"] if len(row["does"]) < 8] == []


def test_the_stack_in_words_adds_up():
    """Where the words count the values, they agree with the effect that Python states."""
    assert agreement.check_stack_notation()["compared"] > 80


def test_versions_of_an_opcode_do_not_overlap():
    """One description for each version."""
    for name, entries in descriptions().items():
        versions = [version for entry in entries for version in expanded(entry["versions"])]
        assert versions == sorted(set(versions), key=lambda v: int(v[2:])), name


def test_a_version_range_with_a_gap_is_read():
    """Commas part ranges, a hyphen spans one."""
    assert expanded("3.10, 3.12-3.14") == ["3.10", "3.12", "3.13", "3.14"]


def test_an_opcode_says_what_it_does_in_the_version_asked():
    """The same name may do another thing in another version."""
    assert describe("END_FOR", "3.12")["stack"] == "iterator, value →"
    assert describe("END_FOR", "3.13")["stack"] == "value →"


@pytest.mark.parametrize(
    ("name", "version", "words"),
    [
        ("LOAD_FATS", "3.12", 'did you mean "LOAD_FAST"?'),
        ("BINARY_ADD", "3.12", "not in CPython 3.12; it is in 3.10"),
    ],
)
def test_an_unknown_opcode_is_answered_with_what_there_is(name, version, words):
    """A slip of the pen and a wrong version each have their hint."""
    with pytest.raises(UnknownOpcode, match=words.replace("?", r"\?")):
        describe(name, version)


def test_a_specialised_opcode_belongs_to_the_one_it_stands_in_for():
    """Family, caches and argument are those of the base opcode."""
    rows = {row["name"]: row for row in table()["opcodes"]}
    slot, base = rows["LOAD_ATTR_SLOT"], rows["LOAD_ATTR"]
    assert (slot["kind"], slot["family"]) == ("specialised", "LOAD_ATTR")
    assert slot["caches"] == base["caches"] != []
    assert slot["takes_argument"]
