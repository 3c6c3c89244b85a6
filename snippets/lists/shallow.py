# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A tuple fixes which objects, not what they are"
# claim = "t[0] += [3] on a tuple raises TypeError, and the list inside has grown all the same."
# browser = true
# rows = ["S060"]
# ///
"""The slots of a tuple cannot be written again; the objects they point at are as free as ever.

`+=` first changes the list, then stores it back into the slot. The store is what fails.
"""

from textwrap import fill, indent


def extend_inside(t):
    t[0] += [3]


def refusal(action, t) -> str | None:
    """What the TypeError says, if there is one."""
    try:
        action(t)
    except TypeError as error:
        return str(error)
    return None


def main() -> None:
    t = ([1, 2], "fixed")
    print("t[0] += [3]")
    print(indent(fill(refusal(extend_inside, t), 34), "  "))
    print(f"t is now {t}")
    print("hash(t)")
    print(indent(fill(refusal(hash, t), 34), "  "))


def test_it_raises_and_changes():
    """The assignment fails after the list has been extended."""
    t = ([1, 2], "fixed")
    inside = t[0]
    assert "does not support item assignment" in refusal(extend_inside, t)
    assert inside == [1, 2, 3]
    assert t[0] is inside


def test_a_tuple_is_hashable_only_if_its_items_are():
    """A tuple of unchangeable items has a hash, a tuple with a list has none."""
    assert refusal(hash, (1, ("two", 3.0))) is None
    assert "unhashable" in refusal(hash, (1, ("two", [])))


if __name__ == "__main__":
    main()
