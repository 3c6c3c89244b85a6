# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab: ceilings, chunks and ten thousand task graphs
#
# The chapter gave you the laws. Here you break them in, one experiment at a time.
# Everything runs on the standard library and, but for one cell that says so, on a virtual clock:
# your numbers will be the ones you see here.
#
# Before each cell, say aloud what you expect. That is the experiment; the code only checks it.

# %%
import heapq
import random
from collections import Counter
from fractions import Fraction
from math import log2, sqrt

from IPython.display import HTML


def amdahl(parallel, workers):
    return 1 / (1 - parallel + parallel / workers)


def dice(seed):
    """The same throws on every machine, for everybody."""
    return random.Random(seed)  # noqa: S311


# %% [markdown]
# ## 1. One curve, drawn so that it cannot flatter
#
# Speed-up against workers looks hopeful on almost any axes.
# *Efficiency*, the speed-up for each worker paid, does not.
# Where do you expect 95 % parallel to fall below half?


# %%
COLOURS = ["#3b82c4", "#d9772b", "#5a9e3a", "#a26bd1", "#b08a1a"]
DASHES = ["", "9 3", "3 3", "9 3 3 3", "1 4"]  # colour is never the only sign


def plot(curves, title, workers=1024):
    """Values from 0 to 1 over a logarithmic axis of workers, drawn as SVG."""
    doublings = int(log2(workers))

    def place(n, value):
        return f"{45 + 500 * log2(n) / doublings:.1f},{250 - 200 * value:.1f}"

    parts = [f"<title>{title}</title>"]
    for quarter in range(5):
        y = 250 - 50 * quarter
        parts.append(f'<path d="M45 {y}H545" stroke="currentColor" opacity=".2"/>')
        parts.append(f'<text x="8" y="{y + 4}">{quarter / 4:.2f}</text>')
    for power in range(0, doublings + 1, 2):
        x = 45 + 500 * power / doublings
        parts.append(f'<text x="{x}" y="270" text-anchor="middle">{2**power}</text>')
    for i, (name, curve) in enumerate(curves.items()):
        line = f'stroke="{COLOURS[i]}" stroke-dasharray="{DASHES[i]}" stroke-width="2.5"'
        steps = [2 ** (k / 8) for k in range(8 * doublings + 1)]
        points = " ".join(place(n, curve(n)) for n in steps)
        parts.append(f'<polyline points="{points}" fill="none" {line}/>')
        parts.append(f'<path d="M{20 + 108 * i} 16h26" {line}/>')
        parts.append(f'<text x="{52 + 108 * i}" y="20">{name}</text>')
    parts.append(f'<text x="295" y="292" text-anchor="middle">{title}</text>')
    head = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 300" role="img"'
    style = 'fill="currentColor" font-family="sans-serif" font-size="13"'
    return HTML(f"<svg {head} {style}>{''.join(parts)}</svg>")


shares = (0.5, 0.9, 0.95, 0.99, 0.999)
curves = {f"{p:.1%}": lambda n, p=p: amdahl(p, n) / n for p in shares}
plot(curves, "efficiency over workers, by parallel share")

# %%
print("parallel   half is lost at")
for p in shares:
    share = Fraction(str(p))
    half = next(n for n in range(1, 10_000) if 2 * amdahl(share, n) < n)
    limit = float(1 + 1 / (1 - share))
    print(f"{p:8.1%}   {half:5,} workers   1 + 1/(1 − p) = {limit:5,.0f}")

# %% [markdown]
# Half of the money is lost just beyond 1 + 1/(1 − p) workers: one more than the ceiling itself.
# If your ceiling is 20×, hire no more than 21.
#
# **Try:** 99.99 %. How many per cent of serial code may a thousand cores afford?
#
# ## 2. The hunt for the chunk size
#
# In the chapter all tasks were equally long, and large chunks only suffered from not dividing
# evenly. Real tasks differ. Here are 4,000 of them, most short, some two hundred times longer;
# the dice are seeded, so they fall for you as they fell for us.

# %%
rng = dice(5)
task_ms = [min(200, round(rng.paretovariate(1.1))) for _ in range(4000)]
WORKERS, HAND_OUT_MS = 8, 1

WORK_MS = sum(task_ms)
print(f"work {WORK_MS:,} ms, longest task {max(task_ms)} ms,", end=" ")
print(f"median {sorted(task_ms)[2000]} ms")


def makespan(chunks, workers=WORKERS, hand_out_ms=HAND_OUT_MS):
    """Virtual milliseconds; the next chunk goes to the first free."""
    free_at, parent_ms = [0] * workers, 0
    for chunk in chunks:
        parent_ms += hand_out_ms
        start_ms = max(parent_ms, heapq.heappop(free_at))
        heapq.heappush(free_at, start_ms + sum(chunk))
    return max(free_at)


def fixed(tasks, size):
    return [tasks[first : first + size] for first in range(0, len(tasks), size)]


print("\ntasks a chunk  chunks     total  speed-up")
for size in (1, 2, 5, 10, 20, 50, 125, 250, 500, 1000):
    total_ms = makespan(fixed(task_ms, size))
    speedup = WORK_MS / total_ms
    row = f"{size:13,}  {4000 // size:6,}  {total_ms:5,} ms  {speedup:7.2f}×"
    print(row, "█" * round(speedup * 3))

# %% [markdown]
# There is a rugged plateau in the middle, and a cliff on either side.
# Why not both, then: large chunks first, when hand-outs would pile up, and small ones last,
# when the stragglers count? *Guided* scheduling takes a fixed part of what is left each time.
# Do you expect it to beat the best fixed size?


# %%
def guided(tasks, workers, smallest):
    chunks, first = [], 0
    while first < len(tasks):
        size = max(smallest, (len(tasks) - first) // (2 * workers))
        chunks.append(tasks[first : first + size])
        first += size
    return chunks


best = min(range(1, 400), key=lambda n: makespan(fixed(task_ms, n)))
longest_first = sorted(task_ms, reverse=True)
contenders = {
    f"best fixed size: {best}": fixed(task_ms, best),
    "guided, down to 1": guided(task_ms, WORKERS, 1),
    "guided, down to 4": guided(task_ms, WORKERS, 4),
    "longest first, by 10": fixed(longest_first, 10),
}
for name, chunks in contenders.items():
    total_ms = makespan(chunks)
    row = f"{name:21} {len(chunks):5,} chunks  {total_ms:5,} ms"
    print(f"{row}  {WORK_MS / total_ms:5.2f}×")
print(f"{'nobody can beat':21} {'':12}  {-(-WORK_MS // WORKERS):5,} ms")

# %% [markdown]
# Guided scheduling comes within a few per cent of the best fixed size *without the search*, and
# that is its merit: the best size was found by trying 399 of them on work that we knew.
# If you can foretell the lengths (file sizes often do), sort by them. The long tasks go first,
# the crumbs fill the gaps at the end, and hardly a millisecond is lost.
#
# **Try:** hand-out costs of 0 and of 5 ms; then sort the other way round, shortest first.
#
# ## 3. Ten thousand task graphs against Graham's bound
#
# A greedy scheduler on P workers promises at most work/P + span × (1 − 1/P).
# Ten thousand random graphs try to break that promise. How near do they come?


# %%
def random_graph(rng):
    """(lengths, for each task the earlier ones it waits for)"""
    count = rng.randint(8, 16)
    lengths = [rng.randint(1, 20) for _ in range(count)]
    density = rng.random() * 0.2
    waits_for = [
        {before for before in range(task) if rng.random() < density}
        for task in range(count)
    ]  # fmt: skip
    return lengths, waits_for


def span(lengths, waits_for):
    finish = []
    for length, before in zip(lengths, waits_for, strict=True):
        finish.append(length + max((finish[b] for b in before), default=0))
    return max(finish)


def greedy(lengths, waits_for, workers):
    waiting, running, done, now = list(range(len(lengths))), [], set(), 0
    while waiting or running:
        ready = [task for task in waiting if waits_for[task] <= done]
        for task in ready[: workers - len(running)]:
            waiting.remove(task)
            heapq.heappush(running, (now + lengths[task], task))
        now = running[0][0]
        while running and running[0][0] == now:
            done.add(heapq.heappop(running)[1])
    return now


rng = dice(1966)
usage, anomalies = Counter(), 0
for _ in range(10_000):
    lengths, waits_for = random_graph(rng)
    work, longest = sum(lengths), span(lengths, waits_for)
    times = [greedy(lengths, waits_for, workers) for workers in (3, 4)]
    for workers, took in zip((3, 4), times, strict=True):
        least = max(Fraction(work, workers), Fraction(longest))
        most = Fraction(work, workers) + longest * (1 - Fraction(1, workers))
        assert least <= took <= most
        room = (took - least) / (most - least) if most > least else 0
        usage[int(10 * room)] += 1
    anomalies += times[1] > times[0]

print("how much of the room between the two bounds a schedule used")
for tenth in range(11):
    label = f"{tenth * 10:3} to {tenth * 10 + 10} %" if tenth < 10 else "all of it"
    print(f"{label:>13} {usage[tenth]:6,}  {'█' * round(usage[tenth] / 250)}")
print(f"\na fourth worker made it later in {anomalies:,} of 10,000 graphs")

# %% [markdown]
# Not one broke the promise, and most sit in the lower half: on everyday graphs the lazy rule
# is nearly as good as any. Graham's anomaly is real, too, and rare: the last line counts the
# graphs where one more worker made the job later.
#
# **Try:** give `greedy` the rule "longest chain first" and count the anomalies again.
#
# ## 4. Fit a law to noise, and see what it may say
#
# You have six timings, each off by up to 3 %. How far off is the peak that the fit foretells?
# We make the truth ourselves (σ = 0.02, κ = 0.0005, peak near 44) and then pretend not to know it.


# %%
def usl(n, sigma, kappa):
    return n / (1 + sigma * (n - 1) + kappa * n * (n - 1))


def fit(points):
    """Least squares for n/X − 1 = σ(n − 1) + κ n(n − 1).

    The weights make an error in any X count alike.
    """
    a = b = c = d = e = 0.0
    for n, x in points:
        weight = (x * x / n) ** 2
        u, v, target = n - 1, n * (n - 1), n / x - 1
        a, b, c = a + weight * u * u, b + weight * u * v, c + weight * v * v
        d, e = d + weight * u * target, e + weight * v * target
    determinant = a * c - b * b
    return (d * c - e * b) / determinant, (a * e - b * d) / determinant


def foretold_peaks(counts, noise, trials=500):
    rng = dice(2026)
    peaks = []
    for _ in range(trials):
        sigma, kappa = fit([
            (n, usl(n, 0.02, 0.0005) * rng.uniform(1 - noise, 1 + noise))
            for n in counts
        ])  # fmt: skip
        real = kappa > 0 and sigma < 1
        peaks.append(sqrt((1 - sigma) / kappa) if real else float("inf"))
    return sorted(peaks)


print(f"the truth: peak at {sqrt((1 - 0.02) / 0.0005):.0f} workers\n")
print("measured up to   nine in ten fits say   no peak at all")
campaigns = [
    (1, 2, 3, 4, 6, 8),
    (1, 2, 4, 8, 12, 16),
    (1, 2, 4, 8, 16, 32),
    (1, 4, 8, 16, 32, 64),
]
for counts in campaigns:
    peaks = foretold_peaks(counts, noise=0.03)
    low, high = (f"{peak:.0f}".replace("inf", "∞") for peak in (peaks[25], peaks[474]))
    none = sum(peak == float("inf") for peak in peaks) / len(peaks)
    print(f"{max(counts):6} workers   {low:>7} to {high:>2} workers {none:18.0%}")

# %% [markdown]
# Measured up to 8 workers, noise of 3 % lets the fit say nearly anything, "no peak" included.
# Measured up to the hill itself it is worth its name.
# **A model extrapolates as far as its data do, and a little.**
#
# ## 5. The one cell with a real clock
#
# Two timings, your machine: how serial is this bit of real work with threads?
# On a build with the GIL expect something around 100 %: noise puts it on either side.
# On a free-threaded build with two free cores, expect a small share.
# Run it three times before you believe it.

# %%
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def pure_python(n=150_000):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total


def wall_s(threads, jobs=8):
    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        answers = list(pool.map(lambda _: pure_python(), range(jobs)))
        elapsed_s = time.perf_counter() - start
    assert len(set(answers)) == 1
    return elapsed_s


alone_s, two_s = (min(wall_s(threads) for _ in range(5)) for threads in (1, 2))
share = (two_s / alone_s - 1 / 2) / (1 - 1 / 2)
lock = getattr(sys, "_is_gil_enabled", lambda: True)()
print(f"Python {sys.version.split()[0]}, GIL {'on' if lock else 'off'}, best of n = 5")
times = f"1 thread {alone_s * 1000:.0f} ms, 2 threads {two_s * 1000:.0f} ms"
print(f"{times} → {share:.0%} looks serial")

# %% [markdown]
# Back to [the chapter](../../chapters/amdahl/).
