"""An independent model of the value stack, to hold the stepper's stack against.

It carries values through the opcodes that move, make or compute them, from a frame's first
instruction to its last, and says at every step where the stack that was read differs from its own.
It knows nothing of `dis.stack_effect` or of the product's tables. Of values that can change, only
the type is compared; of the others the text. What it cannot compute it takes from the trace.
"""

from __future__ import annotations

import collections
import operator
import re

FIXED = {"int", "str", "float", "bool", "NoneType", "complex", "bytes", "range", "ellipsis", ""}
UNKNOWN = None
OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
}
NULL = ("NULL", "")
NONE = ("None", "NoneType")
# Values taken from the stack and put on it by opcodes whose result the model does not compute.
EFFECTS = {
    "BINARY_SLICE": (3, 1),
    "CALL_INTRINSIC_1": (1, 1),
    "CALL_INTRINSIC_2": (2, 1),
    "CHECK_EXC_MATCH": (1, 1),
    "CONTAINS_OP": (2, 1),
    "CONVERT_VALUE": (1, 1),
    "DELETE_ATTR": (1, 0),
    "DELETE_SUBSCR": (2, 0),
    "FORMAT_SIMPLE": (1, 1),
    "FORMAT_WITH_SPEC": (2, 1),
    "IMPORT_FROM": (0, 1),
    "IMPORT_NAME": (2, 1),
    "LOAD_BUILD_CLASS": (0, 1),
    "LOAD_COMMON_CONSTANT": (0, 1),
    "LOAD_DEREF": (0, 1),
    "LOAD_LOCALS": (0, 1),
    "LOAD_NAME": (0, 1),
    "LOAD_FROM_DICT_OR_DEREF": (1, 1),
    "LOAD_FROM_DICT_OR_GLOBALS": (1, 1),
    "GET_LEN": (0, 1),
    "MAKE_FUNCTION": (1, 1),
    "MATCH_CLASS": (3, 1),
    "MATCH_KEYS": (0, 1),
    "MATCH_MAPPING": (0, 1),
    "MATCH_SEQUENCE": (0, 1),
    "POP_EXCEPT": (1, 0),
    "SET_FUNCTION_ATTRIBUTE": (2, 1),
    "STORE_ATTR": (2, 0),
    "STORE_DEREF": (1, 0),
    "STORE_GLOBAL": (1, 0),
    "STORE_NAME": (1, 0),
    "STORE_SLICE": (4, 0),
    "STORE_SUBSCR": (3, 0),
    "UNARY_INVERT": (1, 1),
    "GET_AWAITABLE": (1, 1),
    "GET_AITER": (1, 1),
    "WITH_EXCEPT_START": (0, 1),
}
NOTHING = {
    "DELETE_DEREF",
    "DELETE_GLOBAL",
    "DELETE_NAME",
    "EXTENDED_ARG",
    "JUMP_BACKWARD",
    "JUMP_BACKWARD_NO_INTERRUPT",
    "JUMP_FORWARD",
    "NOP",
    "NOT_TAKEN",
    "RESUME",
    "SETUP_ANNOTATIONS",
}
TESTS = {"POP_JUMP_IF_TRUE", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE"}


class Wrong(AssertionError):
    """The stack that was read is not the one there must be."""


class Model:
    """Replays one trace. `counts` says how much was compared."""

    def __init__(self, trace):
        self.trace = trace
        self.values = [(value["repr"], value["type"]) for value in trace["values"]]
        self.rows = [{row["offset"]: row for row in code["instructions"]} for code in trace["code"]]
        self.version = tuple(map(int, trace["python"]["version"].split(".")[:2]))
        self.counts = collections.Counter()
        self.frames = {}

    def replay(self):
        for number, step in enumerate(self.trace["steps"]):
            place = self.trace["frames"][step["frame"]]["code"]
            row = self.rows[place][step["offset"]]
            frame = self.frames.setdefault(
                step["frame"], _Frame(self.trace["code"][place], self.version)
            )
            where = f"step {number}, {frame.code['qualname']} {step['offset']} {row['opname']}"
            try:
                self._step(frame, step, row)
            except Wrong as wrong:
                raise Wrong(f"{where}: {wrong}") from None
        return self.counts

    def _step(self, frame, step, row):
        if step["event"] in ("step", "call", "resume"):
            stack = [self.values[place] for place in step["stack"]]
            self.counts["steps"] += 1
            if row["depth"] != len(stack):
                raise Wrong(f"depth {len(stack)}, static depth {row['depth']}: {stack}")
            frame.expect(stack, self.counts)
            frame.see(step["locals"], self.values, self.counts)
            frame.run(row, self.counts)
        elif step["event"] == "handled":
            frame.handle(step["offset"])
        elif step["event"] in ("raise", "reraise", "throw", "unwind"):
            frame.raised()


class _Frame:
    def __init__(self, code, version):
        self.code, self.version = code, version
        self.stack = None  # not known before the first instruction
        self.expected_locals = {}
        self.locals = {}
        self.cells = {*code["cellvars"], *code["freevars"]}
        self.protected = []

    def expect(self, stack, counts):
        """Compare the stack read with the one modelled, and go on from what was read."""
        if self.stack is not None:
            if len(self.stack) != len(stack):
                raise Wrong(f"model has {self.stack}, read was {stack}")
            for mine, read in zip(self.stack, stack):  # noqa: B905 - one length
                if mine is UNKNOWN:
                    counts["taken over"] += 1
                elif not alike(mine, read):
                    raise Wrong(f"model has {self.stack}, read was {stack}")
                else:
                    counts["compared"] += 1
        self.stack = list(stack)

    def see(self, changes, values, counts):
        """Compare the locals that the model stored; take over the others."""
        for name, place in changes.items():
            self.locals[name] = None if place is None else values[place]
        for name, mine in self.expected_locals.items():
            if name not in self.cells:
                if not alike(mine, self.locals.get(name)):
                    raise Wrong(f"local {name}: model has {mine}, read was {self.locals.get(name)}")
                counts["locals compared"] += 1
        self.expected_locals = {}

    def raised(self):
        self.stack = None

    def handle(self, offset):
        self.stack = None

    def run(self, row, counts):
        """Do to the modelled stack what the instruction does."""
        name, arg, stack = row["opname"], row["arg"] or 0, self.stack
        action = getattr(self, name.lower(), None)
        if name in NOTHING:
            return
        if name in TESTS:
            stack.pop()
        elif action:
            action(row, arg)
        elif name in EFFECTS:
            taken, put = EFFECTS[name]
            self._replace(taken, [UNKNOWN] * put)
        else:
            counts["not modelled"] += 1
            self.stack = None

    def _replace(self, taken, put):
        kept = self.stack[: len(self.stack) - taken]
        self.stack = kept + put

    def _local(self, name):
        return UNKNOWN if name in self.cells else self.locals.get(name)

    def _store(self, name):
        self.expected_locals[name] = self.stack.pop()

    def load_small_int(self, row, arg):
        self.stack.append((str(arg), "int"))

    def load_const(self, row, arg):
        constant = self.code["consts"][arg]
        known = constant["type"] in FIXED and len(constant["repr"]) < 50
        self.stack.append((constant["repr"], constant["type"]) if known else UNKNOWN)

    def load_common_constant(self, row, arg):
        known = {"None": NONE, "True": ("True", "bool"), "False": ("False", "bool")}
        self.stack.append(known.get(row["argrepr"], UNKNOWN))

    def load_fast(self, row, arg):
        self.stack.append(self._local(row["argrepr"]))

    load_fast_borrow = load_fast_check = load_fast

    def load_fast_load_fast(self, row, arg):
        self.stack += [self._local(name) for name in row["argrepr"].split(", ")]

    load_fast_borrow_load_fast_borrow = load_fast_load_fast

    def load_fast_and_clear(self, row, arg):
        name = row["argrepr"]
        held = self.locals.get(name)
        # In a module or class the name may be one of its own, behind the comprehension's variable.
        unknown = name in self.cells or "OPTIMIZED" not in self.code["flags"]["names"]
        self.stack.append(UNKNOWN if unknown else held or NULL)
        if not unknown:
            self.expected_locals[name] = None

    def store_fast(self, row, arg):
        value, name = self.stack.pop(), row["argrepr"]
        if value == NULL and "OPTIMIZED" not in self.code["flags"]["names"]:
            return  # the name of the module or class behind it shows again
        self.expected_locals[name] = None if value == NULL else value

    def store_fast_store_fast(self, row, arg):
        first, second = row["argrepr"].split(", ")
        self._store(first)
        self._store(second)

    def store_fast_load_fast(self, row, arg):
        stored, loaded = row["argrepr"].split(", ")
        value = self.stack.pop()
        self.expected_locals[stored] = value
        self.stack.append(value if stored == loaded else self._local(loaded))

    def delete_fast(self, row, arg):
        self.expected_locals[row["argrepr"]] = None

    def push_null(self, row, arg):
        self.stack.append(NULL)

    def pop_top(self, row, arg):
        self.stack.pop()

    def copy(self, row, arg):
        self.stack.append(self.stack[-arg])

    def swap(self, row, arg):
        self.stack[-1], self.stack[-arg] = self.stack[-arg], self.stack[-1]

    def load_global(self, row, arg):
        self.stack += [UNKNOWN, NULL] if arg & 1 else [UNKNOWN]

    def load_attr(self, row, arg):
        self._replace(1, [UNKNOWN, UNKNOWN] if arg & 1 else [UNKNOWN])

    def load_super_attr(self, row, arg):
        self._replace(3, [UNKNOWN, UNKNOWN] if arg & 1 else [UNKNOWN])

    def load_special(self, row, arg):
        self._replace(1, [UNKNOWN, UNKNOWN])

    def call(self, row, arg):
        self._replace(arg + 2, [UNKNOWN])

    def call_kw(self, row, arg):
        self._replace(arg + 3, [UNKNOWN])

    def call_function_ex(self, row, arg):
        self._replace(4, [UNKNOWN])

    def build_tuple(self, row, arg):
        self._replace(arg, [(None, "tuple")])

    def build_list(self, row, arg):
        self._replace(arg, [(None, "list")])

    def build_set(self, row, arg):
        self._replace(arg, [(None, "set")])

    def build_map(self, row, arg):
        self._replace(2 * arg, [(None, "dict")])

    def build_slice(self, row, arg):
        self._replace(arg, [(None, "slice")])

    def build_string(self, row, arg):
        self._replace(arg, [UNKNOWN])

    def list_append(self, row, arg):
        self.stack.pop()

    list_extend = set_add = set_update = dict_update = dict_merge = list_append

    def map_add(self, row, arg):
        self._replace(2, [])

    def unpack_sequence(self, row, arg):
        self._replace(1, [UNKNOWN] * arg)

    def unpack_ex(self, row, arg):
        after = [UNKNOWN] * (arg >> 8)
        self._replace(1, [*after, (None, "list"), *[UNKNOWN] * (arg & 0xFF)])

    def binary_op(self, row, arg):
        right, left = self.stack.pop(), self.stack.pop()
        symbol = row["argrepr"].removesuffix("=") if row["argrepr"] != "==" else ""
        self.stack.append(computed(OPERATORS.get(symbol), left, right))

    def compare_op(self, row, arg):
        right, left = self.stack.pop(), self.stack.pop()
        symbol = re.sub(r"bool\((.*)\)", r"\1", row["argrepr"])
        self.stack.append(computed(COMPARISONS.get(symbol), left, right))

    def is_op(self, row, arg):
        right, left = self.stack.pop(), self.stack.pop()
        known = UNKNOWN not in (left, right) and NONE in (left, right)
        same = (left == right) != bool(arg)
        self.stack.append((str(same), "bool") if known else UNKNOWN)

    def to_bool(self, row, arg):
        value = self.stack.pop()
        known = value is not UNKNOWN and value[1] in ("int", "bool", "NoneType")
        self.stack.append(
            (str(value[0] not in ("0", "False", "None")), "bool") if known else UNKNOWN
        )

    def unary_not(self, row, arg):
        value = self.stack.pop()
        known = value is not UNKNOWN and value[1] == "bool"
        self.stack.append((str(value[0] == "False"), "bool") if known else UNKNOWN)

    def unary_negative(self, row, arg):
        value = self.stack.pop()
        self.stack.append(computed(lambda a, b: -a, value, ("0", "int")))

    def for_iter(self, row, arg):
        self.stack = None  # goes one of two ways, and changes the iterator on the way

    def end_send(self, row, arg):
        self._replace(3 if self.version >= (3, 15) else 2, [UNKNOWN])  # 3.15: an index between

    def push_exc_info(self, row, arg):
        error = self.stack.pop()
        self.stack += [UNKNOWN, error]

    def return_value(self, row, arg):
        self.stack = None

    def yield_value(self, row, arg):
        self.stack[-1] = UNKNOWN

    def get_len(self, row, arg):
        self.stack.append(UNKNOWN)


def alike(mine, read):
    """Whether a modelled value can be the one that was read."""
    if mine is None or read is None:
        return mine is read
    if mine[1] != read[1]:
        return False
    return mine[0] is None or mine[1] not in FIXED or mine[0] == read[0]


def computed(operation, left, right):
    """The result of an operation on two ints whose text is whole; else unknown."""
    if operation is None or UNKNOWN in (left, right):
        return UNKNOWN
    try:
        if left[1] != "int" or right[1] != "int":
            return UNKNOWN
        result = operation(int(left[0]), int(right[0]))
    except (ValueError, ZeroDivisionError):
        return UNKNOWN
    if result.bit_length() > 500:
        return UNKNOWN
    return str(result), type(result).__name__
