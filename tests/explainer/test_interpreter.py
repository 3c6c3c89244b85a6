"""The Pythons of this machine are found once and told apart by what they say of themselves."""

from __future__ import annotations

import sys
from dataclasses import replace

from explainer.interpreter import Interpreter, find_interpreters, missing


def test_the_running_version_is_found(tmp_path):
    """At least the CPython that runs the tests is there, and it is remembered."""
    cache = tmp_path / "interpreters.json"
    found = find_interpreters(cache)
    minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert minor in {interpreter.minor for interpreter in found}
    assert cache.exists()
    assert find_interpreters(cache) == found


def test_ordinary_builds_come_before_special_ones(tmp_path):
    """The first is what most readers have: newest, released, with a GIL."""
    found = find_interpreters(tmp_path / "interpreters.json")
    ordinary = [not (i.free_threaded or i.prerelease) for i in found]
    assert ordinary == sorted(ordinary, reverse=True)
    numbers = [i.minor_number for i, plain in zip(found, ordinary, strict=True) if plain]
    assert numbers == sorted(numbers, reverse=True)


def test_names_of_versions(here: Interpreter):
    """A free-threaded build has a t; alphas, betas and candidates are prereleases."""
    assert replace(here, version="3.14.2", free_threaded=True).minor == "3.14t"
    assert replace(here, version="3.15.0rc1").prerelease
    assert not replace(here, version="3.14.2").prerelease
    assert "executable" not in here.described()


def test_what_is_not_there_is_named_with_the_reason(here: Interpreter):
    """A matrix never shrinks in silence."""
    absent = missing([replace(here, version="3.13.0")])
    assert "3.13" not in absent
    assert absent["3.14t"].startswith("no CPython 3.14t found on PATH")
