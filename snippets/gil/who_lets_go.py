# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Which calls let go of the lock?"
# claim = "Waiting, hashing and compressing let another thread run; sorting and JSON do not."
# needs = ["threads"]
# rows = ["S032", "S033", "S037", "W01"]
# timeout_s = 60
# ///
"""The switch interval is set to 1,000 seconds, so that nobody is ever asked for the lock.
If another thread runs while a call is under way, then the call itself has let go.
"""

import hashlib
import json
import sqlite3
import sys
import threading
import time
import zlib

BIG = bytes(range(256)) * 100_000
NUMBERS = list(range(300_000, 0, -1))
COUNT_ROWS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
                WHERE i < 300000) SELECT count(*) FROM n"""
CALLS = {
    "time.sleep(0.05)": lambda: time.sleep(0.05),
    "lock.acquire(timeout=0.05)": lambda: threading.Semaphore(0).acquire(timeout=0.05),
    "sha256 of 25.6 MB": lambda: hashlib.sha256(BIG),
    "zlib.compress of 25.6 MB": lambda: zlib.compress(BIG, 1),
    "sqlite3 counts 300,000 rows": lambda: sqlite3.connect(":memory:").execute(COUNT_ROWS),
    "sha256 of 1 kB, 5,000 times": lambda: [hashlib.sha256(BIG[:1000]) for _ in range(5000)],
    "sorted, 300,000 strings": lambda: sorted(map(str, NUMBERS)),
    "sum, 300,000 numbers": lambda: sum(NUMBERS),
    "json.dumps, 300,000 numbers": lambda: json.dumps(NUMBERS),
    "a loop in Python": lambda: [number * number for number in NUMBERS],
}


def lets_go(call):
    """Whether another thread got to run Python before the call was done."""
    log, go = [], threading.Event()

    def write():
        go.wait()
        log.append("other")

    other = threading.Thread(target=write)
    other.start()
    go.set()  # the other thread is awake now, and waits for the lock
    call()
    log.append("call")
    other.join()
    return log[0] == "other"


def ever(call, tries):
    """A busy machine may wake the other thread too late: so try again."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        return any(lets_go(call) for _ in range(tries))
    finally:
        sys.setswitchinterval(before)


def main() -> None:
    for name, call in CALLS.items():
        print(f"{name:28} {'lets go' if ever(call, 10) else 'holds on'}")


def test_the_first_five_let_go():
    for name in list(CALLS)[:5]:
        assert ever(CALLS[name], tries=50), name


def test_the_others_hold_on():
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        for name in list(CALLS)[5:]:
            assert not ever(CALLS[name], tries=5), name


if __name__ == "__main__":
    main()
