# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 1: slots that let the dict back in"
# claim = "If a base class has no __slots__, instances of the subclass still have a dict."
# browser = true
# rows = ["S082"]
# ///
"""Slots save room only if no class in the line brings a dict with it."""

import gc
import tracemalloc


class Base:
    pass


class BareBase:
    __slots__ = ()


class Plain:
    def __init__(self):
        self.x = self.y = None


class SlotsOnBase(Base):
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = self.y = None


class SlotsOnBareBase(BareBase):
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = self.y = None


def bytes_each(make, n: int = 1_000) -> int:
    """Bytes asked for to make one, the mean of many, once the class is in use."""
    in_use = [make() for _ in range(200)]
    held = [None] * n
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for i in range(n):
            held[i] = make()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del in_use
    return round((after - before) / n)


def main() -> None:
    print("x and y in          bytes   has a dict")
    for kind in (Plain, SlotsOnBase, SlotsOnBareBase):
        print(f"{kind.__name__:<17} {bytes_each(kind):7}   {hasattr(kind(), '__dict__')}")


def test_slots_on_a_plain_base_keep_the_dict():
    """Any name can still be added, and the object is larger by a fifth and more."""
    thing = SlotsOnBase()
    thing.colour = "red"
    assert vars(thing) == {"colour": "red"}
    assert bytes_each(SlotsOnBase) > 1.2 * bytes_each(SlotsOnBareBase)


def test_empty_slots_on_the_base_mend_it():
    """With `__slots__ = ()` on the base the object is smaller by over a third and has no dict."""
    assert not hasattr(SlotsOnBareBase(), "__dict__")
    assert bytes_each(SlotsOnBareBase) < 0.67 * bytes_each(Plain)


if __name__ == "__main__":
    main()
