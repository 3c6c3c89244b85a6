"""Run what changed, in parallel, and file what it gave."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from explainer.abilities import machine_abilities, unmet
from explainer.environment import Environment, Environments
from explainer.errors import ExplainerError, NotForThisPython
from explainer.interpreter import Interpreter, find_interpreters
from explainer.places import Places
from explainer.recording import Recording, Shelf
from explainer.runner import Outcome, interrupt, run_snippet
from explainer.snippet import Snippet

JOBS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one snippet on one interpreter: a recording, fresh or new, or an error."""

    snippet: Snippet
    interpreter: Interpreter
    recording: Recording | None
    error: ExplainerError | None
    ran: bool


class Recorder:
    """Knows the interpreters, abilities and folders of this machine; records snippets on demand."""

    def __init__(self, places: Places, interpreters: Sequence[Interpreter] | None = None) -> None:
        self.abilities = machine_abilities()
        if interpreters is None:
            interpreters = find_interpreters(places.interpreters)
        self.interpreters = tuple(interpreters)
        self.shelf = Shelf(places.recordings, self.abilities)
        self.environments = Environments(places.build / "environments")

    @property
    def primary(self) -> Interpreter:
        """The interpreter whose output pages show: the newest ordinary one."""
        if not self.interpreters:
            raise ExplainerError("no CPython 3.11 or newer found; install one and try again")
        return self.interpreters[0]

    def stale(
        self, snippets: Iterable[Snippet], interpreters: Sequence[Interpreter]
    ) -> list[tuple[Snippet, Interpreter]]:
        """Pairs without a fresh recording; reads each source once and executes nothing."""
        return [(s, i) for s in snippets for i in interpreters if not self.shelf.has(s, i)]

    def record(self, snippet: Snippet, interpreter: Interpreter) -> Result:
        """The fresh recording, or that of a run now. Errors are in the result, never raised."""
        fresh = self.shelf.get(snippet, interpreter)
        if fresh:
            return Result(snippet, interpreter, fresh, None, ran=False)
        try:
            recording = self._run(snippet, interpreter)
        except ExplainerError as error:
            return Result(snippet, interpreter, None, error, ran=True)
        self.shelf.put(snippet, interpreter, recording)
        return Result(snippet, interpreter, recording, None, ran=True)

    def record_all(
        self,
        pairs: Sequence[tuple[Snippet, Interpreter]],
        done: Callable[[Result], None] = lambda result: None,
    ) -> list[Result]:
        """Record every pair, `alone` snippets one by one after the others; order as given.

        When interrupted (Ctrl-C), ends what runs and keeps what was recorded.
        """
        results: dict[tuple[str, str], Result] = {}

        def note(result: Result) -> None:
            results[result.snippet.id, result.interpreter.tag] = result
            done(result)

        together = [pair for pair in pairs if not _alone(pair[0])]
        with ThreadPoolExecutor(JOBS) as pool:
            try:
                futures = [pool.submit(self.record, *pair) for pair in together]
                for future in as_completed(futures):
                    note(future.result())
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                interrupt()
                raise
        for pair in pairs:
            if _alone(pair[0]):
                note(self.record(*pair))
        return [results[snippet.id, interpreter.tag] for snippet, interpreter in pairs]

    def _run(self, snippet: Snippet, interpreter: Interpreter) -> Recording:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        reason = unmet(snippet.header, interpreter, self.abilities)
        environment = Environment(interpreter.executable)
        outcome = Outcome("", "", None, 0.0, ())
        if reason is None:
            try:
                environment = self.environments.ready(snippet, interpreter)
                outcome = run_snippet(snippet, environment.python)
            except NotForThisPython as unfit:
                reason = str(unfit)
        return Recording(
            snippet=snippet.id,
            source_sha256=snippet.source_sha256,
            interpreter=interpreter.described(),
            machine=machine_card(),
            packages=environment.packages,
            started=started,
            duration_s=outcome.duration_s,
            stdout=outcome.stdout,
            stderr=outcome.stderr,
            exit=outcome.exit,
            claims=outcome.claims,
            skipped=reason,
        )


def _alone(snippet: Snippet) -> bool:
    try:
        return snippet.header.alone
    except ExplainerError:
        return False  # its own run will say what is wrong


@cache
def machine_card() -> dict[str, Any]:
    """The machine as `hwinfo` names it, once a process."""
    import hwinfo

    return hwinfo.card()
