# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A stand-in for @profile that keeps out of the way"
# claim = "The old guard hides the real profiler every time; a look into builtins does not."
# browser = true
# needs = []
# rows = ["S124"]
# timeout_s = 20
# ///
"""kernprof puts a decorator `profile` into builtins. Without kernprof the name is missing,
so programs define a stand-in. The guard must notice the real one; one that is often copied cannot.
"""

import builtins

COPIED = """
if "__builtin__" not in dir() or not hasattr(__builtin__, "profile"):
    def profile(func):
        return func
"""
MENDED = """
import builtins
if not hasattr(builtins, "profile"):
    def profile(func):
        return func
"""
PROGRAM = """
@profile
def work():
    return 42
work()
"""


def recorded(guard, kernprof=True):
    """Names of functions the profiler gets to see, when the program starts with this guard."""
    seen = []

    def profile(func):
        seen.append(func.__name__)
        return func

    if kernprof:
        builtins.profile = profile
    try:
        exec(guard + PROGRAM, {"__name__": "program"})  # noqa: S102
    finally:
        if kernprof:
            del builtins.profile
    return seen


def main() -> None:
    for name, guard in (("copied guard", COPIED), ("mended guard", MENDED)):
        print(f"{name}: kernprof sees {recorded(guard) or 'nothing'}")


def test_the_copied_guard_hides_the_profiler():
    assert recorded(COPIED) == []


def test_the_mended_guard_lets_it_see():
    assert recorded(MENDED) == ["work"]


def test_both_run_without_a_profiler():
    assert recorded(COPIED, kernprof=False) == recorded(MENDED, kernprof=False) == []


def test_no_module_has_builtin_in_its_dir():
    assert "__builtin__" not in dir()
    assert "__builtins__" in globals()


if __name__ == "__main__":
    main()
