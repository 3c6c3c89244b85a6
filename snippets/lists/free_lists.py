# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Dropped tuples are parked, and so are lists, dicts and floats"
# claim = "Of 50 dropped tuples, lists, dicts or floats nearly all wait for reuse, not only tuples."
# browser = true
# rows = ["S058", "W11"]
# ///
"""CPython keeps some dropped objects aside, to hand them out again without asking an allocator.

`sys._debugmallocstats()` writes to the error stream how many are parked; we read it there.
"""

import os
import re
import sys
import tempfile

KINDS = {
    "tuple of 3": ("3-sized PyTupleObject", lambda i: (i, i, i)),
    "tuple of 21": ("21-sized PyTupleObject", lambda i: (i,) * 21),
    "list": ("PyListObject", lambda i: [i]),
    "dict": ("PyDictObject", lambda i: {i: i}),
    "float": ("PyFloatObject", lambda i: i / 7),
}


def allocator_report() -> str:
    """What `sys._debugmallocstats()` writes to file descriptor 2."""
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
        file.seek(0)
        return file.read().decode()


def parked(kind: str) -> int:
    """Dropped objects of this kind that wait for reuse."""
    found = re.search(rf"(\d+) free {KINDS[kind][0]}s?\b", allocator_report())
    return int(found[1]) if found else 0


def drop(kind: str, dropped: int) -> tuple[int, int]:
    """Parked objects before and after dropping some of many in use."""
    held = [KINDS[kind][1](i) for i in range(3000)]  # takes all that wait
    before = parked(kind)
    del held[-dropped:]
    return before, parked(kind)


def main() -> None:
    print("dropped         parked before  after")
    for kind in KINDS:
        before, after = drop(kind, 50)
        print(f"  50 × {kind:<11} {before:9} {after:7}")
    before, after = drop("list", 1000)
    print(f"1000 × {'list':<11} {before:9} {after:7}")


def test_tuples_are_not_the_only_ones():
    """At least 40 of 50 dropped tuples, lists, dicts and floats are parked."""
    for kind in ("tuple of 3", "list", "dict", "float"):
        before, after = drop(kind, 50)
        assert after - before >= 40, kind


def test_long_tuples_are_not_parked():
    """Tuples of more than 20 items go back to the allocator."""
    assert drop("tuple of 21", 50) == (0, 0)


def test_lists_are_parked_up_to_80():
    """However many lists are dropped, at most 80 wait for reuse."""
    assert 60 <= drop("list", 1000)[1] <= 80


if __name__ == "__main__":
    main()
