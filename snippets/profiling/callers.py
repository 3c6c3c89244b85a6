# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Who calls the hot function?"
# claim = "Of 1,200 calls of clean, 1,000 come from totals and 200 from header."
# browser = true
# needs = []
# rows = ["S114"]
# timeout_s = 20
# ///
"""The hot function is often innocent: somebody calls it too often. A profile knows who:
for every pair of caller and callee it has a count of its own.
"""

import cProfile
import pstats


def clean(word):
    return word.strip().lower()


def header(names):
    return [clean(name) for name in names]


def totals(rows):
    sums = {}
    for name, amount in rows:
        sums[clean(name)] = sums.get(clean(name), 0) + amount
    return sums


def report():
    header(["Name ", " Amount"] * 100)
    return totals([(f" User{i % 7} ", i) for i in range(500)])


def callers(name):
    """Calls of a function by the function that made them."""
    with cProfile.Profile() as profile:
        report()
    stats = pstats.Stats(profile).stats
    _, _, _, _, made = next(row for (*_, func), row in stats.items() if func == name)
    counts = {}
    for (_, _, caller), (_, calls, *_) in made.items():
        caller = "header" if caller == "<listcomp>" else caller  # a frame of its own up to 3.11
        counts[caller] = counts.get(caller, 0) + calls
    return counts


def main() -> None:
    print("clean() was called")
    for caller, calls in sorted(callers("clean").items(), key=lambda pair: -pair[1]):
        print(f"{calls:6,} times by {caller}")


def test_every_call_has_its_caller():
    assert callers("clean") == {"totals": 1000, "header": 200}


def test_the_loop_calls_twice_for_each_row():
    assert callers("clean")["totals"] == 2 * 500


if __name__ == "__main__":
    main()
