"""Working skeletons for what contributors add: a chapter, a snippet, a widget."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Template

from explainer.errors import ExplainerError
from explainer.places import Places

_TEMPLATES = Path(__file__).with_name("skeletons")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


class CannotMake(ExplainerError):
    """A skeleton cannot be made under this name."""


def make(places: Places, kind: str, name: str) -> list[Path]:
    """Write the skeleton's files and return them, as paths from the repository's root.

    Raises: CannotMake for a name that does not fit or a file that is there already.
    """
    files = KINDS[kind](places, name)
    for path in files:
        if path.exists():
            raise CannotMake(f"{path.relative_to(places.root)}: is there already")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if kind == "chapter":
        _add_to_navigation(places, name)
    return [path.relative_to(places.root) for path in files]


def _chapter(places: Places, name: str) -> dict[Path, str]:
    _fit(name, _NAME, "lower-case letters, digits and underscores, such as memory")
    title = name.replace("_", " ").capitalize()
    first = _snippet(places, f"{name}/first")
    return first | {
        places.docs / "chapters" / f"{name}.md": _fill("chapter.md", name=name, title=title),
        places.claims / f"{name}.toml": _fill("claims.toml", name=name, title=title),
    }


def _snippet(places: Places, name: str) -> dict[Path, str]:
    chapter, _, short = name.partition("/")
    for part in (chapter, short):
        _fit(part, _NAME, "CHAPTER/NAME, both lower case, such as lists/growth")
    title = short.replace("_", " ").capitalize()
    return {places.snippets / chapter / f"{short}.py": _fill("snippet.py", name=name, title=title)}


def _widget(places: Places, name: str) -> dict[Path, str]:
    _fit(name, _TAG, "a custom element's tag with a dash, such as cache-simulator")
    words = {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "klass": "".join(part.capitalize() for part in name.split("-")),
    }
    code = places.root / "web" / "src" / "widgets" / name
    tests = places.root / "tests"
    files = {
        code / "model.ts": "model.ts",
        code / "element.ts": "element.ts",
        code / "model.test.ts": "model.test.ts",
        tests / "traces" / name / "reference.py": "reference.py",
        tests / "traces" / name / "counting.json": "counting.json",
        tests / "web" / "pages" / f"{name}.html": "page.html",
    }
    return {path: _fill(f"widget.{template}", **words) for path, template in files.items()}


KINDS: dict[str, Callable[[Places, str], dict[Path, str]]] = {
    "chapter": _chapter,
    "snippet": _snippet,
    "widget": _widget,
}


def _fit(name: str, pattern: re.Pattern[str], expected: str) -> None:
    if not pattern.fullmatch(name):
        raise CannotMake(f'"{name}" cannot be a name here; expected {expected}')


def _fill(template: str, **words: str) -> str:
    text = (_TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _add_to_navigation(places: Places, name: str) -> None:
    """Append the page below the last chapter in `mkdocs.yml`, keeping every other line."""
    file = places.root / "mkdocs.yml"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(number for number, row in enumerate(rows) if "- chapters/" in row)
    indent = rows[last][: rows[last].index("-")]
    rows.insert(last + 1, f"{indent}- chapters/{name}.md\n")
    file.write_text("".join(rows), encoding="utf-8")
