# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The regular expression in the loop"
# claim = "Compiling in the loop costs 5 calls for each use, compiling once costs 2."
# browser = true
# needs = []
# rows = ["S141"]
# timeout_s = 20
# ///
"""`re.compile` keeps compiled patterns, so a second compile is quick. It is still three calls:
compile itself, the look into the cache, and a test of the flags' type.
"""

import cProfile
import pstats
import re

PATTERN = r"/\w+ 5\d\d \d+ms"
LINES = [f"/page{i % 9} {500 if i % 90 == 0 else 200} {i % 97}ms" for i in range(9000)]
FAILED = re.compile(PATTERN)


def failed_compiling(line):
    return re.compile(PATTERN).match(line) is not None


def failed_compiled(line):
    return FAILED.match(line) is not None


def count(failed):
    found = 0
    for line in LINES:
        found += failed(line)
    return found


def calls(failed):
    """All calls that the profiler saw below count, by function."""
    with cProfile.Profile() as profile:
        count(failed)
    stats = pstats.Stats(profile).stats
    inside = {name: row[1] for (*_, name), row in stats.items()}
    return {name: n for name, n in inside.items() if n >= len(LINES)}


def main() -> None:
    for failed in (failed_compiling, failed_compiled):
        counted = calls(failed)
        print(f"{sum(counted.values()):,} calls for {len(LINES):,} lines")
        for name, n in counted.items():
            short = re.sub(r"<(built-in )?method '?([\w.]+).*>", r"\2 (in C)", name)
            print(f"{n:8,}  {short}")


def test_five_calls_a_use_become_two():
    assert sum(calls(failed_compiling).values()) == 45_000
    assert sum(calls(failed_compiled).values()) == 18_000


def test_both_find_the_same():
    assert count(failed_compiling) == count(failed_compiled) == 100


def test_the_cache_is_why_it_is_not_worse():
    assert re.compile(PATTERN) is re.compile(PATTERN)


if __name__ == "__main__":
    main()
