# /// script
# requires-python = ">=3.11"
# dependencies = ["line_profiler==5.1.0"]
#
# [tool.snippet]
# title = "line_profiler counts as we did"
# claim = "The hits of line_profiler equal the counts from steps and points, line by line."
# browser = false
# needs = []
# rows = ["S123"]
# timeout_s = 60
# alone = true
# ///
"""The real tool on the real loop. From the shell it is `kernprof -lv program.py`, and the program
marks functions with @profile; here it is told which function to watch.
"""

from line_profiler import LineProfiler

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


def profiled():
    """(line from the def line, hits, share of the time) of each line that ran"""
    profiler = LineProfiler(escape_counts)
    profiler.runcall(escape_counts, POINTS)
    (rows,) = profiler.get_stats().timings.values()
    total = sum(ticks for _, _, ticks in rows)
    first = escape_counts.__code__.co_firstlineno
    return [(line - first, hits, ticks / total) for line, hits, ticks in rows]


def main() -> None:
    texts = {4: "while abs(z) < 2 and …", 5: "z = z * z + C", 6: "n += 1"}
    print("   hits  time  line")
    for line, hits, share in profiled():
        if line in texts:
            print(f"{hits:7,}  {share:4.0%}  {texts[line]}")
    print("n = 1 run under line_profiler")


def test_hits_are_what_steps_and_points_say():
    counts = escape_counts(POINTS)
    steps, points = sum(counts), len(POINTS)
    hits = {line: count for line, count, _ in profiled()}
    assert hits[5] == hits[6] == steps
    assert hits[4] == steps + points
    assert hits[7] == points


def test_the_shares_are_of_the_whole():
    assert abs(sum(share for _, _, share in profiled()) - 1) < 1e-9


if __name__ == "__main__":
    main()
