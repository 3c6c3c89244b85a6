"""Scaling of a Python loop: how much more is done by more threads, processes, or without a GIL."""

from __future__ import annotations

import contextlib
import json
import shutil
import statistics
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from hwinfo.errors import NotSupported
from hwinfo.measure.affinity import usable_cpus
from hwinfo.measure.helpers import helper
from hwinfo.measure.samples import is_quiet, measured_curve, not_measured, relative_spread
from hwinfo.measurement import Point

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Generator

    from hwinfo.measure.deadline import Deadline
    from hwinfo.measure.kernels import Kernels
    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine

MOST_WORKERS = 32
ROUNDS = 3
LEAST_SECONDS = 0.05
FREE_THREADED = ("python3.15t", "python3.14t", "python3.13t")


def worker_counts(cpus: int) -> list[int]:
    """1, 2, 4 ... up to the number of CPUs, and that number; always at least 1 and 2."""
    most = max(2, min(cpus, MOST_WORKERS))
    doubling = [1 << power for power in range(most.bit_length()) if 1 << power <= most]
    return sorted({*doubling, most})


def measure_threads(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """Threads of this interpreter, with the GIL or without, whichever it has."""
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    title = "Threads of this Python, " + ("with the GIL" if gil else "without a GIL")
    yield from _thread_scaling("scaling_threads", title, sys.executable, until)


def measure_free_threaded(
    machine: Machine, kernels: Kernels, until: Deadline
) -> Generator[Measurement]:
    """Threads of a free-threaded interpreter found beside this one."""
    name, title = "scaling_free_threaded", "Threads of a free-threaded Python"
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        yield not_measured(name, title, "ratio", "this Python is free-threaded: see its threads")
        return
    found = next((path for path in map(shutil.which, FREE_THREADED) if path), None)
    if found is None:
        yield not_measured(name, title, "ratio", f"none of {', '.join(FREE_THREADED)} is on PATH")
        return
    yield from _thread_scaling(name, title, found, until)


def measure_processes(
    machine: Machine, kernels: Kernels, until: Deadline
) -> Generator[Measurement]:
    """Processes of this interpreter, started beforehand and told to begin together."""
    cpus = usable_cpus()
    counts = worker_counts(len(cpus))
    rates: dict[int, list[float]] = {count: [] for count in counts}
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(helper("loop", "-1")) for _ in range(counts[-1])]
        for worker in workers:
            _answer(worker)  # "ready"
        seconds = max(LEAST_SECONDS, until.left_seconds / (len(counts) * ROUNDS + 1))
        for _ in range(ROUNDS):
            for count in counts:
                if until.passed and rates[1]:
                    return
                rates[count].append(_rate_together(workers[:count], seconds))
                yield _scaling("scaling_processes", "Processes of this Python", rates, seconds)


def _thread_scaling(name: str, title: str, python: str, until: Deadline) -> Generator[Measurement]:
    counts = worker_counts(len(usable_cpus()))
    rates: dict[int, list[float]] = {count: [] for count in counts}
    seconds = max(LEAST_SECONDS, until.left_seconds / (len(counts) * ROUNDS + 1))
    order = ",".join(str(count) for count in counts * ROUNDS)
    with helper("threads", f"{seconds}", order, python=python) as worker:
        for line in worker.stdout or ():
            answer = json.loads(line)
            rates[answer["count"]].append(answer["rate"])
            yield _scaling(name, title, rates, seconds)


def _rate_together(workers: list[subprocess.Popen[bytes]], seconds: float) -> float:
    for worker in workers:
        if worker.stdin is not None:
            worker.stdin.write(f"{seconds}\n".encode())
            worker.stdin.flush()
    return sum(float(_answer(worker)) for worker in workers)


def _answer(worker: subprocess.Popen[bytes]) -> str:
    line = worker.stdout.readline().decode().strip() if worker.stdout else ""
    if not line:
        raise NotSupported("a helper process ended before it answered")
    return line


def _scaling(name: str, title: str, rates: dict[int, list[float]], seconds: float) -> Measurement:
    """Speed-up over one worker, by the number of workers; the one figure is the last point's."""
    alone = statistics.median(rates[1])
    points = [
        Point(
            x=float(count),
            y=statistics.median(done) / alone,
            n=len(done),
            spread=relative_spread(done),
        )
        for count, done in rates.items()
        if done
    ]
    quiets = [is_quiet(done, "chunks/s") for done in rates.values()]
    curve = measured_curve(
        name,
        title,
        ("workers", "ratio"),
        points,
        f"chunks of a pure Python loop finished in {seconds:.2f} s by workers that begin together, "
        f"over what one worker finishes; medians of up to {ROUNDS} rounds",
        quiet=None if None in quiets else all(quiets),
        extra={"chunks_per_second_alone": alone},
    )
    return replace(curve, median=points[-1].y)
