"""A snippet: one file, one idea, its own test. And the library of all of them."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from explainer.errors import BrokenSnippet, UnknownName, did_you_mean
from explainer.header import Header, read_header

_NAME = re.compile(r"[a-z][a-z0-9_]*")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef | ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Snippet:
    """One file `snippets/CHAPTER/NAME.py`, known by its id `CHAPTER/NAME`.

    Everything is read when it is first asked for, and what cannot be read raises BrokenSnippet
    then: to see that a snippet has not changed since it ran, its text is enough.
    """

    id: str
    path: Path

    @property
    def chapter(self) -> str:
        """The folder the snippet lives in."""
        return self.id.partition("/")[0]

    @cached_property
    def source(self) -> str:
        """The file's text."""
        try:
            return self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BrokenSnippet(f"{self.path}: not UTF-8 text: {error}") from error

    @cached_property
    def header(self) -> Header:
        """What the snippet says of itself."""
        return read_header(self.path, self.source)

    @cached_property
    def source_sha256(self) -> str:
        """Hash of the file's text; recordings and bytecode are filed under it."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        try:
            return ast.parse(self.source)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            raise BrokenSnippet(f"{self.path}:{line}: does not parse: {error}") from error

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Functions, classes and assigned names; `Class.method` for members."""
        return dict(_definitions(self.tree.body))

    @cached_property
    def tests(self) -> dict[str, str]:
        """Names of the `test_*` functions with the first line of their docstring, or ""."""
        return {
            name: (ast.get_docstring(node) or "").partition("\n")[0]
            for name, node in self.definitions.items()
            if name.startswith("test_") and isinstance(node, Function)
        }

    def check(self) -> None:
        """Raise BrokenSnippet for the first thing that makes this file no snippet."""
        fails_with = self.header.fails_with
        if "main" not in self.definitions:
            raise BrokenSnippet(f"{self.path}: no `def main()`: what would a reader see?")
        if not self.tests and fails_with is None:
            raise BrokenSnippet(
                f"{self.path}: no `def test_*()`: nothing proves the claim in its header"
            )

    def region(self, name: str) -> tuple[int, int]:
        """First and last line (from 1, inclusive, decorators included) of a definition.

        Raises: UnknownName with the names that exist.
        """
        if name not in self.definitions:
            hint = did_you_mean(name, self.definitions)
            raise UnknownName(f'{self.path}: no definition named "{name}"{hint}')
        node = self.definitions[name]
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        return first, node.end_lineno or node.lineno


class Library:
    """All snippets below a folder, found by id.

    Missing: a file with an impossible place or name does not hide the others; why it is none
        waits in `broken`, by path below the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.snippets: dict[str, Snippet] = {}
        self.broken: dict[str, BrokenSnippet] = {}
        places: dict[str, str] = {}
        for path in sorted(root.rglob("*.py")):
            id_ = path.relative_to(root).with_suffix("").as_posix()
            twin = places.setdefault(id_.casefold().replace("-", "_"), id_)
            try:
                _check_place(root, path, id_, twin)
                self.snippets[id_] = Snippet(id_, path)
            except BrokenSnippet as error:
                self.broken[id_] = error

    def __iter__(self) -> Iterator[Snippet]:
        return iter(self.snippets.values())

    def __len__(self) -> int:
        return len(self.snippets)

    def find(self, name: str) -> Snippet:
        """The snippet with this id; `.py` and a leading `snippets/` are forgiven.

        Raises: BrokenSnippet if it cannot be used; UnknownName, with the nearest name, if it is
            not there or lies outside the folder.
        """
        id_ = name.removesuffix(".py").removeprefix(f"{self.root.name}/")
        if ".." in Path(id_).parts or Path(id_).is_absolute():
            raise UnknownName(f'"{name}" is outside {self.root.name}/; name one as CHAPTER/NAME')
        if id_ in self.broken:
            raise self.broken[id_]
        if id_ not in self.snippets:
            raise UnknownName(f'no snippet "{id_}"{did_you_mean(id_, self.snippets)}')
        return self.snippets[id_]

    def select(self, names: list[str]) -> list[Snippet]:
        """Snippets by id or by chapter; all of them for an empty list.

        Raises: UnknownName.
        """
        if not names:
            return list(self)
        chosen: dict[str, Snippet] = {}
        for name in names:
            chapter = [s for s in self if s.chapter == name.strip("/")]
            for snippet in chapter or [self._find_or_chapter(name)]:
                chosen[snippet.id] = snippet
        return list(chosen.values())

    def _find_or_chapter(self, name: str) -> Snippet:
        if "/" in name:
            return self.find(name)
        hint = did_you_mean(name, {s.chapter for s in self})
        raise UnknownName(f'no chapter of snippets "{name}"{hint}')


def _check_place(root: Path, path: Path, id_: str, twin: str) -> None:
    parts = id_.split("/")
    if twin != id_:  # one address on hosts that fold case
        raise BrokenSnippet(
            f"{path}: two snippets with one id: {root / twin}.py is there already; rename one"
        )
    if len(parts) != 2 or not all(_NAME.fullmatch(part) for part in parts):
        raise BrokenSnippet(
            f"{path}: a snippet lives at {root.name}/CHAPTER/NAME.py,"
            " both in lower case with digits and underscores"
        )


def _definitions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef):
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, f"{prefix}{node.name}.")
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield prefix + target.id, node
