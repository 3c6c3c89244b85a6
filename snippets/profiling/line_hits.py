# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "How often each line ran"
# claim = "The line z = z * z + C runs once a step, the while line once more for each point."
# browser = true
# needs = []
# rows = ["S110", "S123"]
# timeout_s = 20
# ///
"""A function's profile says that escape_counts takes everything, which you knew.
Counting its lines says what in it. The counts follow from the number of steps and points.
"""

import inspect
import sys
from collections import Counter

C, LIMIT, WIDTH = -0.62772 - 0.42193j, 300, 24
POINTS = [complex(x, y) / WIDTH * 1.8 for y in range(-WIDTH, WIDTH) for x in range(-WIDTH, WIDTH)]


def escape_counts(points):
    counts = []
    for z in points:
        n = 0
        while abs(z) < 2 and n < LIMIT:
            z = z * z + C
            n += 1
        counts.append(n)
    return counts


def hits_of(func, *args):
    """Runs of each line of `func`, counted from its def line."""
    code, hits = func.__code__, Counter()

    def on_event(frame, event, _arg):
        if frame.f_code is not code:
            return None  # not traced at all
        if event == "line":
            hits[frame.f_lineno - code.co_firstlineno] += 1
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        func(*args)
    finally:
        sys.settrace(before)
    return hits


def main() -> None:
    hits = hits_of(escape_counts, POINTS)
    lines, _ = inspect.getsourcelines(escape_counts)
    for number, line in enumerate(lines):
        text = line.rstrip().replace("    ", "  ").replace(" and n < LIMIT", " and …")
        print(f"{hits[number] or '':>6} {text}")


def test_each_line_ran_as_often_as_steps_and_points_say():
    counts = escape_counts(POINTS)
    steps, points = sum(counts), len(POINTS)
    hits = hits_of(escape_counts, POINTS)
    assert hits[5] == hits[6] == steps
    assert hits[4] == steps + points
    assert hits[3] == hits[7] == points


def test_the_loop_head_is_reached_once_more_than_it_has_points():
    assert hits_of(escape_counts, POINTS)[2] == len(POINTS) + 1


if __name__ == "__main__":
    main()
