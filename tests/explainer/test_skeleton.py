"""What `new` makes works at once."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from explainer.claims import Claims
from explainer.contents import chapters
from explainer.interpreter import Interpreter
from explainer.places import REPOSITORY, Places
from explainer.record import Recorder
from explainer.skeleton import CannotMake, make
from explainer.snippet import Library


@pytest.fixture
def copy(places: Places) -> Places:
    """The small repository with this one's navigation."""
    shutil.copy(REPOSITORY / "mkdocs.yml", places.root)
    return places


def test_a_new_chapter_has_a_page_a_snippet_that_passes_and_claims(
    copy: Places, recorder: Recorder, here: Interpreter
):
    """And a line in the navigation, below the last chapter."""
    make(copy, "chapter", "caches")
    (snippet,) = Library(copy.snippets)
    result = recorder.record(snippet, here)
    assert result.error is None, result.error
    assert [page.title for page in chapters(copy.docs / "chapters")] == ["Caches"]
    assert len(Claims(copy.claims).of_chapter("caches")) == 1
    rows = (copy.root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    place = rows.index("      - chapters/caches.md")
    assert "- chapters/" in rows[place - 1]
    assert "- chapters/" not in rows[place + 1]


def test_a_new_snippet_passes(copy: Places, recorder: Recorder, here: Interpreter):
    """On the first run."""
    (path,) = make(copy, "snippet", "memory/lines")
    assert path.as_posix() == "snippets/memory/lines.py"
    assert recorder.record(Library(copy.snippets).find("memory/lines"), here).error is None


def test_a_new_widget_passes_its_own_tests(copy: Places):
    """Model, element and test, a reference with its trace, a page to look at."""
    node = shutil.which("node")
    shutil.copytree(REPOSITORY / "web/src/widgets/drawing", copy.root / "web/src/widgets/drawing")
    if node is None:
        pytest.skip("needs node")
    files = make(copy, "widget", "page-walker")
    test = next(copy.root / path for path in files if path.name == "model.test.ts")
    done = subprocess.run([node, "--test", test], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert len(files) == 6


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("chapter", "My Chapter", "expected lower-case letters"),
        ("snippet", "lists", "expected CHAPTER/NAME"),
        ("snippet", "../etc/x", "expected CHAPTER/NAME"),
        ("widget", "walker", "tag with a dash"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(copy: Places, kind: str, name: str, message: str):
    """Before anything is written."""
    with pytest.raises(CannotMake, match=message):
        make(copy, kind, name)


def test_nothing_is_overwritten(copy: Places):
    """A second time the file is named and left alone."""
    make(copy, "snippet", "memory/lines")
    with pytest.raises(CannotMake, match="snippets/memory/lines.py: is there already"):
        make(copy, "snippet", "memory/lines")
