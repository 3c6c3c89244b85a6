"""Runs of many sources, stepped and watched by one version, kept on disk beside their bytecode.

Layout: `build/bytecode/<sha256 of the source>/runs/{trace,specialisation}.json`. The file
`build/bytecode/runs.key` says what made them; where it differs, all are made afresh.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

from explainer.pythons import record
from explainer.pythons.caller import Call, call_python
from explainer.pythons.errors import NoAnswer

VERSION = "3.14"
"""The version whose runs are recorded; the page's own is the same."""
BOUNDS = {"max_steps": 1_500, "max_bytes": 400_000}
"""Arguments that keep a recorded trace small enough to fetch."""
PATIENCE_S = 60.0
JOBS = os.cpu_count() or 1

_FUNCTIONS = {
    "trace": ("explainer.bytecode.stepper", "trace"),
    "specialisation": ("explainer.bytecode.specialisation", "watch"),
    "stages": ("explainer.bytecode.stages", "stages"),
}


KINDS = tuple(_FUNCTIONS)


def record_runs(
    wanted: Mapping[str, Mapping[str, Mapping[str, Any]]],
    sources: Mapping[str, str],
    *,
    directory: Path = record.RECORDINGS,
    progress: record.Progress | None = None,
) -> None:
    """Record what is `wanted` of each source, by name: kinds of run, each with its arguments.

    A program that ends Python itself, or takes longer than PATIENCE_S, is recorded with the reason
    in `why_not`, and the others go on in a fresh Python.
    Raises: NoPackage, NoNode, PythonFailed if Python does not start.
    """
    record.forget_unless(_key(), directory / "runs.key", "*/runs/*.json")
    calls = {
        path_of(sources[name], kind, directory): _call(name, kind, sources[name], arguments)
        for name, kinds in wanted.items()
        for kind, arguments in kinds.items()
    }
    missing = [(path, call) for path, call in calls.items() if not path.is_file()]
    made = count(1)

    def record_part(part: list[tuple[Path, Call]]) -> None:
        for path, answer in _answers(dict(part)):
            record.write(path, json.dumps(answer, separators=(",", ":")))
            if progress:
                progress(VERSION, next(made), len(missing))

    # Each part has a Python of its own; neighbours go to different ones, for they cost alike.
    parts = [missing[place::JOBS] for place in range(JOBS)]
    with ThreadPoolExecutor(JOBS) as pool:
        for job in [pool.submit(record_part, part) for part in parts]:
            job.result()


def path_of(source: str, kind: str, directory: Path = record.RECORDINGS) -> Path:
    """Where a run of a source is, or will be."""
    return directory / record.digest(source) / "runs" / f"{kind}.json"


def _call(name: str, kind: str, source: str, arguments: Mapping[str, Any]) -> Call:
    module, function = _FUNCTIONS[kind]
    return Call(function, {"source": source, **arguments}, module=module, about=name)


def _answers(calls: Mapping[Path, Call]) -> Iterator[tuple[Path, Any]]:
    """Answers in order; after one that ended Python, the rest is asked of a new one."""
    left = dict(calls)
    while left:
        answers = call_python(VERSION, list(left.values()), patience_s=PATIENCE_S)
        try:
            for path, answer in zip(list(left), answers, strict=True):
                del left[path]
                yield path, answer
        except NoAnswer as silent:
            path = next(iter(left))
            del left[path]
            yield path, {"why_not": str(silent)}


def _key() -> str:
    """What a run depends on besides its source: the core, the npm package, the bounds."""
    return f"{record.key(VERSION)} {BOUNDS}"
