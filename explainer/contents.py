"""The list of chapters with the questions each answers, from the pages' own front matter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from explainer.errors import ExplainerError
from explainer.fences import Fence, allow


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """A chapter's front matter; `number` orders them."""

    number: float
    name: str
    title: str
    description: str
    questions: tuple[str, ...]


def chapters(folder: Path) -> list[Page]:
    """Every `NAME.md` in `folder` but the index, in the order of the curriculum.

    Raises: ExplainerError naming the page whose front matter lacks something.
    """
    return sorted(_page(path) for path in folder.glob("*.md") if path.stem != "index")


def render_chapters(fence: Fence, folder: Path) -> str:
    """The Markdown for the ```chapters fence: each chapter with its questions."""
    allow(fence, set(), set())
    parts = []
    for page in chapters(folder):
        questions = "\n".join(f"- {question}" for question in page.questions)
        parts.append(f"## [{page.title}]({page.name}.md)\n\n{page.description}\n\n{questions}")
    return "\n\n".join(parts)


def _page(path: Path) -> Page:
    _, _, rest = path.read_text(encoding="utf-8").partition("---\n")
    front, found, _ = rest.partition("\n---")
    meta: Any = yaml.safe_load(front) if found else None
    try:
        return Page(
            float(meta["chapter"]),
            path.stem,
            str(meta["title"]),
            str(meta["description"]),
            tuple(_text(question) for question in meta["questions"]),
        )
    except (TypeError, KeyError, ValueError) as error:
        wanted = "title, description, chapter (its number) and questions (a list of texts)"
        raise ExplainerError(f"{path}: front matter should have {wanted}; {error!r}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text; put quotes around what holds a colon")
    return value
