# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "When the collector runs, and where"
# claim = "New containers that stay start it, in your own thread; strings and megabytes do not."
# browser = true
# rows = ["S088", "S089", "W17", "M28"]
# ///
"""`gc.callbacks` are called at the start and end of each collection: we note how many and where.

The collector counts containers made minus containers freed. It does not count bytes, and objects
that cannot refer to others, such as strings and floats, do not count at all.
"""

import gc
import sysconfig
import threading

N = 100_000
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def knots():
    for _ in range(N):
        knot = []
        knot.append(knot)


def kept_lists():
    return [[i] for i in range(N)]


def dropped_lists():
    for i in range(N):
        box = [i]
    return box


def kept_strings():
    return [str(i) for i in range(N)]


def hundred_megabytes():
    return [bytes(100_000) for _ in range(1_000)]


LOADS = (knots, kept_lists, dropped_lists, kept_strings, hundred_megabytes)


def collections(load) -> list[int]:
    """For each collection during the load, the thread in which it ran."""
    threads = []

    def note(phase, _info):
        if phase == "start":
            threads.append(threading.get_ident())

    gc.collect()
    gc.callbacks.append(note)
    try:
        load()
    finally:
        gc.callbacks.remove(note)
    return threads


def main() -> None:
    here = threading.get_ident()
    print("load               runs   where")
    for load in LOADS:
        ran = collections(load)
        where = "this thread" if ran and set(ran) == {here} else "-" if not ran else "elsewhere"
        print(f"{load.__name__:<17} {len(ran):5}   {where}")
    print(f"\nthreads in this process: {threading.active_count()}")


def test_it_runs_in_the_thread_that_made_the_objects():
    """Every collection runs in the one thread there is: nobody comes in the background."""
    assert set(collections(knots)) == {threading.get_ident()}


def test_new_containers_start_it():
    """100,000 knots start it at least ten times, and so do lists that stay."""
    at_least = 1 if FREE_THREADED else 10
    assert len(collections(knots)) >= at_least
    assert len(collections(kept_lists)) >= at_least


def test_strings_megabytes_and_freed_lists_do_not():
    """Neither 100,000 strings, nor 100 MB of bytes, nor lists that are freed at once start it."""
    for load in (kept_strings, hundred_megabytes, dropped_lists):
        assert len(collections(load)) <= 1, load.__name__


if __name__ == "__main__":
    main()
