# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A class learns how large its instances are"
# claim = "The first instance has room for 30 attributes; later ones for one more than are used."
# browser = true
# rows = ["S077", "W15"]
# ///
"""A class cannot know which attributes its instances will get, so it starts generously.

With each new instance it offers a little less room, until there is one place more than names.
A name that turns up late still fits into instances made after it.
"""

import gc
import itertools
import struct
import sysconfig
import tracemalloc

WORD = struct.calcsize("P")
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def new_class():
    """A class that has no instances yet."""

    class Job:
        def __init__(self) -> None:
            self.name = self.owner = self.state = None

    return Job


def sizes(kind, n: int) -> list[int]:
    """Bytes asked for by each of the first n instances."""
    held = []
    each = []
    gc.collect()
    for make in [object] + [kind] * n:  # the first only warms up the measuring
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        thing = make()
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        held.append(thing)
        each.append(after - before)
    return each[1:]


def main() -> None:
    each = sizes(new_class(), 1_000)
    print("instance   bytes")
    for nth in (1, 2, 5, 10, 20, 25, 30, 100, 1_000):
        print(f"{nth:8,} {each[nth - 1]:7}  {'▇' * (each[nth - 1] // (3 * WORD))}")


def test_the_first_instance_is_the_largest():
    """Sizes fall, never rise, and the first is over three times the hundredth."""
    each = sizes(new_class(), 100)
    assert all(later <= earlier for earlier, later in itertools.pairwise(each))
    assert each[0] > (2 if FREE_THREADED else 3) * each[99]


def test_after_thirty_the_size_is_settled():
    """From the 30th on all are alike."""
    assert len(set(sizes(new_class(), 200)[30:])) == 1


if __name__ == "__main__":
    main()
