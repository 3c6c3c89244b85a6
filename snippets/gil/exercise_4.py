# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 4: count apart, add up once"
# claim = "Threads that count for themselves and add up once need one lock each, and lose nothing."
# needs = ["threads"]
# rows = ["S035"]
# timeout_s = 30
# ///
"""What is not shared needs no lock. Each thread counts in a local variable and hands in its sum."""

import sys
import threading

THREADS, STEPS = 4, 100_000


def count_words(add):
    """Each step finds one word."""
    found = 0
    for _ in range(STEPS):
        found += len("x")
    add(found)


def total():
    """(count, times the lock was taken)"""
    lock, state = threading.Lock(), {"count": 0, "locked": 0}

    def add(found):
        with lock:
            state["count"] += found
            state["locked"] += 1

    work = {"target": count_words, "args": [add]}
    crew = [threading.Thread(**work) for _ in range(THREADS)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    return state["count"], state["locked"]


def main() -> None:
    count, locked = total()
    print(f"counted {count:,}, took the lock {locked} times")


def test_nothing_is_lost_at_any_switch_interval():
    before = sys.getswitchinterval()
    sys.setswitchinterval(10e-6)
    try:
        assert [total() for _ in range(3)] == [(THREADS * STEPS, THREADS)] * 3
    finally:
        sys.setswitchinterval(before)


if __name__ == "__main__":
    main()
