"""How long it takes to see that 1,500 snippets have not changed. Goal: under 1 s, none executed."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from explainer.places import Places
from explainer.record import Recorder
from explainer.snippet import Library

SNIPPETS = 1_500
ROUNDS = 5


def main() -> None:
    """Copy the shelf of one real recording 1,500 times, then time the check and its parts."""
    original = next(iter(Library(Places().snippets)))
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder))
        recorder = Recorder(places, Recorder(Places()).interpreters[:1])
        interpreter = recorder.primary
        for number in range(SNIPPETS):
            path = places.snippets / f"room{number % 20}" / f"thing_{number}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{original.source}\n# {number}\n", encoding="utf-8")
        for snippet in Library(places.snippets):
            file = recorder.shelf.path(snippet, interpreter)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("{}", encoding="utf-8")
        seconds = [_check(places, recorder) for _ in range(ROUNDS)]
        reading = [_read_only(places) for _ in range(ROUNDS)]
    checked, read = statistics.median(seconds), statistics.median(reading)
    print(f"re-check of {SNIPPETS} unchanged snippets: {checked:.2f} s, none executed (goal < 1 s)")
    print(f"ratio to reading the same files: {checked / read:.1f} (n = {ROUNDS}, medians)")


def _check(places: Places, recorder: Recorder) -> float:
    start = time.perf_counter()
    stale = recorder.stale(Library(places.snippets), [recorder.primary])
    seconds = time.perf_counter() - start
    if stale:
        raise SystemExit(f"{len(stale)} snippets were found stale; the benchmark is broken")
    return seconds


def _read_only(places: Places) -> float:
    start = time.perf_counter()
    for path in places.snippets.rglob("*.py"):
        path.read_bytes()
    return time.perf_counter() - start
