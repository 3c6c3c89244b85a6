"""Runs the experiments one after another, each within its share of the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hwinfo.measure import bandwidth, core_to_core, costs, ladder, scaling, surroundings
from hwinfo.measure.deadline import Deadline
from hwinfo.measure.interrupts import Interrupts
from hwinfo.measure.kernels import load_kernels
from hwinfo.measure.samples import judged, not_measured

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

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
    interrupts = Interrupts()
    with interrupts.caught():
        return tuple(_measure_all(machine, progress, budget_seconds, experiments, interrupts))


def _measure_all(
    machine: Machine,
    progress: Progress | None,
    budget_seconds: float,
    experiments: Sequence[Experiment],
    interrupts: Interrupts,
) -> Iterator[Measurement]:
    kernels = load_kernels()
    total = sum(experiment.weight for experiment in experiments)
    before = 0.0
    for experiment in experiments:
        share = experiment.weight / total
        trial = _Trial(experiment, interrupts)
        until = Deadline(budget_seconds * share)
        trial.run(machine, kernels, until, _scaled(progress, before, share))
        yield from trial.measurements()
        before += share


class _Trial:
    """One experiment under way: the newest measurement of each name, and what ended it."""

    def __init__(self, experiment: Experiment, interrupts: Interrupts) -> None:
        self.experiment = experiment
        self._interrupts = interrupts
        self._newest: dict[str, Measurement] = {}
        self._ended = ""
        self._around = surroundings.Surroundings()

    def run(self, machine: Machine, kernels: Kernels, until: Deadline, progress: Progress) -> None:
        """Run until it is done, out of time, failed or interrupted."""
        before = surroundings.now()
        steps = self.experiment.run(machine, kernels, until)
        try:
            with self._interrupts.heeded():
                progress(self.experiment.title, 0.0)
                for measurement in steps:
                    self._newest[measurement.name] = measurement
                    progress(self.experiment.title, until.used_share)
        except KeyboardInterrupt:
            self._interrupts.asked = True
            self._ended = "interrupted"
        except Exception as error:  # noqa: BLE001 - a failure is this experiment's own
            self._ended = f"{type(error).__name__}: {error}"
        finally:
            steps.close()  # gives back CPU, memory and helper processes now
            self._around = surroundings.between(before, surroundings.now())

    def measurements(self) -> list[Measurement]:
        """What is known, marked with what ended it early."""
        if not self._newest:
            one = self.experiment
            return [not_measured(one.name, one.title, one.unit, self._ended or "out of time")]
        known = [judged(each, self._around) for each in self._newest.values()]
        if not self._ended:
            return known
        early = f"; ended early: {self._ended}"
        return [replace(each, verdict=f"{each.verdict}{early}") for each in known]


def _scaled(progress: Progress | None, before: float, share: float) -> Progress:
    """The progress of one experiment as progress of the whole."""

    def report(title: str, done: float) -> None:
        if progress is not None:
            progress(title, min(1.0, before + share * done))

    return report
