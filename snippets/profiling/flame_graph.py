# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A flame graph from real samples"
# claim = "Bars at one depth are together no wider than the one they were called from."
# browser = true
# needs = []
# rows = ["S115", "S116"]
# timeout_s = 20
# ///
"""A sample is a call stack. Equal stacks are counted, and drawn as bars: width is the number
of samples, depth is who called whom. Here one sample is taken every 23 executed lines.
"""

import sys
from collections import Counter

LOG = [f"/page{i * 7 % 12} {i % 4 * 325}ms" for i in range(200)]


def parse(line):
    path, ms = line.split()
    return path, number(ms)


def number(text):
    value = 0
    for digit in text.removesuffix("ms"):
        value = 10 * value + ord(digit) - 48
    return value


def times_seen(request, kept):
    seen = 0
    for other in kept:
        seen += other == request
    return seen


def report():
    kept = []
    for line in LOG:
        request = parse(line)
        if not times_seen(request, kept):
            kept.append(request)
    return kept


def stack_of(frame, root):
    names = []
    while frame is not None:
        names.insert(0, frame.f_code.co_name)
        if frame.f_code is root:
            return tuple(names)
        frame = frame.f_back
    return ()


def samples(program, every=23):
    """How often each stack was found, looking once in `every` lines."""
    stacks, lines = Counter(), 0

    def on_event(frame, event, _arg):
        nonlocal lines
        lines += event == "line"
        if event == "line" and lines % every == 0:
            stacks[stack_of(frame, program.__code__)] += 1
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        program()
    finally:
        sys.settrace(before)
    return stacks


def bars(stacks):
    """(first sample, samples) of each bar; its key is the stack down to the bar."""
    placed, position = {}, 0
    for stack, count in sorted(stacks.items()):
        for depth in range(1, len(stack) + 1):
            first, held = placed.get(stack[:depth], (position, 0))
            placed[stack[:depth]] = first, held + count
        position += count
    return placed


def main() -> None:
    stacks = samples(report)
    for stack, count in sorted(stacks.items()):
        print(";".join(stack), count)
    placed = bars(stacks)
    print("\nfirst  wide  bar")
    for stack, (first, held) in sorted(placed.items()):
        print(f"{first:5} {held:5}  {'  ' * (len(stack) - 1)}{stack[-1]}")


def test_no_bar_is_wider_than_its_caller():
    placed = bars(samples(report))
    for stack, (_, held) in placed.items():
        inside = [h for key, (_, h) in placed.items() if key[:-1] == stack]
        assert sum(inside) <= held


def test_every_sample_is_under_the_root():
    stacks = samples(report)
    assert bars(stacks)[("report",)] == (0, stacks.total())


def test_the_widest_leaf_is_the_busiest_function():
    stacks = samples(report)
    assert stacks.most_common(1)[0][0] == ("report", "times_seen")


if __name__ == "__main__":
    main()
