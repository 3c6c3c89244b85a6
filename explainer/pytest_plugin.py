"""Snippets as pytest items: `main` and every `test_*`, on every interpreter, one by one.

The run behind them is the recorder's: a process per snippet and interpreter, nothing unchanged
twice. All items of a snippet go to one xdist worker (`--dist loadgroup`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explainer.errors import ExplainerError
from explainer.interpreter import Interpreter, missing
from explainer.places import Places
from explainer.record import Recorder, Result
from explainer.snippet import Library, Snippet


@cache
def _recorder() -> Recorder:
    return Recorder(Places())


@cache
def _library() -> Library:
    return Library(Places().snippets)


@cache
def _record(snippet_id: str, interpreter: Interpreter) -> Result:
    return _recorder().record(_library().find(snippet_id), interpreter)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take every file below `snippets/`."""
    places = Places()
    if file_path.suffix == ".py" and places.snippets in file_path.parents:
        return SnippetFile.from_parent(parent, path=file_path)
    return None


def pytest_report_header() -> list[str]:
    """Say which interpreters snippets run on, and which were not found."""
    recorder = _recorder()
    found = ", ".join(i.version for i in recorder.interpreters)
    absent = ", ".join(missing(list(recorder.interpreters)))
    return [f"snippets run on CPython {found}" + (f"; not found: {absent}" if absent else "")]


class SnippetFile(pytest.File):
    """One snippet."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield `main` and the tests for each interpreter."""
        places = Places()
        id_ = self.path.relative_to(places.snippets).with_suffix("").as_posix()
        try:
            snippet = _library().find(id_)
            snippet.check()
        except ExplainerError as error:
            raise self.CollectError(str(error)) from error
        for interpreter in _recorder().interpreters:
            for part in ("main", *snippet.tests):
                item: ClaimItem = ClaimItem.from_parent(
                    self,
                    name=f"{part}[{interpreter.minor}]",
                    snippet=snippet,
                    interpreter=interpreter,
                    part=part,
                )
                item.add_marker(pytest.mark.xdist_group(id_))
                yield item


class ClaimItem(pytest.Item):
    """`main` did as the header promises, or one test's claim holds, on one interpreter."""

    def __init__(
        self, *, snippet: Snippet, interpreter: Interpreter, part: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self.snippet = snippet
        self.interpreter = interpreter
        self.part = part

    def runtest(self) -> None:
        """Look up what the recorder found, running the snippet if nothing fresh is there."""
        result = _record(self.snippet.id, self.interpreter)
        if result.error:
            raise result.error
        recording = result.recording
        assert recording is not None  # noqa: S101 - a result has one or the other
        if recording.skipped:
            pytest.skip(recording.skipped)
        claims = {claim.test: claim for claim in recording.claims}
        if self.part in claims and claims[self.part].outcome == "skipped":
            pytest.skip(str(claims[self.part].reason))
        if self.part != "main" and self.part not in claims and not self.snippet.header.fails_with:
            raise ExplainerError(f"{self.snippet.path}: {self.part} was not run")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Show the recorder's message alone: it names the file and what happened."""
        if isinstance(excinfo.value, ExplainerError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the definition in the snippet."""
        first, _ = self.snippet.region(self.part)
        return self.path, first - 1, self.name
