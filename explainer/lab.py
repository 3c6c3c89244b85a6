"""The bytecode lab: its examples, what is recorded of them, and its page without scripts."""

from __future__ import annotations

import html
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.embed import Shelves
from explainer.errors import BrokenSnippet, MissingRecording, UnknownName, did_you_mean
from explainer.fences import Fence, allow
from explainer.pythons.record import path_of

VERSION = "3.14"
"""The version whose listing is on the page."""


@dataclass(frozen=True, slots=True)
class Example:
    """A tiny program of the lab; its first line is a comment `# Title: what it shows`."""

    name: str
    title: str
    says: str
    source: str

    @property
    def id(self) -> str:
        """Its name among the recordings and in addresses, beside those of the snippets."""
        return f"examples/{self.name}"


def examples(folder: Path) -> list[Example]:
    """Every example, in the order of the names.

    Raises: BrokenSnippet for one without its first line.
    """
    return [_read(path) for path in sorted(folder.glob("*.py"))]


def _read(path: Path) -> Example:
    source = path.read_text(encoding="utf-8")
    first = source.partition("\n")[0]
    title, colon, says = first.removeprefix("# ").partition(": ")
    if not first.startswith("# ") or not colon:
        raise BrokenSnippet(
            f'{path}:1: found "{first}"; the first line of an example is "# Title: what it shows"'
        )
    return Example(path.stem, title, says[:1].upper() + says[1:] + ".", source)


def watched(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """What the specialisation player calls in an example: `function`, `calls`, `rounds`, by name.

    Missing: examples that `watched.toml` does not name.
    Raises: BrokenSnippet if that is no TOML.
    """
    path = folder / "watched.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BrokenSnippet(f"{path}: {error}") from error


def render_lab(fence: Fence, shelves: Shelves, folder: Path, to_root: str) -> str:
    """The Markdown for a ```bytecode-lab fence; `examples` orders them, the first one is shown.

    Raises: UnknownName, BrokenSnippet, MissingRecording.
    """
    allow(fence, {"examples"}, set())
    found = {example.name: example for example in examples(folder)}
    names = [name.strip() for name in fence.options["examples"].split(",")]
    for name in names:
        if name not in found:
            raise UnknownName(f'no example "{name}"{did_you_mean(name, found)}')
    chosen = [found[name] for name in names]
    listing = _listing(chosen[0], folder, shelves.bytecode)
    items = "\n".join(_item(example, to_root) for example in chosen)
    return (
        f"/////// html | bytecode-lab[root='{to_root or './'}']\n\n"
        f"``` {{ .python }}\n{chosen[0].source.rstrip()}\n```\n\n"
        f"What CPython {VERSION} makes of it:\n\n"
        f"``` {{ .dis }}\n{listing.rstrip()}\n```\n\n"
        f"The other examples, which need scripts to be stepped through:\n\n"
        f"<ul>\n{items}\n</ul>\n\n"
        "///////\n"
    )


def _item(example: Example, to_root: str) -> str:
    address = f"{to_root}assets/bytecode/{example.id}/source.txt"
    title, says = html.escape(example.title), html.escape(example.says)
    return (
        f'<li data-example="{example.name}" data-title="{title}" data-says="{says}">'
        f'<a href="{address}">{title}</a>: {says}</li>'
    )


def _listing(example: Example, folder: Path, bytecode: Path) -> str:
    """Every code object as `dis` prints it, the module first."""
    path = path_of(example.source, VERSION, bytecode)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingRecording(
            f"{folder / example.name}.py: no bytecode of CPython {VERSION}; make it:"
            " nox -s snippets"
        ) from error
    return "\n".join(code["listing"] for code in document["code"])
