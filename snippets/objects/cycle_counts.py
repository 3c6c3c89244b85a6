# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What counting cannot free"
# claim = "100 pairs that point at each other stay when dropped, until gc.collect() finds all 200."
# browser = true
# rows = ["S092", "M28"]
# ///
"""Two objects that refer to each other keep each other's count at one, however forgotten they are.

The collector finds them: it subtracts the references that come from inside a group, and what is
left without any from outside can go.
"""

import gc
import weakref


class Partner:
    pass


def pairs(n, *, married):
    """Make n pairs and drop them; weak references tell who lives on."""
    watched = []
    for _ in range(n):
        a, b = Partner(), Partner()
        if married:
            a.other, b.other = b, a
        watched += [weakref.ref(a), weakref.ref(b)]
    a = b = None
    return watched


def alive(watched) -> int:
    return sum(weak() is not None for weak in watched)


def main() -> None:
    gc.disable()
    print("100 pairs   dropped  found by   after")
    print("              alive   collect   alive")
    for married in (False, True):
        gc.collect()
        watched = pairs(100, married=married)
        before = alive(watched)
        name = "in cycles" if married else "apart"
        print(f"{name:<11} {before:7} {gc.collect():9} {alive(watched):7}")
    gc.enable()


def test_counting_frees_what_is_in_no_cycle():
    """Partners that do not know each other are gone when they are dropped."""
    gc.disable()
    try:
        assert alive(pairs(100, married=False)) == 0
    finally:
        gc.enable()


def test_a_cycle_lives_until_the_collector_comes():
    """All 200 live on with no name left, and one collection takes all 200."""
    gc.disable()
    try:
        gc.collect()
        watched = pairs(100, married=True)
        assert alive(watched) == 200
        assert gc.collect() >= 200
        assert alive(watched) == 0
    finally:
        gc.enable()


if __name__ == "__main__":
    main()
