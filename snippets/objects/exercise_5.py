# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 5: keeping the collector off what stays"
# claim = "After gc.freeze() a full collection walks past everything loaded so far."
# browser = true
# rows = ["S093"]
# ///
"""What was loaded at the start and stays for ever need not be searched again and again.

A second way needs no call: a tuple of plain values is not searched after its first collection.
"""

import gc
import sysconfig

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

SAMPLES = {
    "'text'": str(1.5),
    "(1, 'two')": (1, str(2)),
    "[1, 2]": [1, 2],
    "([],)": ([],),
}


def searched() -> int:
    """Objects that a full collection has to look at."""
    return sum(len(gc.get_objects(generation)) for generation in range(3))


def load(n):
    """A table of records that stays, each a list."""
    return [[i, "name"] for i in range(n)]


def before_and_after_freeze(n: int) -> tuple[int, int]:
    """Objects to be searched with n records in memory, and after gc.freeze()."""
    table = load(n)
    gc.collect()
    before = searched()
    gc.freeze()
    after = searched()
    gc.unfreeze()
    del table
    return before, after


def main() -> None:
    before, after = before_and_after_freeze(100_000)
    print("objects a full collection searches")
    print(f"  with 100,000 records  {before:9,}")
    print(f"  after gc.freeze()     {after:9,}")
    things = list(SAMPLES.values())
    gc.collect()
    for text, thing in zip(SAMPLES, things, strict=True):
        print(f"  {text:<10} searched: {gc.is_tracked(thing)}")


def test_freeze_takes_all_that_is_there_off_the_list():
    """100,000 records are searched before, and hardly anything after."""
    before, after = before_and_after_freeze(100_000)
    assert before > 100_000
    if not FREE_THREADED:  # there the frozen stay listed
        assert after < 1_000


def test_what_holds_no_containers_is_not_searched():
    """A string is never on the list, a list always; a tuple leaves it if its items are plain."""
    gc.collect()
    searched = {text: gc.is_tracked(thing) for text, thing in SAMPLES.items()}
    assert not searched["'text'"]
    assert searched["[1, 2]"]
    assert searched["([],)"]
    if not FREE_THREADED:
        assert not searched["(1, 'two')"]


if __name__ == "__main__":
    main()
