"""What recording costs above running: `python FILE` against a run that is kept. Goal: 1.5."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial

from explainer.environment import Environments
from explainer.places import Places
from explainer.record import Recorder
from explainer.runner import run_snippet
from explainer.snippet import Library

ROUNDS = 9
CHOSEN = ("lists/growth", "lists/literals", "amdahl/time_form", "amdahl/work_span")


def main() -> None:
    """Interleave three ways of running the same files and compare their medians."""
    places = Places()
    recorder = Recorder(places)
    library = Library(places.snippets)
    environments = Environments(places.build / "environments")
    overheads = []
    print(f"{'snippet':20} {'FILE':>9} {'and tests':>10} {'recorded':>9} {'overhead':>9}")
    for id_ in CHOSEN:
        snippet = library.find(id_)
        python = environments.ready(snippet, recorder.primary).python
        ways: list[Callable[[], object]] = [
            partial(_plain, python, str(snippet.path)),
            partial(_plain, python, "-c", _FILE_AND_TESTS, str(snippet.path), str(places.root)),
            partial(run_snippet, snippet, python),
        ]
        samples = [[_seconds(way) for way in ways] for _ in range(ROUNDS)]
        file, tests, recorded = (statistics.median(column) for column in zip(*samples, strict=True))
        overheads.append((file + recorded - tests) / file)
        row = "".join(f"{seconds * 1000:7.1f} ms" for seconds in (file, tests, recorded))
        print(f"{id_:20} {row} {overheads[-1]:9.2f}")
    print(
        f"median overhead {statistics.median(overheads):.2f} times `python FILE`, the time of the"
        f" tests themselves taken out (goal at most 1.5, n = {ROUNDS} each)"
    )


# The work of a recording without a recorder: main, then the tests, in one process.
_FILE_AND_TESTS = """
import runpy, sys
names = runpy.run_path(sys.argv[1], run_name="__main__")
sys.path.append(sys.argv[2])
for name, value in names.items():
    if name.startswith("test_"):
        value()
"""


def _plain(*command: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    subprocess.run(command, capture_output=True, check=True, env=environment)


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
