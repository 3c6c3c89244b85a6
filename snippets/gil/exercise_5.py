# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 5: the same C function, called in two ways"
# claim = "A call through ctypes.CDLL lets go of the lock; through PyDLL it keeps it."
# needs = ["threads", "linux"]
# rows = ["S038"]
# timeout_s = 60
# ///
"""`usleep` of the C library, called through both kinds of ctypes library.
The switch interval is 1,000 s: who runs during the call runs because the call let go.
"""

import ctypes
import sys
import threading

LOADERS = {"CDLL": ctypes.CDLL, "PyDLL": ctypes.PyDLL}


def lets_go(loader):
    log, go = [], threading.Event()
    usleep = loader(None).usleep

    def write():
        go.wait()
        log.append("other")

    other = threading.Thread(target=write)
    other.start()
    go.set()
    usleep(100_000)
    log.append("call")
    other.join()
    return log[0] == "other"


def ever(loader, tries):
    """A busy machine may wake the other thread too late: so try again."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        return any(lets_go(loader) for _ in range(tries))
    finally:
        sys.setswitchinterval(before)


def main() -> None:
    for name, loader in LOADERS.items():
        print(f"{name:6} {'lets go' if ever(loader, 5) else 'holds on'}")


def test_cdll_lets_go():
    assert ever(ctypes.CDLL, tries=50)


def test_pydll_holds_on():
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        assert not ever(ctypes.PyDLL, tries=5)


if __name__ == "__main__":
    main()
