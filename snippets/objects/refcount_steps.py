# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What counts as a reference"
# claim = "A name or a slot counts one; since 3.14 a mere use of a local variable does not."
# browser = true
# rows = ["S087", "W18"]
# ///
"""`sys.getrefcount` reads the count in the object.

Up to 3.13 the call itself took a reference to its argument, and so did every other use of a
variable. Since 3.14 most uses of a local variable borrow: the count stays as it is.
"""

import sys
import weakref


class Thing:
    pass


def count_inside(argument):
    return sys.getrefcount(argument)


def steps() -> dict[str, int]:
    """The count after each of these, as `sys.getrefcount` gives it."""
    seen = {}
    thing = Thing()
    seen["thing = Thing()"] = sys.getrefcount(thing)
    other = thing
    seen["other = thing"] = sys.getrefcount(thing)
    row = [thing, thing]
    seen["row = [thing, thing]"] = sys.getrefcount(thing)
    seen["in a called function"] = count_inside(thing)
    weak = weakref.ref(thing)
    seen["weakref.ref(thing)"] = sys.getrefcount(thing)
    row.clear()
    seen["row.clear()"] = sys.getrefcount(thing)
    del other
    seen["del other"] = sys.getrefcount(thing)
    del thing
    seen["del thing: freed?"] = weak() is None
    return seen


def main() -> None:
    for what, count in steps().items():
        print(f"{what:<22} {count}")


def test_names_and_slots_count_one_each():
    """A second name adds one, two slots two; clearing and deleting take them off again."""
    count = steps()
    first = count["thing = Thing()"]
    assert count["other = thing"] == first + 1
    assert count["row = [thing, thing]"] == first + 3
    assert count["weakref.ref(thing)"] == first + 3
    assert count["row.clear()"] == first + 1
    assert count["del other"] == first


def test_local_variables_are_borrowed_since_3_14():
    """getrefcount of a local says 2 up to 3.13, and 1 since 3.14."""
    assert steps()["thing = Thing()"] == (1 if sys.version_info >= (3, 14) else 2)


def test_the_last_reference_frees_at_once():
    """When the last name is gone, the weak reference is dead in the next statement."""
    assert steps()["del thing: freed?"] is True


if __name__ == "__main__":
    main()
