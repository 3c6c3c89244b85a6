"""The list of chapters is read from front matter, and what it cannot read it names."""

from __future__ import annotations

import pytest

from explainer.contents import chapters
from explainer.errors import ExplainerError

FRONT = (
    "---\ntitle: T\ndescription: D\nchapter: {chapter}\nquestions:\n  - {question}\n---\n\n# T\n"
)


def test_chapters_come_in_the_order_of_their_numbers(tmp_path):
    """Whatever the files are called; the index is none of them."""
    for name, number in (("a", 2), ("b", 1), ("index", 0)):
        text = FRONT.format(chapter=number, question="Why?")
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    assert [page.name for page in chapters(tmp_path)] == ["b", "a"]
    assert chapters(tmp_path)[0].questions == ("Why?",)


@pytest.mark.parametrize(
    ("chapter", "question", "message"),
    [
        ("1", "Wall or CPU: which?", "is no text; put quotes around what holds a colon"),
        ("first", "Why?", "could not convert string to float"),
    ],
)
def test_front_matter_that_cannot_be_used_names_the_page(tmp_path, chapter, question, message):
    """YAML reads an unquoted colon as a mapping, and a reader would see its braces."""
    text = FRONT.format(chapter=chapter, question=question)
    (tmp_path / "room.md").write_text(text, encoding="utf-8")
    with pytest.raises(ExplainerError, match="room.md: front matter should have") as caught:
        chapters(tmp_path)
    assert message in str(caught.value)
