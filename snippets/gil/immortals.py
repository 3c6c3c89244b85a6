# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Every reference is a write, except to the immortals"
# claim = "A reference raises an object's count by one; from 3.12 on the count of None never moves."
# browser = true
# needs = []
# rows = ["S039"]
# timeout_s = 10
# ///
"""A reference count lives in the object and changes with every new reference.
Since CPython 3.12 objects that everybody uses, such as None, are immortal: their count is fixed.
"""

import sys

REFERENCES = 100_000


def count_rises_by(thing):
    """How far 100,000 new references move the object's count."""
    before = sys.getrefcount(thing)
    row = [thing] * REFERENCES
    after = sys.getrefcount(thing)
    del row
    return after - before


def main() -> None:
    things = {"a new object": object(), "a list": [], "None": None, "True": True, "7": 7}
    for name, thing in things.items():
        print(f"{name:12} count rises by {count_rises_by(thing):7,}")


def test_an_ordinary_object_is_written_to_by_each_reference():
    assert count_rises_by(object()) == REFERENCES
    assert count_rises_by([]) == REFERENCES


def test_immortals_are_left_alone_since_3_12():
    expected = 0 if sys.version_info >= (3, 12) else REFERENCES
    assert [count_rises_by(thing) for thing in (None, True, 7)] == [expected] * 3


if __name__ == "__main__":
    main()
