"""A small repository of snippets to break."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.interpreter import Interpreter
from explainer.places import Places
from explainer.record import Recorder
from explainer.snippet import Library, Snippet

HEADER = """\
# /// script
# requires-python = ">=3.11"
# dependencies = {dependencies}
#
# [tool.snippet]
# title = "A title"
# claim = "A claim."
{extra}# ///
"""
GOOD = '''
def main() -> None:
    print("hello")


def test_it_holds() -> None:
    """It holds."""
    assert 1 + 1 == 2


if __name__ == "__main__":
    main()
'''

Write = Callable[..., Snippet]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An empty repository."""
    (tmp_path / "snippets").mkdir()
    (tmp_path / "claims").mkdir()
    return Places(tmp_path)


@pytest.fixture
def write(places: Places) -> Write:
    """Write a snippet and find it again: `write("a/b", code, timeout_s="1")`."""

    def write_snippet(
        id_: str = "room/thing", code: str = GOOD, dependencies: str = "[]", **header: str
    ) -> Snippet:
        path = places.snippets / f"{id_}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        extra = "".join(f"# {key} = {value}\n" for key, value in header.items())
        text = HEADER.format(dependencies=dependencies, extra=extra) + code
        path.write_text(text, encoding="utf-8")
        return Library(places.snippets).find(id_)

    return write_snippet


@pytest.fixture
def here() -> Interpreter:
    """The interpreter that runs the tests, without looking for others."""
    version = ".".join(map(str, sys.version_info[:3]))
    base = getattr(sys, "_base_executable", sys.executable)
    return Interpreter(version, "cpython", "test", False, True, False, "here", base)


@pytest.fixture
def recorder(places: Places, here: Interpreter) -> Recorder:
    """Records in the small repository, with one interpreter."""
    return Recorder(places, [here])
