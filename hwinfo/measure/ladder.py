"""The memory-latency ladder: the time of one dependent load, by how much memory it wanders over."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.measure.affinity import pinned, usable_cpus
from hwinfo.measure.buffers import MIB, Buffer, room_bytes
from hwinfo.measure.knees import as_data, find_knees, fit_latency
from hwinfo.measure.samples import (
    NOISY_ABOVE,
    measured_curve,
    not_measured,
    quantile,
    quiet_words,
    relative_spread,
)
from hwinfo.measurement import Point
from hwinfo.model import Cache

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from hwinfo.measure.deadline import Deadline
    from hwinfo.measure.kernels import Kernel, Kernels
    from hwinfo.measurement import Measurement
    from hwinfo.model import CacheLevel, Machine

NAME, TITLE = "memory_latency", "Memory latency"
SMALLEST_BYTES = 4 << 10
USUAL_LARGEST_BYTES, ABSOLUTE_LARGEST_BYTES = 256 * MIB, 1024 * MIB
SIZES_PER_OCTAVE = 3
PASSES = 7
SAMPLE_SECONDS = 0.0015  # long against the 1 µs of a foreign call, short against a time slice
SAMPLES_A_VISIT = 3
WARM_SECONDS = 0.06
TRIAL_STEPS = 2048
POINTER_BYTES = 8


@dataclass(slots=True)
class Rung:
    """One size of the ladder: where its cycle lies, where the chase stands, what it took."""

    size_bytes: int
    nodes: int
    base: int
    at: int
    seconds: list[float] = field(default_factory=list)


def ladder_sizes(largest_bytes: int, line_bytes: int) -> list[int]:
    """Sizes from 4 KiB up, three to the octave, whole lines.

    Shape: ascending, distinct; empty if even the smallest does not fit.
    """
    sizes, step = [], 0
    while (size := int(SMALLEST_BYTES * 2 ** (step / SIZES_PER_OCTAVE))) <= largest_bytes:
        sizes.append(size // line_bytes * line_bytes)
        step += 1
    return sizes


def pack_cycles(nodes: Sequence[int], slots: int) -> list[tuple[int, int]]:
    """Where each cycle of so many lines lies: (slot within the line, first line).

    A line holds several pointers, so cycles of different sizes share lines but never a slot's
    stretch: the buffer is as large as the largest cycle, not as the sum of all.
    Raises: ValueError when the cycles do not fit, which geometric sizes never cause.
    """
    filled = [0] * slots
    places: list[tuple[int, int]] = [(0, 0)] * len(nodes)
    largest = max(nodes, default=0)
    for index in sorted(range(len(nodes)), key=lambda which: -nodes[which]):
        slot = next((s for s in range(slots) if filled[s] + nodes[index] <= largest), None)
        if slot is None:
            raise ValueError(f"{len(nodes)} cycles do not fit in {slots} slots of {largest} lines")
        places[index] = (slot, filled[slot])
        filled[slot] += nodes[index]
    return places


def measure_ladder(machine: Machine, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    """Yield the ladder as known so far, after every rung of every pass."""
    line_bytes = cycle_line_bytes(machine)
    sizes = ladder_sizes(largest_bytes(machine), line_bytes)
    if not sizes:
        yield not_measured(NAME, TITLE, "s", "too little free memory for even a small buffer")
        return
    link, chase = kernels["link_cycle"], kernels["chase"]
    with Buffer(sizes[-1]) as buffer, pinned(usable_cpus()[0]) as held:
        method = _method(kernels, line_bytes, held=held, huge_pages=buffer.huge_pages_advised)
        rungs = link_rungs(buffer, sizes, line_bytes, link)
        warm_up_to = 2 * max((level.size_bytes or 0 for level in data_caches(machine)), default=0)
        for rung in _visits(rungs, until):
            rung.seconds.append(sample(rung, chase, lap=rung.size_bytes <= warm_up_to))
            yield ladder_measurement(rungs, machine, method)


def largest_bytes(machine: Machine) -> int:
    """The top of the ladder: well above the largest cache, and within what memory may be taken."""
    cached = max((level.size_bytes or 0 for level in data_caches(machine)), default=0)
    wanted = min(max(USUAL_LARGEST_BYTES, 4 * cached), ABSOLUTE_LARGEST_BYTES)
    room = room_bytes(machine)
    return wanted if room is None else min(wanted, room)


def data_caches(machine: Machine) -> list[Cache]:
    """The reported caches that hold data for the measuring CPU, from the nearest outward."""
    cpu = usable_cpus()[0]
    levels = [one for one in (machine.caches or {}).values() if one.kind != "Instruction"]
    return [_cache_of(level, cpu) for level in sorted(levels, key=lambda one: one.level)]


def _cache_of(level: CacheLevel, cpu: int) -> Cache:
    """The cache of that level which serves a CPU; hybrid machines have several sizes."""
    for cache in level.instances:
        if cpu in cache.cpus:
            return cache
    return Cache(level.level, level.kind, CpuSet([cpu]), level.size_bytes, level.line_bytes)


def cycle_line_bytes(machine: Machine) -> int:
    """The longest reported cache line: a node of that size shares its line with no other."""
    lines = [level.line_bytes for level in data_caches(machine) if level.line_bytes]
    longest = max(lines, default=64)
    return longest if 64 <= longest <= 512 and longest % 64 == 0 else 64


def ladder_measurement(rungs: Sequence[Rung], machine: Machine, method: str) -> Measurement:
    """The measurement the samples taken so far amount to; the least time of each size counts."""
    done = [rung for rung in rungs if rung.seconds]
    points = [
        Point(
            x=float(rung.size_bytes),
            y=min(rung.seconds),
            n=len(rung.seconds),
            spread=relative_spread(rung.seconds),
            label="noisy" if quantile(rung.seconds, 0.75) > NOISY_ABOVE * min(rung.seconds) else "",
        )
        for rung in done
    ]
    noisy = sum(point.label == "noisy" for point in points)
    passes = min(len(rung.seconds) for rung in rungs)
    fit = fit_latency(points)
    knees = find_knees(points, data_caches(machine))
    quiet = noisy * 4 <= len(points) if passes > 2 else None
    extra = {
        "passes": passes,
        "noisy_points": noisy,
        "fit_seconds": fit,
        "knees": as_data(knees),
    }
    curve = measured_curve(
        NAME,
        TITLE,
        ("B", "s"),
        points,
        method,
        quiet=quiet,
        verdict="; ".join([quiet_words(quiet), *map(str, knees)]),
        extra=extra,
    )
    return replace(curve, median=fit[-1]) if fit else curve


def link_rungs(buffer: Buffer, sizes: Sequence[int], line_bytes: int, link: Kernel) -> list[Rung]:
    """Link one random cycle for each size into one buffer as large as the largest."""
    nodes = [size // line_bytes for size in sizes]
    places = pack_cycles(nodes, line_bytes // POINTER_BYTES)
    rungs = []
    for size, count, (slot, first) in zip(sizes, nodes, places, strict=True):
        base = buffer.address + first * line_bytes + slot * POINTER_BYTES
        link(base, count, line_bytes, random.getrandbits(64))
        rungs.append(Rung(size, count, base, at=base))
    return rungs


def _visits(rungs: Sequence[Rung], until: Deadline) -> Iterator[Rung]:
    """Every rung once a pass, in a new random order: a noisy moment hits no size twice."""
    for _ in range(PASSES):
        for rung in random.sample(rungs, len(rungs)):
            if until.passed:
                return
            yield rung


def sample(rung: Rung, chase: Kernel, *, lap: bool) -> float:
    """Seconds of one load, the least of a few samples that chase on from where the last stopped.

    A size that may be cached is first walked once around, so that what fits is there.
    """
    step_seconds = _timed(rung, chase, TRIAL_STEPS)
    if lap:
        _warm(rung, chase, step_seconds)
        step_seconds = _timed(rung, chase, TRIAL_STEPS)
    steps = max(TRIAL_STEPS, int(SAMPLE_SECONDS / step_seconds))
    return min(_timed(rung, chase, steps) for _ in range(SAMPLES_A_VISIT))


def _warm(rung: Rung, chase: Kernel, step_seconds: float) -> None:
    affordable = int(WARM_SECONDS / step_seconds)
    rung.at = chase(rung.at, max(1, min(rung.nodes, affordable)))


def _timed(rung: Rung, chase: Kernel, steps: int) -> float:
    begun = time.perf_counter_ns()
    rung.at = chase(rung.at, steps)
    return (time.perf_counter_ns() - begun) / 1e9 / steps


def _method(kernels: Kernels, line_bytes: int, *, held: bool, huge_pages: bool) -> str:
    where = "one thread held on one CPU" if held else "one thread, not held on a CPU"
    pages = "huge pages advised" if huge_pages else "base pages only, so TLB misses are included"
    return (
        f"pointer chase along one random cycle of {line_bytes}-byte nodes, {kernels.made_by}, "
        f"{where}, {pages}; {SIZES_PER_OCTAVE} sizes an octave in random order, the least of up to "
        f"{PASSES} interleaved passes; knees from a monotone fit of log latency; "
        "the one figure is the latency at the largest size"
    )
