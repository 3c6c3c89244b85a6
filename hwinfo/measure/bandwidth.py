"""Bandwidth of main memory: one core reading, writing, copying, and all cores reading at once."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from hwinfo.measure.affinity import pinned, usable_cpus
from hwinfo.measure.buffers import MIB, Buffer
from hwinfo.measure.ladder import largest_bytes
from hwinfo.measure.samples import measured, not_measured

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from hwinfo.measure.deadline import Deadline
    from hwinfo.measure.kernels import Kernels
    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine

NAMES = {
    "read": ("bandwidth_read", "Reading memory, one core"),
    "write": ("bandwidth_write", "Writing memory, one core"),
    "copy": ("bandwidth_copy", "Copying memory, one core"),
    "read_all": ("bandwidth_read_all", "Reading memory, all cores"),
}
BLOCK_BYTES = 64
MOST_ROUNDS = 15
LEAST_BUFFER_BYTES = 1 * MIB
MOST_THREADS = 128


def measure_bandwidth(
    machine: Machine, kernels: Kernels, until: Deadline
) -> Generator[Measurement]:
    """Yield the bandwidths of one core, interleaved, then that of all cores together."""
    size = largest_bytes(machine) // BLOCK_BYTES * BLOCK_BYTES
    if size < LEAST_BUFFER_BYTES:
        for name, title in NAMES.values():
            yield not_measured(name, title, "B/s", "too little free memory for a buffer")
        return
    rates: dict[str, list[float]] = {kind: [] for kind in NAMES}
    with Buffer(size) as buffer, pinned(usable_cpus()[0]):
        kernels["fill_blocks"](buffer.address, size // BLOCK_BYTES, 1)  # pages must exist first
        works = _works(buffer, kernels)
        half = until.left_seconds / 2
        for _ in range(MOST_ROUNDS):
            for kind, (work, moved_bytes) in works.items():
                rates[kind].append(moved_bytes / _seconds(work))
                yield _bandwidth(kind, rates[kind], kernels, f"{size // MIB} MiB, one thread")
            if until.left_seconds < half:
                break
    yield from _measure_all_cores(size, kernels, until)


def _works(buffer: Buffer, kernels: Kernels) -> dict[str, tuple[Callable[[], object], int]]:
    """What to time by kind, and the bytes it moves; a copy moves each byte twice, as in STREAM."""
    start, blocks = buffer.address, buffer.size_bytes // BLOCK_BYTES
    half, middle = blocks // 2, start + blocks // 2 * BLOCK_BYTES
    return {
        "read": (lambda: kernels["read_blocks"](start, blocks), blocks * BLOCK_BYTES),
        "write": (lambda: kernels["fill_blocks"](start, blocks, 1), blocks * BLOCK_BYTES),
        "copy": (lambda: kernels["copy_blocks"](start, middle, half), 2 * half * BLOCK_BYTES),
    }


def _measure_all_cores(size: int, kernels: Kernels, until: Deadline) -> Generator[Measurement]:
    cpus = usable_cpus()[:MOST_THREADS]
    blocks = size // BLOCK_BYTES // len(cpus)
    rates: list[float] = []
    with Buffer(size) as buffer:
        starts = [buffer.address + index * blocks * BLOCK_BYTES for index in range(len(cpus))]
        parts = list(zip(cpus, starts, strict=True))
        _together(parts, lambda start: kernels["fill_blocks"](start, blocks, 1))
        while len(rates) < MOST_ROUNDS and (not until.passed or not rates):
            spent = _together(parts, lambda start: kernels["read_blocks"](start, blocks))
            rates.append(blocks * len(cpus) * BLOCK_BYTES / spent)
            yield _bandwidth("read_all", rates, kernels, f"{size // MIB} MiB, {len(cpus)} threads")


def _together(parts: list[tuple[int, int]], work: Callable[[int], object]) -> float:
    """Seconds from the common start until the last thread has done its part, each on its CPU.

    On Ctrl-C the threads are let go and waited for: none may outlive the buffer it reads.
    """
    gate = threading.Barrier(len(parts) + 1)

    def run(cpu: int, start: int) -> None:
        with pinned(cpu), contextlib.suppress(threading.BrokenBarrierError):
            gate.wait()
            work(start)

    threads = [threading.Thread(target=run, args=part) for part in parts]
    try:
        for thread in threads:
            thread.start()
        gate.wait()
        begun = time.perf_counter_ns()
    except BaseException:
        gate.abort()
        raise
    finally:
        for thread in threads:
            if thread.ident is not None:
                thread.join()
    return (time.perf_counter_ns() - begun) / 1e9


def _bandwidth(kind: str, rates: list[float], kernels: Kernels, over: str) -> Measurement:
    name, title = NAMES[kind]
    counted = "; bytes read and bytes written both count, as in STREAM" if kind == "copy" else ""
    method = f"plain loads and stores in order over {over}, {kernels.made_by}{counted}"
    return measured(name, title, "B/s", rates, method, extra={"highest": max(rates)})


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begun) / 1e9
