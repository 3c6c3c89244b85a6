"""The PEP 723 block at the top of a snippet, with its `[tool.snippet]` table."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.errors import BrokenSnippet, did_you_mean

# The reference expression of PEP 723, for the one block type we read.
_BLOCK = re.compile(r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
_NEEDS = (
    "threads",
    "processes",
    "compiler",
    "linux",
    "numpy",
    "free-threading",
    "valgrind",
    "perf",
)
_NEED_PATTERN = re.compile(r"server:[a-z0-9-]+|cpython>=3\.\d+")
_FAILURE = re.compile(r"timeout|exit \d+|[A-Z]\w+")
_DEFAULT_TIMEOUT_S = 60
_LONGEST_TIMEOUT_S = 300


@dataclass(frozen=True, slots=True)
class Header:
    """What a snippet says of itself.

    Units: `timeout_s` in seconds for `main()` and the tests together.
    Missing: `fails_with` is None for a snippet that is to end well; otherwise the name of an
        exception, `timeout`, or `exit N`.
    """

    title: str
    claim: str
    requires_python: str
    dependencies: tuple[str, ...]
    browser: bool
    needs: tuple[str, ...]
    rows: tuple[str, ...]
    timeout_s: float
    fails_with: str | None
    alone: bool

    @property
    def oldest_minor(self) -> int:
        """The `11` of `requires-python = ">=3.11"`."""
        return int(self.requires_python.removeprefix(">=3."))


def read_header(path: Path, source: str) -> Header:
    """Parse and check the header of the snippet at `path`.

    Raises: BrokenSnippet naming the file, the key, what was found and what is allowed.
    """
    block = _BLOCK.search(source)
    if block is None:
        raise BrokenSnippet(
            f"{path}: no `# /// script` block at the top; a snippet starts with one"
            " (see CONTRIBUTING.md, or make one with `nox -s new -- snippet CHAPTER/NAME`)"
        )
    text = "".join(
        line[2:] if line.startswith("# ") else line[1:]
        for line in block["content"].splitlines(keepends=True)
    )
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenSnippet(f"{path}: the `# /// script` block is not TOML: {error}") from error
    return _Checker(path).header(document)


class _Checker:
    """Turns the TOML document into a Header, complaining in the file's own terms."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def header(self, document: dict[str, Any]) -> Header:
        self._only(document, {"requires-python", "dependencies", "tool"}, "")
        tool = self._of(document, "tool", dict, {})
        if "snippet" not in tool:
            raise BrokenSnippet(f"{self.path}: the header has no [tool.snippet] table")
        table = self._of(tool, "snippet", dict, {}, "tool.")
        names = Header.__dataclass_fields__.keys() - {"requires_python", "dependencies"}
        self._only(table, set(names), "tool.snippet.")
        return Header(
            title=self._text(table, "title"),
            claim=self._text(table, "claim"),
            requires_python=self._requires_python(document),
            dependencies=self._texts(document, "dependencies", ""),
            browser=self._of(table, "browser", bool, default=False),
            needs=self._needs(table),
            rows=self._rows(table),
            timeout_s=self._timeout(table),
            fails_with=self._fails_with(table),
            alone=self._of(table, "alone", bool, default=False),
        )

    def _complain(self, key: str, found: object, allowed: str) -> BrokenSnippet:
        return BrokenSnippet(f"{self.path}: {key} is {found!r}; allowed: {allowed}")

    def _only(self, table: dict[str, Any], known: set[str], prefix: str) -> None:
        for key in table.keys() - known:
            hint = did_you_mean(key, known)
            raise BrokenSnippet(f"{self.path}: unknown key {prefix}{key}{hint}")

    def _of(
        self,
        table: dict[str, Any],
        key: str,
        kind: type,
        default: Any,
        prefix: str = "tool.snippet.",
    ) -> Any:
        value = table.get(key, default)
        if not isinstance(value, kind):
            raise self._complain(prefix + key, value, f"a {kind.__name__}")
        return value

    def _text(self, table: dict[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip() or "\n" in value:
            raise self._complain(f"tool.snippet.{key}", value, "one line of text")
        return value

    def _texts(
        self, table: dict[str, Any], key: str, prefix: str = "tool.snippet."
    ) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._complain(prefix + key, value, "a list of texts")
        return tuple(value)

    def _requires_python(self, document: dict[str, Any]) -> str:
        value = document.get("requires-python", ">=3.11")
        if not isinstance(value, str) or not re.fullmatch(r">=3\.\d+", value):
            raise self._complain("requires-python", value, '">=3.N"')
        return value

    def _needs(self, table: dict[str, Any]) -> tuple[str, ...]:
        needs = self._texts(table, "needs")
        for need in needs:
            if need not in _NEEDS and not _NEED_PATTERN.fullmatch(need):
                allowed = ", ".join((*_NEEDS, "server:NAME", "cpython>=3.N"))
                raise self._complain("tool.snippet.needs", need, allowed)
        return needs

    def _rows(self, table: dict[str, Any]) -> tuple[str, ...]:
        rows = self._texts(table, "rows")
        for row in rows:
            if not re.fullmatch(r"[SWM]\d{2,3}", row):
                raise self._complain("tool.snippet.rows", row, "ids such as S044, W30 or M07")
        return rows

    def _timeout(self, table: dict[str, Any]) -> float:
        value = table.get("timeout_s", _DEFAULT_TIMEOUT_S)
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not 0 < value <= _LONGEST_TIMEOUT_S:
            allowed = f"seconds above 0, up to {_LONGEST_TIMEOUT_S}"
            raise self._complain("tool.snippet.timeout_s", value, allowed)
        return float(value)

    def _fails_with(self, table: dict[str, Any]) -> str | None:
        value = table.get("fails_with")
        if value is None:
            return None
        if not isinstance(value, str) or not _FAILURE.fullmatch(value):
            allowed = 'the name of an exception, "timeout", or "exit N"'
            raise self._complain("tool.snippet.fails_with", value, allowed)
        return value
