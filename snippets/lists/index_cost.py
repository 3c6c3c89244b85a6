# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Indexing costs the same at any length"
# claim = "Fetching an item runs the same instructions at length 10 and at length 100,000."
# browser = true
# rows = ["S049", "S054", "W06"]
# ///
"""Fetching by position is one instruction; finding a value is a walk.

Counted are the instructions the interpreter executes: a stopwatch would measure the caches too.
"""

import sys


def fetch(items, position):
    return items[position]


def walk(items, wanted):
    for position, item in enumerate(items):
        if item == wanted:
            return position
    return None


def instructions(func, *args) -> int:
    """Instructions executed in Python code while `func` runs."""
    count = 0

    def on_event(frame, event, _arg):
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        func(*args)
    finally:
        sys.settrace(before)
    return count


def main() -> None:
    print("instructions   to fetch   to walk to")
    print("the last of:    by index    its value")
    for n in (10, 1_000, 100_000):
        items = list(range(n))
        by_position = instructions(fetch, items, n - 1)
        by_value = instructions(walk, items, n - 1)
        print(f"{n:11,} {by_position:12} {by_value:12,}")


def test_fetch_runs_the_same_instructions_at_any_length():
    """The executed instructions are equal at lengths 10 and 100,000, first item or last."""
    from explainer.evidence import executed_opcodes

    counts = [
        executed_opcodes(fetch, list(range(n)), at) for n in (10, 100_000) for at in (0, n - 1)
    ]
    assert all(count == counts[0] for count in counts)
    assert counts[0].total() < 10


def test_walking_costs_in_proportion_to_the_position():
    """Ten times further costs ten times more instructions, within 1 per cent."""
    from explainer.evidence import executed_opcodes

    items = list(range(20_000))
    near = executed_opcodes(walk, items, 1_000).total()
    far = executed_opcodes(walk, items, 10_000).total()
    assert abs(far / near - 10) < 0.1


if __name__ == "__main__":
    main()
