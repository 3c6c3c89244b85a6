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
# # Lab: build a profiler, then distrust it
#
# Two samplers of your own, a flame graph drawn from what they find, and three experiments on how
# such instruments go wrong. Everything is in the standard library.
#
# Before each cell, say aloud what you expect.

# %%
import random
import sys
import threading
import time
from collections import Counter
from html import escape as escaped
from itertools import accumulate
from math import sqrt
from statistics import median

from IPython.display import HTML

C, LIMIT = -0.62772 - 0.42193j, 300


def dice(seed):
    """The same throws on every machine, for everybody."""
    return random.Random(seed)  # noqa: S311


# %% [markdown]
# The patient is the Julia set, cut into functions so that there is something to see.


# %%
def square_and_add(z):
    return z * z + C


def inside(z):
    return abs(z) < 2


def escape(z):
    n = 0
    while n < LIMIT and inside(z):
        z = square_and_add(z)
        n += 1
    return n


def axis(width):
    values, x = [], -1.8
    while x < 1.8:
        values.append(x)
        x += 3.6 / width
    return values


def picture(width):
    rows, xs = [], axis(width)
    for y in xs:
        row = []
        for x in xs:
            row.append(escape(complex(x, -y)))  # noqa: PERF401
        rows.append(row)
    return rows


def text_of(rows):
    return "\n".join("".join(" .:-=+*#%@"[min(n, 27) // 3] for n in row) for row in rows)


print(text_of(picture(44)[8:36:2]))

# %% [markdown]
# ## 1. A sampler whose clock counts lines
#
# It looks at the stack once in 53 executed lines. No stopwatch is involved, so what you see here
# is what everybody sees.


# %%
def stack_of(frame, root):
    names = []
    while frame is not None:
        names.append(frame.f_code.co_name)
        if frame.f_code is root.__code__:
            return tuple(reversed(names))
        frame = frame.f_back
    return ()


def sampled_by_lines(program, *args, every=53):
    stacks, lines = Counter(), 0

    def on_event(frame, event, _arg):
        nonlocal lines
        lines += event == "line"
        if event == "line" and lines % every == 0:
            stacks[stack_of(frame, program)] += 1
        return on_event

    before = sys.gettrace()
    sys.settrace(on_event)
    try:
        program(*args)
    finally:
        sys.settrace(before)
    return stacks


stacks = sampled_by_lines(picture, 60)
for stack, count in stacks.most_common():
    print(f"{count / stacks.total():6.1%}  {' → '.join(stack)}")

# %% [markdown]
# ## 2. The flame graph
#
# Equal stacks lie side by side, in order of their names. Each prefix of a stack is a bar, as wide
# as all the samples that begin with it.

# %%
FILLS = ["#f2b880", "#e8a15f", "#f0c987", "#dd8f5a", "#e9b44c"]


def bars(stacks):
    placed, position = {}, 0
    for stack, count in sorted(stacks.items()):
        for depth in range(1, len(stack) + 1):
            first, held = placed.get(stack[:depth], (position, 0))
            placed[stack[:depth]] = first, held + count
        position += count
    return placed


def flame_graph(stacks, title, row=26):
    """SVG, root at the bottom; bars in per cent, so that names keep their size on a phone."""
    placed, total = bars(stacks), stacks.total()
    deepest = max(map(len, placed))
    parts = [f"<title>{title}</title>"]
    for i, (stack, (first, held)) in enumerate(sorted(placed.items())):
        y, name = row * (deepest - len(stack)), escaped(stack[-1])
        parts.append(
            f'<svg x="{first / total:.3%}" y="{y}" width="{held / total:.3%}" height="{row}">'
            f"<title>{name}, {held / total:.1%}</title>"
            f'<rect width="100%" height="{row - 2}" rx="2" fill="{FILLS[i % len(FILLS)]}"/>'
            f'<text x="6" y="17" fill="#1c1c1c">{name}</text></svg>'
        )
    head = f'xmlns="http://www.w3.org/2000/svg" width="100%" height="{row * deepest}" role="img"'
    return HTML(f'<svg {head} font-family="monospace" font-size="13">{"".join(parts)}</svg>')


flame_graph(stacks, "the Julia set by executed lines")

# %%
placed = bars(stacks)
for stack, (_, held) in placed.items():
    children = sum(size for key, (_, size) in placed.items() if key[:-1] == stack)
    assert children <= held
print("no bar is narrower than what stands on it")

# %% [markdown]
# ## 3. A sampler with a real clock
#
# A second thread looks at the first one's stack, every few milliseconds. This is all a sampling
# profiler is; the real ones do it from outside, so that the program need not stop for them.
# From here on your figures differ from ours.


# %%
def sampled_by_clock(program, *args, pause_s=0.002):
    stacks, done, target = Counter(), threading.Event(), threading.get_ident()

    def look():
        while not done.wait(pause_s):
            stack = stack_of(sys._current_frames()[target], program)
            stacks[stack] += bool(stack)

    watcher, before = threading.Thread(target=look), sys.getswitchinterval()
    sys.setswitchinterval(0.0005)  # let the watcher have its turn soon
    watcher.start()
    try:
        program(*args)
    finally:
        done.set()
        watcher.join()
        sys.setswitchinterval(before)
    return +stacks


timed = sampled_by_clock(picture, 200)
print(f"n = {timed.total()} samples")
flame_graph(timed, "the Julia set by time")

# %%
leaves = Counter()
for stack, count in timed.items():
    leaves[stack[-1]] += count
for name, count in leaves.most_common():
    p = count / timed.total()
    print(f"{p:6.1%} ± {2 * sqrt(p * (1 - p) / timed.total()):5.1%}  {name}")

# %% [markdown]
# Compare with the shares by lines. A line is not a unit of time; and CPython hands the other
# thread its turn only at certain places (calls, and the ends of loops), so a sampler *inside* the
# process sees those more often than they deserve.
#
# **Try:** more samples. By how much must the run grow to halve the margin?
#
# ## 4. When does a tracer turn the ranking over?
#
# The program of the chapter: `big` runs 30 ticks once a round, `tiny` 2 ticks ten times.
# At which cost per call do they change places?

# %%
ROUND = [("big", 30)] + [("tiny", 2)] * 10


def share_of_big(cost):
    ticks = Counter()
    for name, duration in ROUND:
        ticks[name] += duration + cost
    return ticks["big"] / ticks.total()


for cost in range(5):
    print(f"cost {cost}: big {share_of_big(cost):5.1%}  {'█' * round(40 * share_of_big(cost))}")
print(f"they are equal at 30 + c = 10 (2 + c), so at c = {10 / 9:.2f} ticks")

# %% [markdown]
# ## 5. Which intervals are in step?
#
# A round lasts 50 ticks. A sampler looks every so many ticks. Which intervals lie, and how badly?

# %%
ENDS = list(accumulate(duration for _, duration in ROUND))


def seen_at(tick):
    place = tick % 50 or 50
    return next(name for (name, _), end in zip(ROUND, ENDS, strict=True) if place <= end)


def share_seen(interval, looks=3000):
    return sum(seen_at(interval * k) == "big" for k in range(1, looks + 1)) / looks


off = {interval: share_seen(interval) - 0.6 for interval in range(20, 121)}
liars = [interval for interval, error in off.items() if abs(error) > 0.05]
print("off by more than 5 points:", *liars)

# %% [markdown]
# Those that share a large factor with 50: they come back to the same few places of the round.
# An interval with nothing in common with the program's rhythm is fair, and you cannot know the
# rhythm. So good samplers add a random part.
#
# ## 6. A against A
#
# The most useful test of a benchmark: compare a program with itself. Each difference is noise.
# How often would you have claimed a gain of 3 %?


# %%
def work():
    total = 0
    for i in range(3000):
        total += i ^ (i >> 3)
    return total


def reading_s():
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def false_gains(statistic, readings, trials=60):
    found = 0
    for _ in range(trials):
        first, second = [], []
        for _ in range(readings):  # by turns, so that slow changes meet both
            first.append(reading_s())
            second.append(reading_s())
        found += abs(statistic(first) / statistic(second) - 1) > 0.03
    return found / trials


print("readings   median  minimum")
for readings in (3, 15, 45):
    shares = [false_gains(statistic, readings) for statistic in (median, min)]
    print(f"{readings:8}  {shares[0]:6.0%}  {shares[1]:7.0%}")

# %% [markdown]
# These are claims of a gain where there is none. If your last row is not near zero, this machine
# cannot tell 3 % in so few readings: take more, or count instructions.
#
# **Try:** close the browser's other pages and run the cell again.
