"""What contributors sent is whole, in its place, and tells nothing of who they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.errors import UnknownName
from explainer.places import REPOSITORY, Places
from explainer.recording import Recording
from explainer.snippet import Library

SENT = Places().sent_recordings
FILES = sorted(SENT.glob("**/*.json"))
PLACE = re.compile(r"[a-z0-9-]+/cpython-3\.\d+t?/([a-z0-9_]+/[a-z0-9_]+)-[0-9a-f]{16}\.json")
PRIVATE = re.compile(r"/(home|root|tmp|var|work|Users)/|\\Users\\|@\w+\.\w+")


@pytest.fixture(params=FILES, ids=[str(file.relative_to(SENT)) for file in FILES])
def sent(request) -> tuple[Path, Recording]:
    """A file below `recordings/` and what it says."""
    return request.param, Recording.from_json(request.param.read_text(encoding="utf-8"))


def test_it_lies_where_pages_look_for_it(sent: tuple[Path, Recording]):
    """MACHINE/INTERPRETER/CHAPTER/NAME-KEY.json, of a snippet that is there."""
    file, recording = sent
    place = PLACE.fullmatch(file.relative_to(SENT).as_posix())
    assert place
    assert place[1] == recording.snippet
    kind = "t" if recording.interpreter["free_threaded"] else ""
    minor = ".".join(recording.interpreter["version"].split(".")[:2])
    assert file.relative_to(SENT).parts[1] == f"cpython-{minor}{kind}"
    try:
        Library(REPOSITORY / "snippets").find(recording.snippet)
    except UnknownName:
        pytest.fail(f"{recording.snippet} is no more; delete {file}")


def test_it_ran_and_its_claims_held(sent: tuple[Path, Recording]):
    """A skip is no news, and a failure is an issue, not a recording."""
    _, recording = sent
    assert recording.skipped is None
    assert recording.claims
    assert {claim.outcome for claim in recording.claims} <= {"passed", "skipped"}


def test_it_is_of_what_the_snippet_is_today(sent: tuple[Path, Recording]):
    """One of an earlier version is not shown; record it anew on that machine, or delete it."""
    _, recording = sent
    snippet = Library(REPOSITORY / "snippets").find(recording.snippet)
    if recording.source_sha256 != snippet.source_sha256:
        pytest.skip("the snippet has changed since; pages do not show this recording")


def test_it_names_nobody(sent: tuple[Path, Recording]):
    """No path, no address, no host: a recording is published."""
    file, _ = sent
    assert not PRIVATE.search(file.read_text(encoding="utf-8"))
