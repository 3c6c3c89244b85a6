"""This repository's own pages, snippets and claims hold together."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from explainer.claims import Claims
from explainer.contents import chapters
from explainer.places import Places
from explainer.snippet import Library

PLACES = Places()
LIBRARY = Library(PLACES.snippets)
FENCE = re.compile(r'^\s*```snippet file="([^"]+)"', re.MULTILINE)


def shown() -> dict[str, set[str]]:
    """Ids of the snippets each page shows."""
    return {
        path.relative_to(PLACES.docs).as_posix(): {
            name.removesuffix(".py") for name in FENCE.findall(path.read_text(encoding="utf-8"))
        }
        for path in PLACES.docs.rglob("*.md")
    }


def test_every_file_below_snippets_is_one():
    """Nothing lies there that nobody runs."""
    assert LIBRARY.broken == {}


@pytest.mark.parametrize("snippet", list(LIBRARY), ids=lambda snippet: snippet.id)
def test_every_snippet_is_shown_on_a_page(snippet):
    """A snippet that no page shows teaches nobody."""
    assert any(snippet.id in ids for ids in shown().values())


def test_every_chapter_shows_snippets_and_ends_in_verdicts():
    """A chapter is made of programs that ran, and settles claims."""
    pages = shown()
    for page in chapters(PLACES.docs / "chapters"):
        assert pages[f"chapters/{page.name}.md"], page.name
        assert Claims(PLACES.claims).of_chapter(page.name)


@pytest.mark.parametrize("page", chapters(PLACES.docs / "chapters"), ids=lambda page: page.name)
def test_every_chapter_has_all_its_parts(page):
    """Questions, the reader's machine, predictions, advice, exercises with answers, a lab."""
    text = (PLACES.docs / "chapters" / f"{page.name}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[-4:] == ["What to do on Monday", "Exercises", "Verdicts", "Sources"]
    assert all(f"- {question}" in text for question in page.questions)
    assert '!!! machine "Your machine"' in text
    assert text.count('??? question "Predict: ') >= 6
    assert text.count('??? success "Answer"') >= 4
    assert f"(../labs/{page.name}.py)" in text
    assert "November 2026" in text.partition("## Sources")[2], "when the sources were read"


@pytest.mark.parametrize("page", chapters(PLACES.docs / "chapters"), ids=lambda page: page.name)
def test_every_section_asks_before_it_answers(page):
    """The reader predicts before the first output of a section is in sight."""
    text = (PLACES.docs / "chapters" / f"{page.name}.md").read_text(encoding="utf-8")
    taught = text.partition("## What to do on Monday")[0]
    for section in taught.split("\n## ")[1:]:
        before, fence, _ = section.partition("```snippet")
        assert not fence or '??? question "Predict: ' in before, section.splitlines()[0]


def test_every_row_that_a_snippet_settles_has_its_verdict():
    """And the evidence of every claim exists."""
    claims = Claims(PLACES.claims)
    settled = {row for snippet in LIBRARY for row in snippet.header.rows}
    assert settled - claims.by_id.keys() == set()
    named = {id_ for claim in claims.by_id.values() for id_ in claim.snippets}
    assert named - LIBRARY.snippets.keys() == set()


def test_every_row_owed_is_settled():
    """No topic, tool or claim on the list is passed over in silence."""
    text = (PLACES.root / "tests" / "explainer" / "rows_owed.txt").read_text(encoding="utf-8")
    owed = set(re.findall(r"\b[SW]\d{2,3}\b", text))
    assert len(owed) > 150
    assert owed - Claims(PLACES.claims).by_id.keys() == set()


def test_browser_snippets_need_nothing_a_page_lacks():
    """No threads, processes, compilers or servers, and no packages."""
    for snippet in LIBRARY:
        if snippet.header.browser:
            assert snippet.header.dependencies == (), snippet.id
            assert set(snippet.header.needs) <= {"cpython>=3.12", "cpython>=3.13"}, snippet.id


def test_the_site_builds_with_properdocs_too(tmp_path):
    """Behaviour lives in the Markdown extension and a thin skin, so there is an exit from MkDocs."""
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-q"]
    done = subprocess.run(
        [*command, "-f", "mkdocs.yml", "-d", str(tmp_path / "site")],
        cwd=PLACES.root,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "chapters" / "lists" / "index.html").read_text(encoding="utf-8")
    assert "<python-snippet" in page
    assert "What this proves" in page
    assert "Content-Security-Policy" in page
