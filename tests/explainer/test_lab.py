"""The bytecode lab's examples and its page without scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from explainer.embed import Shelves
from explainer.errors import BrokenSnippet, MissingRecording, UnknownName
from explainer.fences import Fence
from explainer.lab import examples, render_lab, watched
from explainer.places import Places
from explainer.pythons.record import path_of
from explainer.record import Recorder
from explainer.snippet import Library

EXAMPLES = examples(Places().examples)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "examples"
    made.mkdir()
    (made / "tiny.py").write_text("# Tiny: a sum & more\nprint(1 + 1)\n", encoding="utf-8")
    return made


@pytest.fixture
def shelves(places: Places) -> Shelves:
    library = Library(places.snippets)
    return Shelves(library, Recorder(places, []), places.bytecode, places.sent_recordings)


def fence(names: str) -> Fence:
    return Fence("bytecode-lab", {"examples": names}, 0, "")


def record(shelves: Shelves, source: str, listing: str) -> None:
    path = path_of(source, "3.14", shelves.bytecode)
    path.parent.mkdir(parents=True)
    path.write_text(f'{{"code": [{{"listing": "{listing}"}}]}}', encoding="utf-8")


def test_the_page_has_source_listing_and_a_link_to_every_example(folder, shelves):
    """Without scripts the first example is there to read, and the others to open."""
    record(shelves, (folder / "tiny.py").read_text("utf-8"), "  1  RESUME  0")
    text = render_lab(fence("tiny"), shelves, folder, "../")
    assert "print(1 + 1)" in text
    assert "1  RESUME  0" in text
    assert 'data-title="Tiny" data-says="A sum &amp; more."' in text
    assert 'href="../assets/bytecode/examples/tiny/source.txt"' in text


def test_an_example_that_is_not_there_is_an_error_with_a_hint(folder, shelves):
    """A slip in the fence says what was meant."""
    with pytest.raises(UnknownName, match='no example "tyni"; did you mean "tiny"'):
        render_lab(fence("tyni"), shelves, folder, "")


def test_an_example_without_bytecode_says_how_to_make_it(folder, shelves):
    """The page never compiles anything itself."""
    with pytest.raises(MissingRecording, match="nox -s snippets"):
        render_lab(fence("tiny"), shelves, folder, "")


def test_an_example_begins_with_its_title(folder):
    """The first line says what the picker shows; another one is refused with its place."""
    (folder / "bad.py").write_text("print(1)\n", encoding="utf-8")
    with pytest.raises(BrokenSnippet, match=r'bad\.py:1: found "print\(1\)"'):
        examples(folder)


def test_what_is_watched_are_functions_of_the_examples():
    """Each table of `watched.toml` belongs to an example and names calls of it."""
    sources = {example.name: example.source for example in EXAMPLES}
    for name, asked in watched(Places().examples).items():
        last = asked["function"].rpartition(".")[2]
        assert f"def {last}(" in sources[name]
        assert all(call.strip() for call in asked["calls"])
        assert 1 <= asked["rounds"] <= 200


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_runs_and_prints(example):
    """On the Python at hand it ends well, within a second or two, with something to see."""
    command = [sys.executable, "-I", "-c", example.source]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() != ""
