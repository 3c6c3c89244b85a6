# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "getsizeof weighs the wallet, not the money"
# claim = "sys.getsizeof misses what an object refers to, and even parts of the object itself."
# browser = true
# rows = ["M14"]
# ///
"""`sys.getsizeof` asks the object for its own size and follows no address.

For a string that is the truth. For a container it leaves out all that is inside. For a plain
instance it even leaves out the attribute slots, which CPython keeps with the object.
"""

import gc
import sys
import tracemalloc


class Empty:
    pass


class Job:
    def __init__(self) -> None:
        self.name = self.owner = self.state = None


N = 1_000  # a name, so that the string is not made by the compiler

MAKERS = {
    "'x' * 1000": lambda: "x" * N,
    "a Job": Job,
    "an Empty": Empty,
    "1,000 floats": lambda: [i / 7 for i in range(1000)],
    "10 × 10 lists": lambda: [[0] * 10 for _ in range(10)],
}


def says(make) -> int:
    """What `sys.getsizeof` says of one."""
    return sys.getsizeof(make())


def really(make, n: int = 300) -> int:
    """Bytes asked for to make one with all it holds, the mean of many."""
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
    print("thing          getsizeof    really")
    for name, make in MAKERS.items():
        print(f"{name:<14} {says(make):9,} {really(make):9,}")


def test_a_string_is_told_right():
    """A string holds its characters itself: what is said is what was asked for."""
    assert abs(says(MAKERS["'x' * 1000"]) - really(MAKERS["'x' * 1000"])) <= 1


def test_containers_are_told_without_what_they_hold():
    """A list of floats takes over twice what is said, a list of lists over four times."""
    assert really(MAKERS["1,000 floats"]) > 2 * says(MAKERS["1,000 floats"])
    assert really(MAKERS["10 × 10 lists"]) > 4 * says(MAKERS["10 × 10 lists"])


def test_a_plain_instance_is_told_without_its_attributes():
    """getsizeof gives a Job and an Empty the same size; they are not the same size."""
    assert says(Job) == says(Empty)
    assert really(Empty) > says(Empty)
    assert really(Job) > 1.5 * says(Job)


if __name__ == "__main__":
    main()
