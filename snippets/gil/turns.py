# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Threads take turns"
# claim = "With an endless switch interval each thread has one turn, with a short one many."
# needs = ["threads"]
# rows = ["S032", "S035", "W02"]
# timeout_s = 30
# ///
"""Two threads write their letter into one log, a million times each.
The switch interval is how long a waiting thread is patient before it asks for the lock.
"""

import sys
import threading
from itertools import groupby

STEPS = 1_000_000


def write_log(interval_s):
    log, both_ready = [], threading.Barrier(2)

    def work(letter):
        write = log.append
        both_ready.wait()
        for _ in range(STEPS):
            write(letter)

    before = sys.getswitchinterval()
    sys.setswitchinterval(interval_s)
    try:
        threads = [threading.Thread(target=work, args=letter) for letter in "AB"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    return log


def turns(log):
    return sum(1 for _ in groupby(log))


def main() -> None:
    for label, interval_s in {"1000 s": 1000, "5 ms": 5e-3, "0.5 ms": 5e-4}.items():
        log = write_log(interval_s)
        print(f"{label}: {turns(log)} turns")
        print("".join(log[:: len(log) // 35]))


def test_a_patient_neighbour_never_interrupts():
    """Nobody asks within 1,000 seconds, so each thread has one turn, from start to end."""
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        assert turns(write_log(1000)) == 2


def test_an_impatient_neighbour_does():
    """One attempt in twenty is enough: a busy machine may not wake the waiting thread in time."""
    assert any(turns(write_log(1e-5)) > 2 for _ in range(20))


if __name__ == "__main__":
    main()
