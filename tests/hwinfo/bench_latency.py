"""hwinfo's latency ladder against a pointer chase in C compiled here: ratios of one run.

Both take turns, size by size in random order, on the same CPU; the least of each counts.
Run with `python -m tests.hwinfo.bench_latency [PASSES]`.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hwinfo.collect import collect
from hwinfo.host import LiveHost
from hwinfo.measure import ladder
from hwinfo.measure.affinity import pinned, usable_cpus
from hwinfo.measure.buffers import Buffer, room_bytes
from hwinfo.measure.kernels import load_kernels
from hwinfo.measure.samples import NOISY_ABOVE, quantile

SOURCE = Path(__file__).with_name("bench_latency.c")
PASSES = 9
LINE_BYTES = 64
SUM_OVER_LARGEST = 5.0  # three sizes an octave add up to 4.85 times the largest
GOAL_MEDIAN, GOAL_EACH = 0.05, 0.10


@dataclass
class Pair:
    """The samples of one size, ours and C's, in seconds of one load."""

    size_bytes: int
    ours: list[float] = field(default_factory=list)
    c: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return min(self.ours) / min(self.c)

    @property
    def is_quiet(self) -> bool:
        """Whether neither side's samples scatter."""
        return all(
            quantile(samples, 0.75) <= NOISY_ABOVE * min(samples) for samples in (self.ours, self.c)
        )


def main() -> int:
    """Print the ratio of every size and their median."""
    passes = int(sys.argv[1]) if len(sys.argv) > 1 else PASSES
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("latency against C: not measured, no C compiler on PATH")
        return 0
    pairs = compare(compiler, passes)
    print(f"latency of one dependent load: hwinfo ({load_kernels().made_by}) over C ({compiler})")
    for pair in pairs:
        noise = "" if pair.is_quiet else "  noisy"
        print(
            f"{pair.size_bytes / 1024:10.0f} KiB  {min(pair.ours) * 1e9:8.2f} ns  "
            f"{min(pair.c) * 1e9:8.2f} ns  {pair.ratio:5.3f}{noise}"
        )
    print(summary(pairs))
    return 0


def summary(pairs: list[Pair]) -> str:
    """The median ratio, and how many sizes keep the goal."""
    median = statistics.median(pair.ratio for pair in pairs)
    quiet = [pair for pair in pairs if pair.is_quiet]
    within = sum(abs(pair.ratio - 1) <= GOAL_EACH for pair in quiet)
    return (
        f"median ratio {median:.3f} (goal within {GOAL_MEDIAN:.0%}); {within} of {len(quiet)} quiet "
        f"sizes within {GOAL_EACH:.0%}; {len(pairs) - len(quiet)} of {len(pairs)} sizes noisy"
    )


def compare(compiler: str, passes: int) -> list[Pair]:
    """Sample every size so many times on both sides, in turns."""
    machine, kernels = collect(LiveHost()).machine, load_kernels()
    room = room_bytes(machine) or ladder.USUAL_LARGEST_BYTES
    largest = min(ladder.largest_bytes(machine), int(room / SUM_OVER_LARGEST))
    sizes = ladder.ladder_sizes(largest, LINE_BYTES)
    warm = 2 * max((cache.size_bytes or 0 for cache in ladder.data_caches(machine)), default=0)
    pairs = [Pair(size) for size in sizes]
    with Buffer(sizes[-1]) as buffer, pinned(usable_cpus()[0]), c_chase(compiler, warm, sizes) as c:
        rungs = ladder.link_rungs(buffer, sizes, LINE_BYTES, kernels["link_cycle"])
        for _ in range(passes):
            for index in random.sample(range(len(sizes)), len(sizes)):
                lap = sizes[index] <= warm
                turns = [
                    lambda at=index, lap=lap: pairs[at].ours.append(
                        ladder.sample(rungs[at], kernels["chase"], lap=lap)
                    ),
                    lambda at=index: pairs[at].c.append(ask(c, at)),
                ]
                for turn in random.sample(turns, 2):
                    turn()
    return pairs


@contextmanager
def c_chase(compiler: str, warm_bytes: int, sizes: list[int]):
    """The compiled chase as a process that answers on its standard streams."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "chase"
        subprocess.run([compiler, "-O2", "-o", str(program), str(SOURCE)], check=True)
        command = [str(program), str(warm_bytes), *map(str, sizes)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        try:
            if process.stdout.readline().strip() != "ready":
                raise SystemExit(f"{program}: the C chase did not start")
            yield process
        finally:
            process.kill()
            process.communicate()


def ask(process: subprocess.Popen[str], index: int) -> float:
    """Seconds of one load at the size of that index, as C measures it."""
    process.stdin.write(f"{index}\n")
    process.stdin.flush()
    return float(process.stdout.readline()) / 1e9


if __name__ == "__main__":
    raise SystemExit(main())
