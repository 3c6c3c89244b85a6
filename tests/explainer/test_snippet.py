"""Snippets are found by id, and what is none is named without hiding the others."""

from __future__ import annotations

import pytest

from explainer.errors import BrokenSnippet, UnknownName
from explainer.places import Places
from explainer.snippet import Library
from tests.explainer.conftest import HEADER, Write

CODE = '''
import functools

LIMIT = 3


@functools.cache
def decorated() -> int:
    return LIMIT


class Box:
    def open(self) -> int:
        return 1


def main() -> None:
    print(decorated())


def test_one() -> None:
    """One holds.

    More words.
    """


def test_two() -> None: ...
'''


def test_regions_are_found_by_name(write: Write):
    """A region spans its decorators; members and assigned names have one too."""
    snippet = write(code=CODE)
    lines = snippet.source.splitlines()
    first, last = snippet.region("decorated")
    assert lines[first - 1] == "@functools.cache"
    assert lines[last - 1] == "    return LIMIT"
    assert lines[snippet.region("Box.open")[0] - 1] == "    def open(self) -> int:"
    assert lines[snippet.region("LIMIT")[0] - 1] == "LIMIT = 3"


def test_an_unknown_region_is_answered_with_the_nearest(write: Write):
    """The message names the file and suggests a definition."""
    snippet = write(code=CODE)
    with pytest.raises(UnknownName, match=r'no definition named "decoratd"; did you mean "decorat'):
        snippet.region("decoratd")


def test_tests_carry_the_first_line_of_their_docstring(write: Write):
    """A test without words has empty ones."""
    assert write(code=CODE).tests == {"test_one": "One holds.", "test_two": ""}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("def main(: ...\n", r"thing.py:9: does not parse"),
        ("def test_a() -> None: ...\n", "no `def main\\(\\)`"),
        ("def main() -> None: ...\n", "nothing proves the claim"),
    ],
)
def test_code_that_is_no_snippet_is_refused(write: Write, code: str, message: str):
    """Code that does not parse, shows nothing or proves nothing."""
    with pytest.raises(BrokenSnippet, match=message):
        write(code=code).check()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("room/thnig", 'no snippet "room/thnig"; did you mean "room/thing"?'),
        ("../secret", "is outside snippets/"),
        ("/etc/passwd", "is outside snippets/"),
    ],
)
def test_an_unknown_snippet_is_answered(write: Write, places: Places, name: str, message: str):
    """The nearest name is offered, and nothing outside the folder is opened."""
    write()
    with pytest.raises(UnknownName) as caught:
        Library(places.snippets).find(name)
    assert message in str(caught.value)


def test_names_are_forgiven_their_folder_and_suffix(write: Write, places: Places):
    """What a shell completes is what the library finds."""
    assert write() == Library(places.snippets).find("snippets/room/thing.py")


def test_chapters_and_ids_select(write: Write, places: Places):
    """A chapter means all of its snippets, an id one; nothing means all."""
    for id_ in ("one/a", "one/b", "two/c"):
        write(id_)
    library = Library(places.snippets)
    assert [s.id for s in library.select(["one"])] == ["one/a", "one/b"]
    assert [s.id for s in library.select(["two/c", "one/a"])] == ["two/c", "one/a"]
    assert len(library.select([])) == 3
    with pytest.raises(UnknownName, match='no chapter of snippets "tow"; did you mean "two"'):
        library.select(["tow"])


def test_two_snippets_with_one_id_are_refused(write: Write, places: Places):
    """Ids that differ in dashes or case only are one address on some hosts."""
    write("room/a_thing")
    (places.snippets / "room" / "a-thing.py").write_text(HEADER, encoding="utf-8")
    library = Library(places.snippets)
    with pytest.raises(BrokenSnippet, match=r"two snippets with one id: .*a-thing\.py is there"):
        library.find("room/a_thing")


def test_a_file_in_a_wrong_place_does_not_hide_the_others(write: Write, places: Places):
    """The others are found; the odd one is named."""
    write()
    (places.snippets / "stray.py").write_text("", encoding="utf-8")
    library = Library(places.snippets)
    assert list(library.snippets) == ["room/thing"]
    with pytest.raises(BrokenSnippet, match="lives at snippets/CHAPTER/NAME.py"):
        library.find("stray")


def test_bytes_that_are_no_text_are_refused(write: Write):
    """A snippet is UTF-8."""
    snippet = write()
    snippet.path.write_bytes(b"# \xff\n")
    with pytest.raises(BrokenSnippet, match="not UTF-8"):
        _ = snippet.source
