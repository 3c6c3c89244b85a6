# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "How a line comes to minus a gigabyte"
# claim = "Summed over a loop, differences reach −100 buffers; the peak is one buffer."
# browser = true
# needs = []
# rows = ["S066"]
# timeout_s = 20
# ///
"""A line profiler for memory reads the memory before and after each line and adds the
differences up, also over the rounds of a loop. The sum is true and tells nothing.
"""

import tracemalloc

ROUNDS, BUFFER = 100, 10_000_000


def memory():
    return tracemalloc.get_traced_memory()[0]


def summed_differences():
    """(sum for the line that takes, sum for the line that gives back, peak of both)"""
    taken = given = 0
    tracemalloc.start()
    try:
        for _ in range(ROUNDS):
            start = memory()
            buffer = bytearray(BUFFER)
            taken += memory() - start
            start = memory()
            del buffer
            given += memory() - start
        return taken, given, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def main() -> None:
    taken, given, peak = summed_differences()
    print(f"{taken / 1e6:+8,.0f} MB  buffer = bytearray(BUFFER)")
    print(f"{given / 1e6:+8,.0f} MB  del buffer")
    print(f"{peak / 1e6:8,.0f} MB  the most there ever was")


def test_the_sums_are_a_hundred_buffers():
    taken, given, _ = summed_differences()
    assert 0.99 < taken / (ROUNDS * BUFFER) < 1.01
    assert 0.99 < -given / (ROUNDS * BUFFER) < 1.01


def test_the_program_never_holds_more_than_one():
    assert BUFFER < summed_differences()[2] < 1.1 * BUFFER


if __name__ == "__main__":
    main()
