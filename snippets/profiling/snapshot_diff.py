# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Two snapshots, one culprit"
# claim = "Only the line whose memory stays is in the difference, exact to a small object."
# browser = true
# needs = []
# rows = ["S128"]
# timeout_s = 20
# ///
"""tracemalloc remembers for every block the line that asked for it. The difference of two
snapshots shows what stayed; what was taken and given back is not in it.
"""

import gc
import sys
import tracemalloc

sessions = {}


def handle(user):
    page = b"<html>" + bytes(50_000)  # given back at the end
    session = bytes(1000)
    sessions[user] = session  # never given back
    return len(page)


def grown(requests=500):
    """What stayed after these requests, by line of this file, most bytes first."""
    sessions.clear()
    sessions.update(dict.fromkeys(range(requests)))  # the table itself is no part of it
    gc.collect()
    only_here = [tracemalloc.Filter(True, handle.__code__.co_filename)]
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot().filter_traces(only_here)
        for user in range(requests):
            handle(user)
        after = tracemalloc.take_snapshot().filter_traces(only_here)
    finally:
        tracemalloc.stop()
    return after.compare_to(before, "lineno")


def offset(difference):
    """Line of a difference, counted from the def line of handle."""
    return difference.traceback[0].lineno - handle.__code__.co_firstlineno


def main() -> None:
    print("stayed       blocks  line of handle")
    for difference in grown():
        if difference.size_diff > 10_000:
            size, blocks = difference.size_diff, difference.count_diff
            print(f"{size:7,} B  {blocks:8}  +{offset(difference)}: session")


def test_the_line_that_keeps_is_first():
    assert offset(grown()[0]) == 2


def test_what_stayed_is_exact_to_a_small_object():
    first = grown()[0]
    spare = first.size_diff - 500 * sys.getsizeof(bytes(1000))
    assert 500 <= first.count_diff <= 502
    assert 0 <= spare < 100  # a small number of CPython's own, on some builds


def test_what_was_given_back_is_not_in_it():
    assert all(difference.size_diff < 10_000 for difference in grown()[1:])


if __name__ == "__main__":
    main()
