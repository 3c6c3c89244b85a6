# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A thread that answers, beside a thread that computes"
# claim = "After each wait a thread must ask for the lock, and gets it when the interval is over."
# needs = ["threads"]
# rows = ["S035", "S043"]
# timeout_s = 60
# alone = true
# ///
"""One thread waits for half a millisecond, again and again, as for the answers of a server.
How many answers does it see while its neighbour computes?
"""

import sys
import threading
import time

STEPS = 6_000_000


def waits_beside(steps, interval_s):
    """(waits within the neighbour's loop, seconds that the loop took)"""
    state, waits = ["not yet"], 0

    def compute():
        state[0] = "busy"
        for _ in range(steps):
            pass
        state[0] = "done"

    before = sys.getswitchinterval()
    sys.setswitchinterval(interval_s)
    try:
        start = time.perf_counter()
        neighbour = threading.Thread(target=compute)
        neighbour.start()
        while state[0] != "done":
            began = state[0]
            time.sleep(0.0005)
            waits += began == state[0] == "busy"
        neighbour.join()
    finally:
        sys.setswitchinterval(before)
    return waits, time.perf_counter() - start


def waits_alone(time_s):
    end, waits = time.perf_counter() + time_s, 0
    while time.perf_counter() < end:
        time.sleep(0.0005)
        waits += 1
    return waits


def main() -> None:
    print("switch interval  waits a second")
    print(f"{'no neighbour':>15} {waits_alone(0.3) / 0.3:11,.0f} (n = 1)")
    for label, interval_s in {"5 ms": 5e-3, "0.5 ms": 5e-4, "0.05 ms": 5e-5}.items():
        waits, time_s = waits_beside(STEPS, interval_s)
        print(f"{label:>15} {waits / time_s:11,.0f}")


def test_a_patient_thread_gets_no_turn():
    """Nobody asks for the lock within 1,000 s: the whole computation comes first."""
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        assert [waits_beside(300_000, 1000)[0] for _ in range(3)] == [0, 0, 0]


if __name__ == "__main__":
    main()
