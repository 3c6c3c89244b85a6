# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "C code that lets go of the lock"
# claim = "A C function sees another thread act while it runs only if it has let go of the lock."
# needs = ["threads", "compiler", "linux"]
# rows = ["S038", "W01"]
# timeout_s = 60
# ///
"""The C function watches one number until it changes. Only another Python thread can change it.
`holding` keeps the lock; `letting_go` does what Py_BEGIN_ALLOW_THREADS does, then takes it back.
"""

import ctypes
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SOURCE = """
#include <time.h>
void *PyEval_SaveThread(void);
void PyEval_RestoreThread(void *);

int holding(volatile int *signal, int limit_s) {
    time_t end = time(NULL) + limit_s;
    while (!*signal && time(NULL) <= end) { }
    return *signal;
}

int letting_go(volatile int *signal, int limit_s) {
    void *state = PyEval_SaveThread();     /* let go */
    int seen = holding(signal, limit_s);   /* touches no Python object */
    PyEval_RestoreThread(state);           /* take it back */
    return seen;
}
"""


def build():
    """The compiled functions. PyDLL calls them with the lock held (CDLL would let go itself)."""
    with tempfile.TemporaryDirectory() as directory:
        library = Path(directory, "watch.so")
        compiler = shutil.which("cc") or shutil.which("gcc") or "clang"
        command = [compiler, "-O1", "-shared", "-fPIC", "-x", "c", "-", "-o", str(library)]
        subprocess.run(command, input=SOURCE.encode(), check=True)
        return ctypes.PyDLL(str(library))


def sees_the_signal(watch, limit_s):
    signal, go = ctypes.c_int(0), threading.Event()

    def send():
        go.wait()
        signal.value = 1

    other = threading.Thread(target=send)
    other.start()
    go.set()
    seen = watch(ctypes.byref(signal), limit_s)
    other.join()
    return bool(seen)


def answers():
    library, before = build(), sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        return {
            "holding": sees_the_signal(library.holding, limit_s=1),
            "letting_go": sees_the_signal(library.letting_go, limit_s=20),
        }
    finally:
        sys.setswitchinterval(before)


def main() -> None:
    for name, seen in answers().items():
        print(f"{name:11} {'saw' if seen else 'never saw'} the signal")


def test_only_the_function_that_lets_go_sees_the_signal():
    lock_is_on = getattr(sys, "_is_gil_enabled", lambda: True)()
    assert answers() == {"holding": not lock_is_on, "letting_go": True}


if __name__ == "__main__":
    main()
