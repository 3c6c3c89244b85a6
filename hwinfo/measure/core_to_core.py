"""Core-to-core latency: how long a cache line takes from one core's store to another's load."""

from __future__ import annotations

import ctypes
import threading
import time
from itertools import combinations
from typing import TYPE_CHECKING

from hwinfo.measure.affinity import can_pin, pinned, usable_cpus
from hwinfo.measure.buffers import Buffer
from hwinfo.measure.samples import is_quiet, measured_curve, not_measured, relative_spread
from hwinfo.measurement import Point

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from hwinfo.measure.deadline import Deadline
    from hwinfo.measure.kernels import Kernel, Kernels
    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine

NAME, TITLE = "core_to_core_latency", "Core-to-core latency"
MOST_CPUS = 16  # 120 pairs; more would not fit the time
ROUNDS = 500  # few pairs get many chances to meet a moment without disturbance
MEETING_TURNS, TURNS = 20, 1000
PATIENCE = 1 << 26  # looks at the flag before giving up: tens of milliseconds


def chosen_cpus(machine: Machine, usable: Sequence[int], most: int = MOST_CPUS) -> list[int]:
    """All usable CPUs if few; else one thread of each core, spread evenly over the machine."""
    if len(usable) <= most:
        return list(usable)
    firsts = [min(set(core.cpus) & set(usable), default=None) for core in machine.cores or ()]
    one_a_core = sorted(cpu for cpu in firsts if cpu is not None) or list(usable)
    if len(one_a_core) <= most:
        return one_a_core
    return [one_a_core[index * len(one_a_core) // most] for index in range(most)]


def measure_core_to_core(
    machine: Machine, kernels: Kernels, until: Deadline
) -> Generator[Measurement]:
    """Yield the matrix as known so far: after every pair at first, then after every round."""
    cpus = chosen_cpus(machine, usable_cpus())
    if len(cpus) < 2:
        yield not_measured(NAME, TITLE, "s", "this process may use only one CPU")
        return
    if not can_pin():
        yield not_measured(NAME, TITLE, "s", "this system cannot hold a thread on a CPU")
        return
    relay, pairs = kernels["relay"], list(combinations(cpus, 2))
    method = _method(machine, kernels)
    samples: dict[tuple[int, int], list[float]] = {pair: [] for pair in pairs}
    with Buffer(4096) as buffer:
        for index in range(ROUNDS):
            for pair in pairs:
                if until.passed:
                    return
                seconds = handover_seconds(relay, buffer.address, pair)
                if seconds is not None:
                    samples[pair].append(seconds)
                if index == 0:
                    yield _matrix(samples, method)
            yield _matrix(samples, method)


def handover_seconds(relay: Kernel, flag: int, pair: tuple[int, int]) -> float | None:
    """Seconds of one handover between two CPUs; None if either could not be held or was away.

    The first turns only bring both threads together; the rest are timed. An abandoned partner
    loses patience and ends, so joining it never hangs.
    """
    ctypes.c_uint64.from_address(flag).value = 0
    undone: list[int] = []

    def partner() -> None:
        with pinned(pair[1]) as held:
            undone.append(relay(flag, MEETING_TURNS + TURNS, 1, PATIENCE) if held else TURNS)

    thread = threading.Thread(target=partner)
    thread.start()
    try:
        with pinned(pair[0]) as held:
            undone.append(relay(flag, MEETING_TURNS, 0, PATIENCE) if held else TURNS)
            begun = time.perf_counter_ns()
            undone.append(relay(flag, TURNS, 2 * MEETING_TURNS, PATIENCE) if held else TURNS)
            spent = time.perf_counter_ns() - begun
    finally:
        thread.join()
    return None if any(undone) else spent / 1e9 / (2 * TURNS)


def _matrix(samples: dict[tuple[int, int], list[float]], method: str) -> Measurement:
    points = [
        Point(
            x=float(index),
            y=min(seconds),
            n=len(seconds),
            spread=relative_spread(seconds),
            label=f"{pair[0]},{pair[1]}",
        )
        for index, (pair, seconds) in enumerate(samples.items())
        if seconds
    ]
    verdicts = [is_quiet(seconds) for seconds in samples.values()]
    known = [verdict for verdict in verdicts if verdict is not None]
    return measured_curve(
        NAME,
        TITLE,
        ("pair", "s"),
        points,
        method,
        quiet=sum(known) * 2 > len(known) if known else None,
        extra={"pairs": len(samples), "pairs_measured": len(points)},
    )


def _method(machine: Machine, kernels: Kernels) -> str:
    moving = "; a hypervisor may move its virtual CPUs, and the figure moves with them"
    return (
        f"one cache line passed to and fro {TURNS} times between two threads held on two CPUs, "
        f"{kernels.made_by}; one way, the least of up to {ROUNDS} runs a pair; the one figure is "
        f"the median pair{moving if machine.virtualisation.virtual_machine else ''}"
    )
