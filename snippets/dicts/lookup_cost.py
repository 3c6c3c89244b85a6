# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Names that are no longer looked up"
# claim = "After a few calls, globals, builtins and attributes are read by position."
# browser = true
# rows = ["S076"]
# ///
"""Globals and attributes live in dicts, yet warm code does not search them.

Since 3.11 the interpreter rewrites such an instruction: it keeps the place of the entry and a
version of the keys, and as long as the version is the same, the place is read.
"""

import dis
import sys
import sysconfig

RATE = 3


class Item:
    def __init__(self) -> None:
        self.price = 7


def local_name(rate):
    return rate


def global_name(item):
    return RATE


def builtin_name(item):
    return len


def attribute(item):
    return item.price


def final_load(function, runs: int) -> str:
    """The instruction that fetches the value, as it stands after that many runs."""
    fresh = type(function)(function.__code__.replace(), globals())
    for _ in range(runs):
        fresh(Item())
    steps = dis.get_instructions(fresh, adaptive=True)
    return [step.opname for step in steps if step.opname.startswith("LOAD_")][-1]


def specialises() -> bool:
    """Whether warm code is rewritten: everywhere but in the free-threaded build of 3.13."""
    return sys.version_info >= (3, 14) or not sysconfig.get_config_var("Py_GIL_DISABLED")


def main() -> None:
    for function in (local_name, global_name, builtin_name, attribute):
        print(function.__name__.replace("_", " "))
        print("  cold", final_load(function, 0))
        print("  warm", final_load(function, 100))
    print("\nglobals() is a", type(globals()).__name__)


def test_warm_globals_and_builtins_are_read_by_position():
    """LOAD_GLOBAL becomes LOAD_GLOBAL_MODULE and LOAD_GLOBAL_BUILTIN."""
    assert final_load(global_name, 0) == final_load(builtin_name, 0) == "LOAD_GLOBAL"
    warm = [final_load(function, 100) for function in (global_name, builtin_name)]
    if specialises():
        assert warm == ["LOAD_GLOBAL_MODULE", "LOAD_GLOBAL_BUILTIN"]
    else:
        assert warm == ["LOAD_GLOBAL", "LOAD_GLOBAL"]


def test_warm_attributes_are_read_by_position():
    """LOAD_ATTR becomes LOAD_ATTR_INSTANCE_VALUE: no dict is searched, and none need exist."""
    assert final_load(attribute, 0) == "LOAD_ATTR"
    warm = "LOAD_ATTR_INSTANCE_VALUE" if specialises() else "LOAD_ATTR"
    assert final_load(attribute, 100) == warm


def test_the_namespace_is_a_dict_all_the_same():
    """A global can be set through globals(), and warm code sees the new value."""
    assert type(globals()) is dict
    assert global_name(None) == RATE
    globals()["RATE"] = 4
    try:
        assert global_name(None) == 4
    finally:
        globals()["RATE"] = 3


if __name__ == "__main__":
    main()
