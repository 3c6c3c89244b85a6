# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Every call of the Julia set"
# claim = "abs is called once for each step and once more for each point, so the calls are exact."
# browser = true
# needs = []
# rows = ["S109", "S138"]
# timeout_s = 20
# ///
"""For each point of a grid: how many steps of z² + c until the point escapes, at most 300?
The work is known exactly, so a profiler's counts can be checked against arithmetic.
"""

import cProfile
import pstats

C, LIMIT = -0.62772 - 0.42193j, 300


def axis(width):
    values, x = [], -1.8
    while x < 1.8:
        values.append(x)
        x += 3.6 / width
    return values


def escape_counts(points):
    counts = []
    for z in points:
        n = 0
        while abs(z) < 2 and n < LIMIT:
            z = z * z + C
            n += 1
        counts.append(n)
    return counts


def julia(width):
    xs = axis(width)
    return escape_counts([complex(x, -y) for y in xs for x in xs])


def calls(profile):
    """Calls by function name, as the profiler counted them."""
    stats = pstats.Stats(profile).stats
    return {name: row[1] for (*_, name), row in stats.items()}


def profiled(width):
    with cProfile.Profile() as profile:
        counts = julia(width)
    return sum(counts), len(counts), calls(profile)


def main() -> None:
    steps, points, counted = profiled(100)
    print(f"points               {points:9,}")
    print(f"steps, summed up     {steps:9,}")
    print(f"calls of abs         {counted['<built-in method builtins.abs>']:9,}")
    print(f"steps + points       {steps + points:9,}")


def test_the_sum_is_the_known_one():
    assert sum(julia(100)) == 334_236


def test_the_profiler_counts_each_call():
    steps, points, counted = profiled(40)
    assert counted["<built-in method builtins.abs>"] == steps + points
    assert counted["escape_counts"] == counted["axis"] == 1
    assert counted["<method 'append' of 'list' objects>"] == points + 40


if __name__ == "__main__":
    main()
