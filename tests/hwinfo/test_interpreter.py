"""The Python build, told in three states: yes, no, and nobody can know."""

import json

import pytest

from hwinfo.interpreter import interpreter_signs
from tests.hwinfo.trees import machine_of

PLAIN = "'--enable-shared' '--with-ensurepip=no'"
BEST = "'--enable-optimizations' '--with-lto' '--enable-shared'"
DEBIAN = "'--enable-shared' 'CC=x86_64-linux-gnu-gcc' 'CFLAGS=-g -O2'"


def python(arguments="", flags="-O3", **signs):
    """The build that these signs describe."""
    variables = {"CONFIG_ARGS": arguments, "PY_CFLAGS": flags, **signs.pop("variables", {})}
    recorded = {"version": "3.14.2", "implementation": "CPython", "variables": variables, **signs}
    return machine_of({"proc/x": b"", "hwinfo/python.json": json.dumps(recorded)}).python


@pytest.mark.parametrize(
    ("arguments", "flags", "expected"),
    [
        (BEST, "-O3", ("yes", "yes")),
        (PLAIN, "-O3", ("no", "no")),
        (DEBIAN, "-O2", ("unknown", "unknown")),
        (DEBIAN, "-O2 -flto=auto", ("unknown", "yes")),
        ("", "", ("unknown", "unknown")),
        ("'--with-lto=no'", "-O3", ("no", "no")),
        ("'--with-lto=thin'", "-O3", ("no", "yes")),
    ],
)
def test_profile_and_link_time_optimisation_are_never_guessed(arguments, flags, expected):
    """Distributors leave no sign: unknown, not no."""
    build = python(arguments, flags)
    assert (build.pgo, build.lto) == expected


def test_the_flag_that_every_build_has_proves_nothing():
    """PGO_PROF_USE_FLAG is set in builds without PGO too."""
    flag = {"PGO_PROF_USE_FLAG": "-fprofile-use -fprofile-correction"}
    assert python(PLAIN, variables=flag).pgo == "no"


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ({"gil_enabled": None}, (False, True, "pymalloc")),
        ({"gil_enabled": False, "variables": {"Py_GIL_DISABLED": "1"}}, (True, False, "mimalloc")),
        ({"gil_enabled": True, "variables": {"Py_GIL_DISABLED": "1"}}, (True, True, "mimalloc")),
        ({"malloc": "malloc"}, (False, True, "malloc (PYTHONMALLOC)")),
    ],
)
def test_gil_and_allocator_follow_build_and_environment(signs, expected):
    """A free-threaded build may run with the GIL on; PYTHONMALLOC overrides the build."""
    variables = {"WITH_PYMALLOC": "1", **signs.pop("variables", {})}
    build = python(PLAIN, variables=variables, **signs)
    assert (build.free_threaded_build, build.gil_enabled, build.allocator) == expected


@pytest.mark.parametrize(
    ("jit", "expected"),
    [(None, (None, None)), ({"available": True, "enabled": False}, (True, False))],
)
def test_the_jit_is_told_where_python_tells_it(jit, expected):
    """sys._jit came with 3.14; before, nobody says."""
    build = python(PLAIN, jit=jit)
    assert (build.jit_available, build.jit_enabled) == expected


def test_no_sign_of_this_interpreter_carries_a_path():
    """Configure arguments and flags name build directories, which name people."""
    assert "/" not in json.dumps(interpreter_signs()["variables"])


def test_this_interpreter_is_described():
    """Version and pointer width are this process's own."""
    import sys

    signs = interpreter_signs()
    assert signs["version"] == sys.version.split()[0]
    assert signs["pointer_bits"] in {32, 64}


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b'{"variables": 3}', b'{"variables": {"OPT": null}}']
)
def test_a_damaged_recording_of_python_is_a_gap(raw):
    """No crash, no invented interpreter."""
    assert machine_of({"proc/x": b"", "hwinfo/python.json": raw}).python.compiler is None


@pytest.mark.parametrize(
    ("arguments", "pgo"),
    [
        ("'--prefix=/opt/python' '--enable-shared' 'LDFLAGS=-L/opt/lib'", "no"),
        ("'--prefix=/opt/python' 'CC=/opt/bin/gcc'", "unknown"),
        ("'CFLAGS=-I/opt/include -fprofile-use'", "unknown"),
    ],
)
def test_a_compiler_named_by_its_path_is_still_a_sign(arguments, pgo, monkeypatch):
    """The path is private and goes; that somebody chose the compiler stays."""
    import sysconfig

    told = {"CONFIG_ARGS": arguments}
    monkeypatch.setattr(sysconfig, "get_config_var", told.get)
    (kept,) = interpreter_signs()["variables"].values()
    assert "/" not in kept
    assert python(kept).pgo == pgo
