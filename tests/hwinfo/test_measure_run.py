"""Measurements keep to their time, survive failures and Ctrl-C, and leave nothing behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from hwinfo.cpuset import CpuSet
from hwinfo.measure import EXPERIMENTS, Experiment, affinity, measure
from hwinfo.measure.core_to_core import chosen_cpus
from hwinfo.measure.deadline import Deadline
from hwinfo.measure.kernels import load_kernels
from hwinfo.measure.samples import is_quiet, measured, quantile, relative_spread
from hwinfo.measure.scaling import worker_counts
from hwinfo.model import CacheLevel, Core, Machine, Measurement, Memory

MIB = 1 << 20
SMALL = Machine(
    memory=Memory(available_bytes=16 * MIB),
    caches={"L1d": CacheLevel("L1d", 1, "Data", 1, size_bytes=32 << 10, line_bytes=64)},
)


def one(name, run, weight=1.0):
    return Experiment(name, name.title(), "s", weight, run)


def yields(*values):
    def run(machine, kernels, until):
        for count in range(1, len(values) + 1):
            yield measured("steps", "Steps", "s", values[:count], "given")

    return run


def breaks(error):
    def run(machine, kernels, until):
        yield measured("broken", "Broken", "s", [1.0, 2.0], "given")
        raise error

    return run


def test_the_newest_measurement_of_each_name_is_kept():
    """A generator tells more and more; the report holds the last word once."""
    (kept,) = measure(SMALL, experiments=[one("steps", yields(1.0, 2.0, 4.0))])
    assert (kept.n, kept.median) == (3, 2.0)


def test_a_failing_experiment_keeps_what_it_had_and_spoils_no_other():
    """The verdict names the error; the next experiment runs."""
    broken, steps = measure(
        SMALL, experiments=[one("broken", breaks(OSError("gone"))), one("steps", yields(1.0))]
    )
    assert (broken.n, steps.n) == (2, 1)
    assert broken.verdict.endswith("ended early: OSError: gone")


def test_ctrl_c_keeps_what_is_known_and_says_what_is_missing():
    """The interrupted one is cut short, those after it are named as not measured."""
    ran = []

    def never(machine, kernels, until):
        ran.append(True)
        yield measured("never", "Never", "s", [1.0], "given")

    first, broken, last = measure(
        SMALL,
        experiments=[
            one("steps", yields(1.0)),
            one("broken", breaks(KeyboardInterrupt())),
            one("never", never),
        ],
    )
    assert first.verdict.startswith("too few samples")
    assert broken.verdict.endswith("ended early: interrupted")
    assert (last.median, last.verdict, ran) == (None, "not measured: interrupted", [])


INTERRUPTED = """
import json, signal, sys
from hwinfo.codec import to_plain
from hwinfo.measure import measure
from hwinfo.model import Machine, Memory
signal.signal(signal.SIGINT, signal.default_int_handler)
def told(title, done):
    print(title, flush=True)
known = measure(Machine(memory=Memory(available_bytes=64 << 20)), told)
print(json.dumps(to_plain(known)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_real_ctrl_c_in_the_ladder_keeps_its_points():
    """The signal comes while machine code runs; the process ends well and tells what it has."""
    command = [sys.executable, "-c", INTERRUPTED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.startswith("Memory latency"):
                process.stdout.readline()
                break
        process.send_signal(signal.SIGINT)
        last = process.stdout.read().splitlines()[-1]
    known = {one["name"]: one for one in json.loads(last)}
    assert process.returncode == 0
    assert known["memory_latency"]["points"] or known["memory_latency"]["verdict"].startswith("not")
    assert known["scaling_threads"]["verdict"] == "not measured: interrupted"
    assert known["python_call"]["median"] is not None


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.name)
def test_ctrl_c_in_the_midst_of_an_experiment_leaves_nothing_behind(experiment):
    """Affinity is restored, threads and helper processes are gone."""

    def interrupt(title, done):
        raise KeyboardInterrupt

    def alive():
        children = {child.pid for child in psutil.Process().children()}
        return affinity.usable_cpus(), threading.active_count(), children

    before = alive()
    measure(SMALL, progress=interrupt, budget_seconds=0.2, experiments=[experiment])
    assert alive() == before


def test_progress_rises_to_the_end_and_each_gets_its_share_of_the_time():
    """A weight of three is three quarters of the budget."""
    told, given = [], []

    def run(machine, kernels, until):
        given.append(until.seconds)
        yield measured("one", "One", "s", [1.0], "given")

    measure(
        SMALL,
        progress=lambda title, done: told.append((title, done)),
        budget_seconds=4.0,
        experiments=[one("one", run, 3.0), one("two", run, 1.0)],
    )
    shares = [done for _, done in told]
    assert given == [3.0, 1.0]
    assert shares == sorted(shares)
    assert shares[2] == 0.75


def test_the_whole_budget_is_below_half_a_minute():
    """Thirty seconds are promised; the budget leaves room for what surrounds it."""
    import inspect

    assert inspect.signature(measure).parameters["budget_seconds"].default <= 28


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.name)
def test_every_experiment_reports_its_method_or_its_reason(experiment):
    """Run briefly for real: figures with a method, or a reason, never an empty figure."""
    for known in measure(SMALL, budget_seconds=0.3, experiments=[experiment]):
        assert isinstance(known, Measurement)
        assert known.unit in {"s", "B/s", "Hz", "ratio", "share"}
        if known.median is None:
            assert known.verdict.startswith("not measured: ")
        else:
            assert known.n > 0
            assert known.median >= 0
            assert len(known.method) > 20


def test_a_machine_without_kernels_still_measures_what_python_can(monkeypatch):
    """The reasons are in the verdicts of the rest."""
    from hwinfo.measure import run
    from hwinfo.measure.kernels import Kernels

    monkeypatch.setattr(run, "load_kernels", lambda: Kernels("nothing", {}, ("no compiler",)))
    known = {m.name: m for m in measure(SMALL, budget_seconds=0.5, experiments=EXPERIMENTS[:7])}
    assert known["python_call"].median is not None
    assert known["memory_latency"].median is None
    assert "no compiler" in known["memory_latency"].verdict


def test_a_free_threaded_interpreter_on_the_path_is_measured(monkeypatch):
    """Any interpreter can run the script of the workers; here this one stands in for it."""
    found = {"python3.14t": sys.executable}
    monkeypatch.setattr(shutil, "which", found.get)
    free = next(one for one in EXPERIMENTS if one.name == "scaling_free_threaded")
    (known,) = measure(SMALL, budget_seconds=0.5, experiments=[free])
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        assert "this Python is free-threaded" in known.verdict
    else:
        assert [point.x for point in known.points][:2] == [1.0, 2.0]


def test_the_ladder_measures_every_size_the_room_allows():
    """16 MiB are free, so the ladder ends at a quarter of that."""
    ladder = next(one for one in EXPERIMENTS if one.name == "memory_latency")
    last = None
    for last in ladder.run(SMALL, load_kernels(), Deadline(60)):
        if last.extra["passes"] >= 1:
            break
    if last.median is None:
        pytest.skip(last.verdict)
    assert [point.x for point in last.points][-1] == 4 * MIB
    assert len(last.points) == 31
    assert last.extra["fit_seconds"] == sorted(last.extra["fit_seconds"])
    assert [knee["cache"] for knee in last.extra["knees"]] == ["L1d"]


def test_pinning_holds_one_cpu_and_gives_the_set_back():
    """Also when the work inside fails."""
    before = affinity.usable_cpus()
    inside = []

    def fail():
        with affinity.pinned(before[-1]):
            inside.extend(affinity.usable_cpus())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert affinity.usable_cpus() == before
    assert inside == ([before[-1]] if hasattr(os, "sched_getaffinity") else before)


def test_a_cpu_that_does_not_exist_is_not_held():
    """The thread stays where it was, and the caller is told."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("no affinity here")
    before = affinity.usable_cpus()
    with affinity.pinned(1023) as held:
        assert not held
    assert affinity.usable_cpus() == before


def test_many_cpus_are_thinned_to_one_thread_a_core():
    """Of 64 cores with two threads, sixteen cores spread evenly are measured."""
    cores = tuple(Core(at, CpuSet([at, at + 64])) for at in range(64))
    chosen = chosen_cpus(Machine(cores=cores), range(128))
    assert chosen == list(range(0, 64, 4))
    assert chosen_cpus(Machine(cores=cores[:8]), range(16)) == list(range(16))


@pytest.mark.parametrize(
    ("cpus", "counts"), [(1, [1, 2]), (2, [1, 2]), (6, [1, 2, 4, 6]), (256, [1, 2, 4, 8, 16, 32])]
)
def test_workers_double_up_to_the_cpus(cpus, counts):
    """One CPU is also tried with two workers: that nothing is gained is worth showing."""
    assert worker_counts(cpus) == counts


def test_quiet_means_most_samples_are_near_the_fastest():
    """For times the least is the fastest, for rates the most."""
    assert is_quiet([10, 11, 12, 14]) is True
    assert is_quiet([10, 16, 16, 16]) is False
    assert is_quiet([10.0, 16, 16, 16], "B/s") is True
    assert is_quiet([16.0, 10, 10, 10], "B/s") is False
    assert is_quiet([1.0, 2.0]) is None


def test_quantiles_interpolate():
    """As the usual linear definition has it."""
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert quantile([7], 0.9) == 7
    assert relative_spread([1, 2, 3, 4, 5]) == pytest.approx(2 / 3)
