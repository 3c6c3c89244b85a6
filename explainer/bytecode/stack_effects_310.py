"""Stack effects of CPython 3.10's opcodes.

`dis.stack_effect` says them, but the Pyodide build of 3.10 lacks the C module behind it. Tests
hold this table against `co_stacksize`: with the right effects the deepest stack is that deep.
Source: CPython 3.10, `stack_effect` in Python/compile.c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BY_EFFECT = {
    -7: "END_ASYNC_FOR",
    -3: "STORE_SUBSCR POP_EXCEPT RERAISE",
    -2: "DELETE_SUBSCR STORE_ATTR JUMP_IF_NOT_EXC_MATCH MAP_ADD",
    -1: """
        POP_TOP PRINT_EXPR YIELD_FROM GEN_START RETURN_VALUE IMPORT_STAR IMPORT_NAME
        BINARY_MATRIX_MULTIPLY BINARY_POWER BINARY_MULTIPLY BINARY_MODULO BINARY_ADD
        BINARY_SUBTRACT BINARY_SUBSCR BINARY_FLOOR_DIVIDE BINARY_TRUE_DIVIDE BINARY_LSHIFT
        BINARY_RSHIFT BINARY_AND BINARY_XOR BINARY_OR
        INPLACE_MATRIX_MULTIPLY INPLACE_POWER INPLACE_MULTIPLY INPLACE_MODULO INPLACE_ADD
        INPLACE_SUBTRACT INPLACE_FLOOR_DIVIDE INPLACE_TRUE_DIVIDE INPLACE_LSHIFT
        INPLACE_RSHIFT INPLACE_AND INPLACE_XOR INPLACE_OR
        STORE_NAME STORE_GLOBAL STORE_FAST STORE_DEREF DELETE_ATTR
        COMPARE_OP IS_OP CONTAINS_OP MATCH_CLASS POP_JUMP_IF_FALSE POP_JUMP_IF_TRUE
        LIST_APPEND SET_ADD LIST_EXTEND SET_UPDATE DICT_MERGE DICT_UPDATE
        JUMP_IF_FALSE_OR_POP JUMP_IF_TRUE_OR_POP
        """,
    0: """
        NOP EXTENDED_ARG ROT_TWO ROT_THREE ROT_FOUR ROT_N UNARY_POSITIVE UNARY_NEGATIVE
        UNARY_NOT UNARY_INVERT COPY_DICT_WITHOUT_KEYS GET_AITER GET_ITER GET_YIELD_FROM_ITER
        GET_AWAITABLE LIST_TO_TUPLE SETUP_ANNOTATIONS YIELD_VALUE POP_BLOCK LOAD_ATTR
        DELETE_NAME DELETE_GLOBAL DELETE_FAST DELETE_DEREF JUMP_FORWARD JUMP_ABSOLUTE
        SETUP_FINALLY SETUP_ASYNC_WITH
        """,
    1: """
        DUP_TOP GET_LEN MATCH_MAPPING MATCH_SEQUENCE WITH_EXCEPT_START GET_ANEXT
        BEFORE_ASYNC_WITH LOAD_BUILD_CLASS LOAD_ASSERTION_ERROR LOAD_CONST LOAD_NAME
        LOAD_GLOBAL LOAD_FAST LOAD_CLOSURE LOAD_DEREF LOAD_CLASSDEREF LOAD_METHOD IMPORT_FROM
        FOR_ITER SETUP_WITH
        """,
    2: "DUP_TOP_TWO MATCH_KEYS",
}
_FIXED = {name: effect for effect, names in _BY_EFFECT.items() for name in names.split()}

_ON_JUMP = {
    "FOR_ITER": -1,
    "JUMP_IF_FALSE_OR_POP": 0,
    "JUMP_IF_TRUE_OR_POP": 0,
    "SETUP_ASYNC_WITH": 5,
    "SETUP_FINALLY": 6,
    "SETUP_WITH": 6,
}

_BY_ARGUMENT: dict[str, Callable[[int], int]] = {
    "BUILD_CONST_KEY_MAP": lambda keys: -keys,
    "BUILD_LIST": lambda items: 1 - items,
    "BUILD_MAP": lambda pairs: 1 - 2 * pairs,
    "BUILD_SET": lambda items: 1 - items,
    "BUILD_SLICE": lambda parts: -2 if parts == 3 else -1,
    "BUILD_STRING": lambda parts: 1 - parts,
    "BUILD_TUPLE": lambda items: 1 - items,
    "CALL_FUNCTION": lambda arguments: -arguments,
    "CALL_FUNCTION_EX": lambda with_keywords: -1 - (with_keywords & 1),
    "CALL_FUNCTION_KW": lambda arguments: -arguments - 1,
    "CALL_METHOD": lambda arguments: -arguments - 1,
    "FORMAT_VALUE": lambda how: -1 if how & 4 else 0,
    "MAKE_FUNCTION": lambda extras: -1 - bin(extras & 15).count("1"),
    "RAISE_VARARGS": lambda values: -values,
    "UNPACK_EX": lambda counts: (counts & 0xFF) + (counts >> 8),
    "UNPACK_SEQUENCE": lambda items: items - 1,
}


def stack_effect(opname: str, arg: int | None, *, jump: bool) -> int:
    """Change of the stack's depth by one instruction, on the jump or on the way to the next."""
    if jump and opname in _ON_JUMP:
        return _ON_JUMP[opname]
    if opname in _FIXED:
        return _FIXED[opname]
    return _BY_ARGUMENT[opname](arg or 0)
