# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a profile's columns mean"
# claim = "Calls are exact; own times add up to the total, cumulative times to more than it."
# browser = true
# needs = []
# rows = ["S107"]
# timeout_s = 20
# alone = true
# ///
"""A profile of the access log's report. `own` is time in the function itself, `cum` includes
all that it called. A recursive function has two counts: all calls, and those from outside.
"""

import cProfile
import pstats

LOG = [f"/shop/{i % 9}/item{i % 40} {i * 31 % 97}" for i in range(400)]


def parse(line):
    path, ms = line.split()
    return path, int(ms)


def depth(parts):
    return 0 if not parts else 1 + depth(parts[1:])


def report(lines):
    deepest, slowest = 0, 0
    for line in lines:
        path, ms = parse(line)
        deepest = max(deepest, depth(path.split("/")))
        slowest = max(slowest, ms)
    return deepest, slowest


def profiled():
    """(calls, calls from outside, own seconds, cumulative seconds) by function"""
    with cProfile.Profile() as profile:
        report(LOG)
    stats = pstats.Stats(profile).stats
    return {name: (row[1], *row[0:1], *row[2:4]) for (*_, name), row in stats.items()}


def main() -> None:
    print("calls       own      cum  function")
    rows = sorted(profiled().items(), key=lambda row: -row[1][3])
    for name, (calls, outside, own, cum) in rows:
        if calls == 1 and name != "report":
            continue  # the profiler's own end
        count = f"{calls}/{outside}" if calls != outside else f"{calls}"
        short = "str.split" if "split" in name else name.replace("built-in method builtins.", "")
        print(f"{count:9} {own * 1e3:5.2f} {cum * 1e3:8.2f}  {short}")
    print("ms, n = 1 run under the profiler")


def test_calls_are_exact():
    rows = profiled()
    assert rows["parse"][:2] == (400, 400)
    assert rows["<built-in method builtins.max>"][0] == 800


def test_recursion_has_two_counts():
    assert profiled()["depth"][:2] == (400 * 5, 400)


def test_own_times_never_exceed_cumulative_ones():
    assert all(own <= cum + 1e-9 for _, _, own, cum in profiled().values())


def test_the_own_times_together_are_the_whole_and_the_cumulative_ones_more():
    rows = profiled()
    own = sum(row[2] for row in rows.values())
    assert own < sum(row[3] for row in rows.values())
    assert rows["report"][3] <= own + 1e-9


if __name__ == "__main__":
    main()
