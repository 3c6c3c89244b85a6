# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A decorator that reads the right clock"
# claim = "time.time can be set back, perf_counter cannot; wraps keeps the name; func_name is gone."
# browser = true
# needs = []
# rows = ["S098", "S099"]
# timeout_s = 20
# ///
"""The five-line profiler that everybody writes once. Two details decide whether it is right:
the clock it reads, and that the decorated function keeps its own name.
"""

import contextlib
import functools
import time

readings = {}


def timed(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return func(*args, **kwargs)
        finally:  # also when it raises
            readings.setdefault(func.__name__, []).append(time.perf_counter() - start)

    return wrapper


@timed
def total(numbers):
    """The sum, the slow way."""
    result = 0
    for number in numbers:
        result += number
    return result


def main() -> None:
    print("clock         monotonic  settable")
    for clock in ("time", "monotonic", "perf_counter", "process_time"):
        info = time.get_clock_info(clock)
        print(f"{clock:12}  {info.monotonic!s:9}  {info.adjustable}")
    total(range(1000))
    print(f"\n{total.__name__}: called {len(readings['total'])} time")
    print("func_name there?", hasattr(total, "func_name"))


def test_only_one_clock_can_be_set_back():
    assert not time.get_clock_info("time").monotonic
    for clock in ("monotonic", "perf_counter", "process_time"):
        info = time.get_clock_info(clock)
        assert info.monotonic
        assert not info.adjustable


def test_the_decorated_function_keeps_its_identity():
    assert total.__name__ == "total"
    assert total.__doc__ == "The sum, the slow way."
    assert not hasattr(total, "func_name")


def test_a_call_that_raises_is_timed_too():
    before = len(readings.get("total", []))
    with contextlib.suppress(TypeError):
        total([1, "two"])
    assert len(readings["total"]) == before + 1


if __name__ == "__main__":
    main()
