# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A constant tuple is not created at all"
# claim = "(1, 2, 3) is made once, by the compiler; [1, 2, 3] is made anew by every call."
# browser = true
# rows = ["S058", "S059", "W11"]
# ///
"""Timing `(1, 2, 3)` against `[1, 2, 3]` times loading a constant against building a list.

Put something in that is known only at run time, and both are built by one instruction.
"""


def constant_tuple():
    return (1, 2, 3)


def constant_list():
    return [1, 2, 3]


def fresh_tuple(x):
    return (x, x, x)


def fresh_list(x):
    return [x, x, x]


def main() -> None:
    print("two calls give one object?")
    print(f"constant_tuple    {constant_tuple() is constant_tuple()}")
    print(f"constant_list     {constant_list() is constant_list()}")
    print(f"fresh_tuple       {fresh_tuple(7) is fresh_tuple(7)}")
    print(f"fresh_list        {fresh_list(7) is fresh_list(7)}")


def test_the_constant_tuple_is_one_object():
    """Every call returns the tuple that is stored in the code object."""
    assert constant_tuple() is constant_tuple()
    assert any(constant_tuple() is const for const in constant_tuple.__code__.co_consts)


def test_no_call_creates_it():
    """Calling it executes no BUILD_ instruction; the list needs one."""
    from explainer.evidence import executed_opcodes

    assert not any(name.startswith("BUILD") for name in executed_opcodes(constant_tuple))
    assert executed_opcodes(constant_list)["BUILD_LIST"] == 1
    assert constant_list() is not constant_list()


def test_with_run_time_items_both_take_the_same_instructions():
    """The fresh tuple and list differ in one name: BUILD_TUPLE against BUILD_LIST."""
    from explainer.evidence import executed_opcodes

    of_tuple = executed_opcodes(fresh_tuple, 7)
    of_list = executed_opcodes(fresh_list, 7)
    assert of_tuple - of_list == {"BUILD_TUPLE": 1}
    assert of_list - of_tuple == {"BUILD_LIST": 1}


if __name__ == "__main__":
    main()
