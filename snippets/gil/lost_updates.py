# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Four threads count together, and some counts get lost"
# claim = "With a call inside, += loses counts; the bare loop is lucky; a lock is exact."
# needs = ["threads"]
# rows = ["S035", "W02"]
# timeout_s = 60
# ///
"""Four threads add to one counter, in three ways.
The switch interval is set to 10 µs, so that a rare accident has many chances to happen.
"""

import sys
import threading

THREADS, STEPS = 4, 100_000
lock = threading.Lock()
count = 0


def one():
    return 1


def bare():
    global count
    for _ in range(STEPS):
        count += 1


def with_call():
    global count
    for _ in range(STEPS):
        count += one()


def locked():
    global count
    for _ in range(STEPS):
        with lock:
            count += one()


def lost(work):
    """How many of the additions left no trace."""
    global count
    count, before = 0, sys.getswitchinterval()
    sys.setswitchinterval(10e-6)
    try:
        crew = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    return THREADS * STEPS - count


def main() -> None:
    print(f"of {THREADS * STEPS:,} additions")
    for work in (bare, with_call, locked):
        missing = lost(work)
        print(f"{work.__name__:10} {missing:7,} lost {missing / (THREADS * STEPS):6.1%}")


def test_a_call_between_load_and_store_loses_counts():
    assert any(lost(with_call) > 0 for _ in range(20))


def test_the_bare_loop_is_lucky_with_the_lock_on():
    """From 3.10 to 3.14 nothing between its load and its store lets another thread in."""
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        assert lost(bare) == 0


def test_a_lock_is_exact():
    assert lost(locked) == 0


if __name__ == "__main__":
    main()
