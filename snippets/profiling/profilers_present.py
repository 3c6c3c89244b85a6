# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Which profilers this Python has"
# claim = "hotshot is gone, cProfile is everywhere, profiling.sampling comes with 3.15."
# browser = true
# needs = []
# rows = ["S108"]
# timeout_s = 20
# ///
"""The standard library's profilers, by the version that runs this. Looking a module up
does not import it, so nothing is started and nobody is warned.
"""

import sys
from importlib.util import find_spec

NAMES = ("hotshot", "profile", "cProfile", "profiling.tracing", "profiling.sampling")


def present(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # the package around it is not there
        return False


def main() -> None:
    print(f"CPython {sys.version_info.major}.{sys.version_info.minor}")
    for name in NAMES:
        print(f"{name:19} {'yes' if present(name) else 'no'}")


def test_hotshot_is_gone():
    assert not present("hotshot")


def test_cprofile_is_there():
    assert present("cProfile")


def test_the_profiling_package_comes_with_3_15():
    assert present("profiling.tracing") == (sys.version_info >= (3, 15))
    assert present("profiling.sampling") == (sys.version_info >= (3, 15))


if __name__ == "__main__":
    main()
