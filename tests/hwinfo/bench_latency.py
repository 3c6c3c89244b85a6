"""hwinfo's latency ladder against a pointer chase in C compiled here: ratios of one run.

They take turns on one CPU, size by size in random order, three ways: hwinfo's kernel and C's along
the same cycle through the same memory, and C's along a cycle of its own in memory of its own. The
first two differ in nothing but the instrument, so each size is held to the goal; which physical
pages a program is given moves the sizes near a cache's edge by tens of per cent, in C as here, so
of the third only the median tells.

The least sample of each counts. A size has settled when the three least of each way lie close
together; those that have not are visited again until they have or the time is up. That rule looks
at each way alone, never at a ratio, so it cannot favour agreement.
Run with `python -m tests.hwinfo.bench_latency [SECONDS]`.
"""

from __future__ import annotations

import ctypes
import itertools
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hwinfo.collect import collect
from hwinfo.host import LiveHost
from hwinfo.measure import ladder, surroundings
from hwinfo.measure.affinity import pinned, usable_cpus
from hwinfo.measure.buffers import Buffer, room_bytes
from hwinfo.measure.deadline import Deadline
from hwinfo.measure.kernels import load_kernels

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = Path(__file__).with_name("bench_latency.c")
LEAST_PASSES, SECONDS = 7, 100.0
SETTLED_SAMPLES, SETTLED_WITHIN = 3, 0.03
LINE_BYTES = 64
SUM_OVER_LARGEST = 6.0  # three sizes an octave add up to 4.85 times the largest, and once ours
GOAL_MEDIAN, GOAL_EACH = 0.05, 0.10


@dataclass
class Size:
    """The samples of one size in seconds of one load, by the way they were taken."""

    size_bytes: int
    ours: list[float] = field(default_factory=list)
    c: list[float] = field(default_factory=list)
    c_alone: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Ours over C's in the same memory."""
        return min(self.ours) / min(self.c)

    @property
    def ratio_alone(self) -> float:
        """Ours over C's in memory of its own."""
        return min(self.ours) / min(self.c_alone)

    @property
    def has_settled(self) -> bool:
        """Whether every way has met its least several times."""
        return all(_settled(sorted(samples)) for samples in (self.ours, self.c, self.c_alone))


def _settled(ordered: list[float]) -> bool:
    if len(ordered) < max(LEAST_PASSES, SETTLED_SAMPLES):
        return False
    return ordered[SETTLED_SAMPLES - 1] <= (1 + SETTLED_WITHIN) * ordered[0]


class CompiledChase:
    """The C chase as a library, and where it stands in each cycle it walks."""

    def __init__(self, compiler: str, folder: Path) -> None:
        library = folder / "chase.so"
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE)]
        subprocess.run(command, check=True)
        loaded = ctypes.CDLL(str(library))
        self._make, self._sample = loaded.make, loaded.sample
        self._make.restype, self._make.argtypes = (
            ctypes.c_void_p,
            (ctypes.c_size_t, ctypes.c_uint64),
        )
        self._sample.restype = ctypes.c_double
        self._sample.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_size_t, ctypes.c_int)

    def cycle(self, size_bytes: int) -> ctypes.c_void_p:
        """A place in a new cycle of C's own making."""
        start = self._make(size_bytes, random.getrandbits(64) | 1)
        if start is None:
            raise SystemExit(f"latency against C: no memory for {size_bytes:,} bytes")
        return ctypes.c_void_p(start)

    def seconds(self, place: ctypes.c_void_p, lines: int, *, lap: bool) -> float:
        """Seconds of one load, as C measures it; `place` moves on."""
        return self._sample(ctypes.byref(place), lines, lap) / 1e9


def main(seconds: float = SECONDS) -> int:
    """Print the ratio of every size and their medians."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("latency against C: not measured, no C compiler on PATH")
        return 0
    before = surroundings.now()
    with tempfile.TemporaryDirectory() as folder:
        sizes = compare(CompiledChase(compiler, Path(folder)), seconds)
    around = surroundings.between(before, surroundings.now())
    print(f"latency of one dependent load: hwinfo ({load_kernels().made_by}) and C ({compiler})")
    print("                  hwinfo          C  ratio    C in its own memory  ratio")
    for size in sizes:
        settled = "" if size.has_settled else f"  not settled after {len(size.ours)}"
        print(
            f"{size.size_bytes / 1024:9.0f} KiB {min(size.ours) * 1e9:7.2f} ns "
            f"{min(size.c) * 1e9:7.2f} ns  {size.ratio:5.3f} {min(size.c_alone) * 1e9:19.2f} ns  "
            f"{size.ratio_alone:5.3f}{settled}"
        )
    print(summary(sizes))
    print(f"meanwhile: {around.words()}, load {around.load_average}")
    return 0


def summary(sizes: list[Size]) -> str:
    """The median ratios, and how many sizes keep the goal."""
    settled = [size for size in sizes if size.has_settled]
    within = sum(abs(size.ratio - 1) <= GOAL_EACH for size in settled)
    return (
        f"median ratio {statistics.median(size.ratio for size in sizes):.3f}, against C in its own "
        f"memory {statistics.median(size.ratio_alone for size in sizes):.3f} (goal within "
        f"{GOAL_MEDIAN:.0%}); {within} of {len(settled)} settled sizes within {GOAL_EACH:.0%}; "
        f"{len(sizes) - len(settled)} of {len(sizes)} sizes never settled"
    )


def compare(c: CompiledChase, seconds: float) -> list[Size]:
    """Sample every size all three ways, in turns, until all have settled or the time is up."""
    machine, kernels = collect(LiveHost()).machine, load_kernels()
    room = room_bytes(machine) or ladder.USUAL_LARGEST_BYTES
    largest = min(ladder.largest_bytes(machine), int(room / SUM_OVER_LARGEST))
    sizes = [Size(each) for each in ladder.ladder_sizes(largest, LINE_BYTES)]
    warm = 2 * max((cache.size_bytes or 0 for cache in ladder.data_caches(machine)), default=0)
    with Buffer(sizes[-1].size_bytes) as buffer, pinned(usable_cpus()[0]):
        lengths = [size.size_bytes for size in sizes]
        rungs = ladder.link_rungs(buffer, lengths, LINE_BYTES, kernels["link_cycle"])
        shared = [_opposite(rung, kernels["chase"]) for rung in rungs]
        alone = [c.cycle(length) for length in lengths]
        until = Deadline(seconds)

        def visit(at: int) -> None:
            size, rung, lap = sizes[at], rungs[at], lengths[at] <= warm
            turns = [
                lambda: size.ours.append(ladder.sample(rung, kernels["chase"], lap=lap)),
                lambda: size.c.append(c.seconds(shared[at], rung.nodes, lap=lap)),
                lambda: size.c_alone.append(c.seconds(alone[at], rung.nodes, lap=lap)),
            ]
            for turn in random.sample(turns, len(turns)):
                turn()

        for done in itertools.count():
            late = done >= LEAST_PASSES
            due = [at for at, size in enumerate(sizes) if not (late and size.has_settled)]
            if not due or (late and until.passed):
                return sizes
            for at in random.sample(due, len(due)):
                visit(at)
    return sizes


def _opposite(rung: ladder.Rung, chase: Callable[[int, int], int]) -> ctypes.c_void_p:
    """Half-way around the cycle: who walks in another's steps finds what that one left in cache."""
    return ctypes.c_void_p(chase(rung.base, max(1, rung.nodes // 2)))


if __name__ == "__main__":
    raise SystemExit(main(*map(float, sys.argv[1:])))
