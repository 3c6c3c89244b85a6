"""Small costs: reading the clock, a Python call, a system call, a context switch."""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import replace
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

from hwinfo.errors import NotSupported
from hwinfo.measure.affinity import pinned, usable_cpus
from hwinfo.measure.helpers import helper
from hwinfo.measure.samples import measured, not_measured, quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from hwinfo.measure.deadline import Deadline
    from hwinfo.measure.kernels import Kernels
    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine

CLOCK_READINGS = 20_000
QUIET_LOST_SHARE = 0.1
ADDITIONS_A_ROUND = 16


def measure_timer(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """The smallest step two readings of the clock show, and what a reading costs."""
    readings = [time.perf_counter_ns() for _ in range(CLOCK_READINGS)]
    steps = [(b - a) / 1e9 for a, b in pairwise(readings)]
    ticks = sorted(step for step in steps if step > 0)
    timer = measured(
        "timer_resolution",
        "Timer resolution",
        "s",
        steps,
        f"{CLOCK_READINGS} readings of time.perf_counter_ns in a row; the median step is the cost "
        "of a reading from Python, the least one above zero bounds the resolution",
        extra={
            "least_step_seconds": ticks[0] if ticks else None,
            "zero_steps": len(steps) - len(ticks),
            "clock": time.get_clock_info("perf_counter").implementation,
        },
        verdict="the clock's own step, whatever else the machine did",
    )
    yield replace(timer, quiet=None)


def measure_noise(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """How much longer the same work takes from one time to the next, and the time lost."""
    add_chain = kernels["add_chain"]
    rounds = _rounds_for(add_chain, seconds=100e-6)
    seconds: list[float] = []
    with pinned(usable_cpus()[0]):
        while not until.passed:
            seconds.append(_seconds_of(add_chain, rounds, 1))
    least = min(seconds, default=0.0)
    excess = [one / least - 1 for one in seconds] if least else []
    lost = 1 - least * len(seconds) / sum(seconds) if least else 0.0
    floor = measured(
        "noise_floor",
        "Noise floor",
        "share",
        excess,
        f"the same {least * 1e6:.0f} µs of dependent additions over and over on one CPU "
        f"({kernels.made_by}); excess over the fastest; lost is all the time beyond it",
        verdict="quiet" if lost <= QUIET_LOST_SHARE else f"noisy: {lost:.0%} of the time was lost",
        extra={
            "lost_share": lost,
            "p99": quantile(excess, 0.99) if excess else None,
            "longest_pause_seconds": max(seconds, default=0.0) - least,
        },
    )
    yield replace(floor, quiet=lost <= QUIET_LOST_SHARE if excess else None)


def measure_clock(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """The core clock under load, by dependent additions that every core makes one a cycle."""
    add_chain = kernels["add_chain"]
    rounds = _rounds_for(add_chain, seconds=2e-3)
    rates: list[float] = []
    with pinned(usable_cpus()[0]):
        while not until.passed:
            rates.append(rounds * ADDITIONS_A_ROUND / _seconds_of(add_chain, rounds, 1))
    yield measured(
        "core_clock",
        "Core clock under load",
        "Hz",
        rates,
        f"register additions that wait for one another, one a cycle ({kernels.made_by})",
        extra={"highest_hz": max(rates, default=None)},
    )


def measure_call(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """What calling an empty Python function adds to a loop."""

    def empty() -> None:
        pass

    def calls(times: int) -> None:
        for _ in repeat(None, times):
            empty()

    def bare(times: int) -> None:
        for _ in repeat(None, times):
            pass

    times, seconds, loop_seconds = 20_000, [], []
    while not until.passed:
        loop_seconds.append(_seconds_of(bare, times) / times)
        seconds.append(_seconds_of(calls, times) / times)
    loop = min(loop_seconds, default=0.0)
    yield measured(
        "python_call",
        "Calling a Python function",
        "s",
        [max(0.0, one - loop) for one in seconds],
        f"{times} calls of an empty function without arguments in a for loop, less the loop itself",
        extra={"loop_seconds": loop},
    )


def measure_syscall(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """The cheapest system call, from machine code where possible."""
    kernel: Callable[[int], object] = _python_getppid
    method = "os.getppid from Python, with the cost of calling it"
    if "getppid_linux" in kernels.by_name:
        kernel, method = kernels["getppid_linux"], f"getppid in a loop, {kernels.made_by}"
    times, seconds, from_python = 2000, [], []
    while not until.passed:
        seconds.append(_seconds_of(kernel, times) / times)
        from_python.append(_seconds_of(_python_getppid, times) / times)
    yield measured(
        "system_call",
        "A system call",
        "s",
        seconds,
        method,
        extra={"os_getppid_seconds": statistics.median(from_python) if from_python else None},
    )


def measure_context_switch(
    machine: Machine, kernels: Kernels, until: Deadline
) -> Generator[Measurement]:
    """A switch between two processes on one CPU, by a byte that goes back and forth."""
    name, title = "context_switch", "A context switch"
    cpu = usable_cpus()[0]
    with pinned(cpu) as held:
        if not held or sys.platform == "win32":
            yield not_measured(name, title, "s", "two processes cannot be held on one CPU here")
            return
        bare = _own_round_trip()
        with helper("echo", str(cpu), unbuffered=True) as process:
            if process.stdin is None or process.stdout is None:
                raise NotSupported("context switch: the helper process has no pipes")
            there, back = process.stdin.fileno(), process.stdout.fileno()
            _round_trip(there, back, times=20)
            seconds: list[float] = []
            while not until.passed:
                trip = _round_trip(there, back, times=100)
                seconds.append(max(0.0, (trip - 2 * bare) / 2))
                yield measured(name, title, "s", seconds, _SWITCH_METHOD)


_SWITCH_METHOD = (
    "a byte through two pipes between two Python processes held on one CPU: half of the round "
    "trip, less the reads and writes themselves as one process alone makes them"
)


def _own_round_trip() -> float:
    """The least cost of writing a byte to a pipe and reading it back in one process."""
    read_end, write_end = os.pipe()
    try:
        return min(_round_trip(write_end, read_end, times=200) for _ in range(5))
    finally:
        os.close(read_end)
        os.close(write_end)


def _round_trip(there: int, back: int, times: int) -> float:
    begun = time.perf_counter_ns()
    for _ in repeat(None, times):
        os.write(there, b"x")
        os.read(back, 1)
    return (time.perf_counter_ns() - begun) / 1e9 / times


def _python_getppid(times: int) -> None:
    for _ in repeat(None, times):
        os.getppid()


def _seconds_of(function: Callable[..., object], *arguments: int) -> float:
    begun = time.perf_counter_ns()
    function(*arguments)
    return (time.perf_counter_ns() - begun) / 1e9


def _rounds_for(kernel: Callable[..., int], seconds: float) -> int:
    """Rounds of additions that take about so long."""
    trial = 1000
    fastest = min(_seconds_of(kernel, trial, 1) for _ in range(5))
    return max(1, int(trial * seconds / max(fastest, 1e-9)))
