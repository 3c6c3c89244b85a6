# /// script
# requires-python = ">=3.13"
# dependencies = []
#
# [tool.snippet]
# title = "A sub-interpreter has a lock of its own"
# claim = "A sub-interpreter runs while the main one keeps its lock; lists and dicts do not pass."
# needs = ["threads", "cpython>=3.13"]
# rows = ["S032", "S034", "W01"]
# timeout_s = 60
# ///
"""The main thread says go, then watches one byte and never lets go of its lock.
A plain thread cannot set the byte meanwhile. A thread that runs another interpreter can.
"""

import sys
import threading
import time

import _interpreters  # private; concurrent.interpreters is built on it

ANSWER = """
import time
byte[2] = 1  # ready
while not byte[1]:
    time.sleep(0.001)
byte[0] = 1
"""


def plain_thread(byte):
    exec(ANSWER, {"byte": byte})  # noqa: S102


def other_interpreter(byte):
    interpreter = _interpreters.create()
    _interpreters.exec(interpreter, "import _interpreters")
    _interpreters.set___main___attrs(interpreter, {"byte": memoryview(byte)})
    _interpreters.exec(interpreter, ANSWER)
    _interpreters.destroy(interpreter)


def answers(target, patience_s):
    """Whether the byte changes under the eyes of a thread that never lets go."""
    byte, before = bytearray(3), sys.getswitchinterval()
    sys.setswitchinterval(1000)
    thread = threading.Thread(target=target, args=[byte])
    thread.start()
    while not byte[2] and thread.is_alive():
        time.sleep(0.001)  # lets go
    byte[1] = 1  # go; from here on the lock is kept
    end_s = time.monotonic() + patience_s
    while not byte[0] and time.monotonic() < end_s:
        pass
    seen = bool(byte[0])
    sys.setswitchinterval(before)
    thread.join()
    return seen


def main() -> None:
    for target, patience_s in {plain_thread: 1, other_interpreter: 20}.items():
        verb = "answers" if answers(target, patience_s) else "cannot answer"
        print(f"{target.__name__.replace('_', ' '):17} {verb}")
    for thing in ("text", 2**40, (1, 2), memoryview(b""), [1, 2], {}):
        passes = "passes" if _interpreters.is_shareable(thing) else "does not pass"
        print(f"{type(thing).__name__:17} {passes}")


def test_only_the_other_interpreter_answers():
    lock_is_on = getattr(sys, "_is_gil_enabled", lambda: True)()
    assert answers(plain_thread, 0.5) == (not lock_is_on)
    assert answers(other_interpreter, 20)


def test_lists_and_dicts_do_not_pass_as_they_are():
    assert not _interpreters.is_shareable([])
    assert not _interpreters.is_shareable({})
    assert _interpreters.is_shareable("text")


if __name__ == "__main__":
    main()
