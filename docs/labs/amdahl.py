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
# # Lab 5: ceilings, chunks and ten thousand task graphs
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
from html import escape
from math import log2, sqrt

from IPython.display import SVG


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
def plot(curves, y_title, y_max, workers=1024):
    """Lines over a logarithmic axis of workers, as an SVG picture with a text twin."""
    width, height, left, right, top, bottom = 640, 300, 52, 150, 14, 40
    colours = ["#3776ab", "#b5541c", "#4a7c2f", "#7a4fa3", "#8a6d00"]

    def x(n):
        return left + (width - left - right) * log2(n) / log2(workers)

    def y(value):
        return height - bottom - (height - top - bottom) * value / y_max

    ticks = [2**power for power in range(0, int(log2(workers)) + 1, 2)]
    parts = [f"<title>{escape(y_title)} over the number of workers</title>"]
    parts += [f'<text x="{x(n)}" y="{height - 20}" text-anchor="middle">{n}</text>' for n in ticks]
    for step in range(5):
        value = y_max * step / 4
        parts.append(
            f'<path d="M{left} {y(value)}H{width - right}" stroke="currentColor" opacity=".2"/>'
            f'<text x="{left - 6}" y="{y(value) + 4}" text-anchor="end">{value:g}</text>'
        )
    ends = []
    for (name, curve), colour in zip(curves.items(), colours, strict=False):
        points = [2 ** (i / 8) for i in range(8 * int(log2(workers)) + 1)]
        line = " ".join(f"{x(n):.1f},{y(min(curve(n), y_max)):.1f}" for n in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends.append([y(min(curve(workers), y_max)), name, colour])
    for lower, upper in zip(sorted(ends)[1:], sorted(ends), strict=False):
        lower[0] = max(lower[0], upper[0] + 15)  # keep the names apart
    for at, name, colour in ends:
        parts.append(
            f'<text x="{width - right + 6}" y="{at + 4:.1f}" fill="{colour}">{name}</text>'
        )
    parts.append(f'<text x="{(left + width - right) / 2}" y="{height - 4}" '
                 f'text-anchor="middle">workers · {escape(y_title)}</text>')  # fmt: skip
    return SVG(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'fill="currentColor" font-family="sans-serif" font-size="12">{"".join(parts)}</svg>'
    )


shares = (0.5, 0.9, 0.95, 0.99, 0.999)
plot(
    {f"{p:.1%} parallel": lambda n, p=p: amdahl(p, n) / n for p in shares},
    "efficiency: speed-up for each worker",
    1,
)

# %%
print("parallel   workers at which half of what you pay for is lost")
for p in shares:
    exact = Fraction(str(p))
    half = next(n for n in range(1, 100_000) if amdahl(exact, n) / n < Fraction(1, 2))
    print(f"{p:8.1%}   {half:6,}   (1 + 1/(1 − p) = {float(1 + 1 / (1 - exact)):,.0f})")

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

print(f"work: {sum(task_ms):,} ms   longest task: {max(task_ms):,} ms   median: "
      f"{sorted(task_ms)[2000]} ms   of 1 ms: {task_ms.count(1):,}")  # fmt: skip


def makespan(chunks, workers=WORKERS, hand_out_ms=HAND_OUT_MS):
    """Virtual milliseconds; the parent hands out chunk after chunk to whoever is free first."""
    free_at, parent_ms = [0] * workers, 0
    for chunk in chunks:
        parent_ms += hand_out_ms
        start_ms = max(parent_ms, heapq.heappop(free_at))
        heapq.heappush(free_at, start_ms + sum(chunk))
    return max(free_at)


def fixed(tasks, size):
    return [tasks[first : first + size] for first in range(0, len(tasks), size)]


print("\nchunk   chunks    total   speed-up")
for size in (1, 2, 5, 10, 20, 50, 125, 250, 500, 1000):
    total_ms = makespan(fixed(task_ms, size))
    speedup = sum(task_ms) / total_ms
    print(
        f"{size:5} {4000 // size:8,} {total_ms:5,} ms {speedup:9.2f}×  {'█' * round(speedup * 4)}"
    )

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


candidates = {f"fixed, {size:3} tasks": fixed(task_ms, size) for size in range(1, 400)}
best_name = min(candidates, key=lambda name: makespan(candidates[name]))
rows = {
    f"best fixed ({best_name.split(',')[1].strip()})": candidates[best_name],
    "guided, down to 1": guided(task_ms, WORKERS, 1),
    "guided, down to 4": guided(task_ms, WORKERS, 4),
    "longest tasks first, by 10": fixed(sorted(task_ms, reverse=True), 10),
}
for name, chunks in rows.items():
    total_ms = makespan(chunks)
    print(f"{name:28} {len(chunks):5} chunks  {total_ms:5,} ms  {sum(task_ms) / total_ms:5.2f}×")
print(f"{'nobody can beat':28} {'':12}  {max(max(task_ms), -(-sum(task_ms) // WORKERS)):5,} ms")

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
    waits_for = [{b for b in range(t) if rng.random() < density} for t in range(count)]
    return lengths, waits_for


def span(lengths, waits_for):
    finish = []
    for length, before in zip(lengths, waits_for, strict=True):
        finish.append(length + max((finish[b] for b in before), default=0))
    return max(finish)


def greedy(lengths, waits_for, workers):
    waiting, running, done, now = list(range(len(lengths))), [], set(), 0
    while waiting or running:
        for task in [t for t in waiting if waits_for[t] <= done][: workers - len(running)]:
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
        usage[int(10 * (took - least) / (most - least)) if most > least else 0] += 1
    anomalies += times[1] > times[0]

print("how much of the room between the two bounds a schedule used")
for tenth in range(11):
    label = f"{tenth * 10:3} to {tenth * 10 + 10} %" if tenth < 10 else "    all of it"
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
    """Least squares for n/X − 1 = σ(n − 1) + κ n(n − 1), weighted so that X errors count alike."""
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
        points = [(n, usl(n, 0.02, 0.0005) * rng.uniform(1 - noise, 1 + noise)) for n in counts]
        sigma, kappa = fit(points)
        peaks.append(sqrt((1 - sigma) / kappa) if kappa > 0 and sigma < 1 else float("inf"))
    return sorted(peaks)


print(f"the truth: peak at {sqrt((1 - 0.02) / 0.0005):.0f} workers\n")
print("measured up to   nine in ten fits say      no peak at all")
for counts in (
    (1, 2, 3, 4, 6, 8),
    (1, 2, 4, 8, 12, 16),
    (1, 2, 4, 8, 16, 32),
    (1, 4, 8, 16, 32, 64),
):
    peaks = foretold_peaks(counts, 0.03)
    low, high = peaks[25], peaks[474]
    none = sum(peak == float("inf") for peak in peaks)
    print(
        f"{max(counts):9} workers   {low:6.0f} to {high:6.0f} workers   {none / len(peaks):10.0%}"
    )

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
print(
    f"1 thread {alone_s * 1000:.0f} ms, 2 threads {two_s * 1000:.0f} ms → {share:.0%} looks serial"
)

# %% [markdown]
# Back to [the chapter](../chapters/amdahl.md).
