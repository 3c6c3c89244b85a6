# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "When a file closes"
# claim = "A dropped file closes at once; in a cycle, when the collector comes; in `with`, always."
# browser = true
# rows = ["S094", "S096", "S157"]
# ///
"""CPython runs `__del__` as soon as the last reference is gone, in the middle of the program.

That closes forgotten files, and a ResourceWarning says that they were forgotten. An object in a
cycle waits for the collector, and other Pythons, such as PyPy, may wait for ever.
"""

import gc
import tempfile
import warnings
from pathlib import Path


class Door:
    def __init__(self, log):
        self.log = log

    def __del__(self):
        self.log.append("closed")


def forget():
    """The door is dropped, then the program goes on."""
    log = []
    door = Door(log)
    del door
    log.append("next line")
    return log


def forget_in_a_cycle():
    """The same, but the door holds a reference to itself."""
    log = []
    door = Door(log)
    door.knob = door
    del door
    log.append("next line")
    gc.collect()
    return log


def write_and_forget(path):
    """A file that is written to in one expression; the warnings it gave."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        open(path, "w").write("all of it")  # noqa: PTH123, SIM115
        return [str(w.message).split(" <")[0] for w in caught if w.category is ResourceWarning]


def main() -> None:
    print("dropped      ", forget())
    print("in a cycle   ", forget_in_a_cycle())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "note")
        print("open().write ", write_and_forget(path))
        print("on disk      ", [path.read_text()])


def test_the_last_reference_runs_del_at_once():
    """The door is closed before the next line runs."""
    gc.disable()
    try:
        assert forget() == ["closed", "next line"]
    finally:
        gc.enable()


def test_a_cycle_waits_for_the_collector():
    """In a cycle the door is closed after the next line, by the collector."""
    gc.disable()
    try:
        assert forget_in_a_cycle() == ["next line", "closed"]
    finally:
        gc.enable()


def test_a_forgotten_file_is_written_and_warned_about():
    """The text is on disk at once, and there is one ResourceWarning."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "note")
        assert write_and_forget(path) == ["unclosed file"]
        assert path.read_text() == "all of it"


if __name__ == "__main__":
    main()
