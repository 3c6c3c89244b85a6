"""How two versions' instructions are paired."""

from __future__ import annotations

import pytest

from explainer.bytecode.diff import align, family


def row(line, opname, argrepr="", jump=None):
    return {"line": line, "opname": opname, "argrepr": argrepr, "jump": jump}


def shown(pairs):
    return [
        (pair.before and pair.before["opname"], pair.after and pair.after["opname"], pair.same)
        for pair in pairs
    ]


def test_the_same_work_under_another_name_is_one_pair():
    """An operator, a constant and a return are paired; a call's preparation is gone."""
    before = [row(1, "LOAD_CONST", "1"), row(1, "BINARY_ADD"), row(2, "PRECALL"), row(3, "CALL")]
    after = [row(1, "LOAD_SMALL_INT"), row(1, "BINARY_OP", "+"), row(3, "CALL")]
    assert shown(align(before, after)) == [
        ("LOAD_CONST", "LOAD_SMALL_INT", False),
        ("BINARY_ADD", "BINARY_OP", False),
        ("PRECALL", None, False),
        ("CALL", "CALL", True),
    ]


def test_instructions_of_different_lines_are_never_one_pair():
    """The source line comes first."""
    assert shown(align([row(1, "NOP")], [row(2, "NOP")])) == [
        ("NOP", None, False),
        (None, "NOP", False),
    ]


def test_a_jump_that_moved_is_the_same_jump():
    """Where a jump goes is another number in every version."""
    before = [row(1, "FOR_ITER", "to 24", {"offset": 24, "label": "L2"})]
    after = [row(1, "FOR_ITER", "to L3", {"offset": 30, "label": "L3"})]
    assert shown(align(before, after)) == [("FOR_ITER", "FOR_ITER", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BINARY_ADD", "BINARY_OP"),
        ("LOAD_METHOD", "LOAD_ATTR"),
        ("POP_JUMP_BACKWARD_IF_FALSE", "POP_JUMP_IF_TRUE"),
        ("JUMP_ABSOLUTE", "JUMP_BACKWARD"),
        ("FORMAT_VALUE", "CONVERT_VALUE"),
        ("RETURN_VALUE", "RETURN_CONST"),
        ("POP_TOP", "POP_ITER"),
    ],
)
def test_families_hold_over_versions(one, other):
    """Renamed opcodes share a family that neither name is."""
    assert family(one) == family(other) not in (one, other)


def test_a_subscript_is_no_operator():
    """`a[b]` and `a + b` are different work, though both names begin alike."""
    assert family("BINARY_SUBSCR") != family("BINARY_ADD")
