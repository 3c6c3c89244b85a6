# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Place your bet, then count"
# claim = "A program's busiest function is not the one with the regular expression in it."
# browser = true
# needs = []
# rows = ["S097"]
# timeout_s = 20
# ///
"""An access log is parsed, cleared of repeated lines and summed up.
Bet first: which function executes most lines of Python? Then let each one be counted.
"""

import re
import sys
from collections import Counter

LINE = re.compile(r"(?P<path>/\w*) (?P<status>\d{3}) (?P<ms>\d+)ms")
LOG = [f"/page{i * 7 % 45} {500 if i % 90 == 0 else 200} {i * 31 % 97}ms" for i in range(240)]


def parse(line):
    match = LINE.match(line)
    return match["path"], int(match["status"]), int(match["ms"])


def times_seen(request, kept):
    seen = 0
    for other in kept:
        seen += other == request
    return seen


def slowest(requests):
    return sorted(requests, key=lambda request: -request[2])[:3]


def summary(lines):
    kept = []
    for line in lines:
        request = parse(line)
        if not times_seen(request, kept):
            kept.append(request)
    return slowest(kept)


def lines_run(program, *args):
    """Executed lines, by the function that they belong to."""
    counts = Counter()

    def on_event(frame, event, _arg):
        counts[frame.f_code.co_name] += event == "line"
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        program(*args)
    finally:
        sys.settrace(before)
    return counts


def main() -> None:
    counts = lines_run(summary, LOG)
    print("share    lines run  function")
    for name, count in counts.most_common():
        print(f"{count / counts.total():5.1%}  {count:10,}  {name}")


def test_the_innocent_looking_loop_has_nearly_all_of_it():
    counts = lines_run(summary, LOG)
    assert counts.most_common(1)[0][0] == "times_seen"
    assert counts["times_seen"] > 0.9 * counts.total()


def test_the_bets_most_people_place_are_small():
    counts = lines_run(summary, LOG)
    assert counts["parse"] < 0.05 * counts.total()
    assert counts["<lambda>"] < 0.05 * counts.total()


if __name__ == "__main__":
    main()
