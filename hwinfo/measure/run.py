"""Runs the experiments one after another, each within its share of the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hwinfo.measure import bandwidth, core_to_core, costs, ladder, scaling
from hwinfo.measure.deadline import Deadline
from hwinfo.measure.kernels import load_kernels
from hwinfo.measure.samples import not_measured

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from hwinfo.measure.kernels import Kernels
    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine

    Progress = Callable[[str, float], None]

BUDGET_SECONDS = 28.0  # what start, linking and the last samples take must fit below 30


@dataclass(frozen=True, slots=True)
class Experiment:
    """What to measure, and its share of the time.

    Shape: `run` yields measurements that know more and more; the last one of each name counts.
    """

    name: str
    title: str
    unit: str
    weight: float
    run: Callable[[Machine, Kernels, Deadline], Generator[Measurement]]


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment("timer_resolution", "Timer resolution", "s", 0.1, costs.measure_timer),
    Experiment("noise_floor", "Noise floor", "share", 1, costs.measure_noise),
    Experiment("core_clock", "Core clock under load", "Hz", 0.3, costs.measure_clock),
    Experiment("python_call", "Calling a Python function", "s", 0.5, costs.measure_call),
    Experiment("system_call", "A system call", "s", 0.4, costs.measure_syscall),
    Experiment("context_switch", "A context switch", "s", 0.6, costs.measure_context_switch),
    Experiment("memory_latency", "Memory latency", "s", 9, ladder.measure_ladder),
    Experiment("bandwidth", "Memory bandwidth", "B/s", 3, bandwidth.measure_bandwidth),
    Experiment(
        "core_to_core_latency",
        "Core-to-core latency",
        "s",
        2.5,
        core_to_core.measure_core_to_core,
    ),
    Experiment("scaling_threads", "Threads of this Python", "ratio", 2.5, scaling.measure_threads),
    Experiment(
        "scaling_processes", "Processes of this Python", "ratio", 2.5, scaling.measure_processes
    ),
    Experiment(
        "scaling_free_threaded",
        "Threads of a free-threaded Python",
        "ratio",
        2.5,
        scaling.measure_free_threaded,
    ),
)


def measure(
    machine: Machine,
    progress: Progress | None = None,
    budget_seconds: float = BUDGET_SECONDS,
    experiments: Sequence[Experiment] = EXPERIMENTS,
) -> tuple[Measurement, ...]:
    """Measure this machine; `progress` is told the title at work and the share done, 0 to 1.

    Missing: an experiment that cannot be made here, fails or is cut off by Ctrl-C stands in the
    result with the reason; one that was cut off midway keeps what it had.
    """
    kernels = load_kernels()
    total = sum(experiment.weight for experiment in experiments)
    kept: list[Measurement] = []
    before, interrupted = 0.0, False
    for experiment in experiments:
        share = experiment.weight / total
        trial = _Trial(experiment, machine, kernels, interrupted=interrupted)
        trial.run(Deadline(budget_seconds * share), _scaled(progress, before, share))
        kept.extend(trial.measurements())
        interrupted = trial.interrupted
        before += share
    return tuple(kept)


class _Trial:
    """One experiment under way: the newest measurement of each name, and what ended it."""

    def __init__(
        self, experiment: Experiment, machine: Machine, kernels: Kernels, *, interrupted: bool
    ) -> None:
        self.experiment = experiment
        self.interrupted = interrupted
        self._machine, self._kernels = machine, kernels
        self._newest: dict[str, Measurement] = {}
        self._failure = ""

    def run(self, until: Deadline, progress: Progress) -> None:
        """Run until it is done, out of time, failed or interrupted."""
        if self.interrupted:
            return
        steps = self.experiment.run(self._machine, self._kernels, until)
        try:
            progress(self.experiment.title, 0.0)
            for measurement in steps:
                self._newest[measurement.name] = measurement
                progress(self.experiment.title, until.used_share)
        except KeyboardInterrupt:
            self.interrupted = True
        except Exception as error:  # noqa: BLE001 - a failure is this experiment's own
            self._failure = f"{type(error).__name__}: {error}"
        finally:
            steps.close()  # gives back CPU, memory and helper processes now

    def measurements(self) -> list[Measurement]:
        """What is known, marked with what ended it early."""
        ended = "interrupted" if self.interrupted else self._failure
        if not self._newest:
            one = self.experiment
            return [not_measured(one.name, one.title, one.unit, ended or "out of time")]
        if not ended:
            return list(self._newest.values())
        return [
            replace(known, verdict=f"{known.verdict}; ended early: {ended}")
            for known in self._newest.values()
        ]


def _scaled(progress: Progress | None, before: float, share: float) -> Progress:
    """The progress of one experiment as progress of the whole."""

    def report(title: str, done: float) -> None:
        if progress is not None:
            progress(title, min(1.0, before + share * done))

    return report
