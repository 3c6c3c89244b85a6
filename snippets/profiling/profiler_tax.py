# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a profiler sees, and what it costs"
# claim = "cProfile is told of calls, a tracer of lines; the answer stays the same."
# browser = false
# needs = []
# rows = ["S112"]
# timeout_s = 120
# alone = true
# ///
"""A tracer slows the program in proportion to the events it is told of, so code with many small
calls pays most. The result stays the same; the proportions between functions do not.
"""

import cProfile
import sys
import time
from statistics import median

C, RUNS = -0.62772 - 0.42193j, 5
POINTS = [complex(x / 20, y / 20) for y in range(-36, 36) for x in range(-36, 36)]


def escape_counts(limit=60):
    counts = []
    for z in POINTS:
        n = 0
        while abs(z) < 2 and n < limit:
            z = z * z + C
            n += 1
        counts.append(n)
    return counts


def under_cprofile():
    return cProfile.Profile().runcall(escape_counts)


def line_events():
    """The result, and how many lines a tracer was told of."""
    lines = 0

    def on_event(_frame, event, _arg):
        nonlocal lines
        lines += event == "line"
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        return escape_counts(), lines
    finally:
        sys.settrace(before)


def time_s(func):
    start = time.perf_counter()
    func()
    return time.perf_counter() - start


def main() -> None:
    counts = escape_counts()
    calls = sum(counts) + 2 * len(counts) + 1
    events = {escape_counts: 0, under_cprofile: 2 * calls, line_events: line_events()[1]}
    times = {func: median(time_s(func) for _ in range(RUNS)) for func in events}
    print("under         events    time  ratio")
    for func, name in zip(events, ("nothing", "cProfile", "line tracer"), strict=True):
        ratio = times[func] / times[escape_counts]
        print(f"{name:11} {events[func]:8,} {times[func] * 1e3:4.0f} ms {ratio:5.1f}×")
    print(f"median of n = {RUNS}")


def test_no_profiler_changes_the_answer():
    assert under_cprofile() == escape_counts() == line_events()[0]


def test_lines_are_three_a_step_and_four_a_point():
    counts = escape_counts()
    lines = 3 * sum(counts) + 4 * len(counts)
    assert abs(line_events()[1] - lines) < 5


def test_the_instructions_of_the_program_do_not_change():
    from explainer.evidence import executed_opcodes

    alone = executed_opcodes(escape_counts, 3)
    profile = cProfile.Profile()
    profile.enable()
    try:
        profiled = executed_opcodes(escape_counts, 3)
    finally:
        profile.disable()
    assert alone["BINARY_OP"] == profiled["BINARY_OP"] > 0


if __name__ == "__main__":
    main()
