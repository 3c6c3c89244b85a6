# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Reading an attribute learns where it lies"
# claim = "A plain attribute and a slot get a specialised read; a named tuple's field does not."
# browser = true
# rows = ["S084", "M16"]
# ///
"""After some calls the interpreter replaces LOAD_ATTR by a form made for what it has met.

For a plain attribute and for a slot that form checks the class and reads one word at a known
place. So slots save memory; for reading, a plain attribute has a short way as well.
"""

import dis
import sys
import sysconfig
from collections import namedtuple
from types import FunctionType

Named = namedtuple("Named", "x")


class Plain:
    def __init__(self, x):
        self.x = x


class Slots:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x


class Hidden:
    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x


def read(thing):
    return thing.x


def read_of(kind) -> str:
    """The instruction that reads x after 100 reads of this kind of object."""
    fresh = FunctionType(compile_read(), {})
    thing = kind(7)
    for _ in range(100):
        fresh(thing)
    names = [i.opname for i in dis.get_instructions(fresh, adaptive=True)]
    return next(name for name in names if name.startswith("LOAD_ATTR"))


def compile_read():
    """A new code object of `read`, which has not met any object yet."""
    return read.__code__.replace()


def specialises() -> bool:
    """Whether warm code is rewritten: everywhere but in the free-threaded build of 3.13."""
    return sys.version_info >= (3, 14) or not sysconfig.get_config_var("Py_GIL_DISABLED")


def main() -> None:
    print("x is        read by")
    for kind in (Plain, Slots, Hidden, Named):
        print(f"in {kind.__name__:<8} {read_of(kind)}")


def test_plain_attributes_and_slots_have_a_short_way():
    """Both reads are specialised: one word at a known place (not in 3.13's free-threaded build)."""
    reads = [read_of(Plain), read_of(Slots)]
    if specialises():
        assert reads == ["LOAD_ATTR_INSTANCE_VALUE", "LOAD_ATTR_SLOT"]
    else:
        assert reads == ["LOAD_ATTR", "LOAD_ATTR"]


def test_a_field_of_a_named_tuple_has_none():
    """The read stays the general one (3.11 calls it ADAPTIVE)."""
    assert read_of(Named) in ("LOAD_ATTR", "LOAD_ATTR_ADAPTIVE")


def test_all_read_alike_in_the_source():
    """All four are one LOAD_ATTR to the compiler, and give the same answer."""
    names = [i.opname for i in dis.get_instructions(read)]
    assert names.count("LOAD_ATTR") == 1
    assert {read(kind(7)) for kind in (Plain, Slots, Hidden, Named)} == {7}


if __name__ == "__main__":
    main()
