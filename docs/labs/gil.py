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
# # Lab: who has the token?
#
# Four experiments that go further than [the chapter](../../chapters/gil/).
# The first uses real threads and a real clock, so your picture will differ from this one.
# The others count, or run on a virtual clock: your numbers should be the ones printed here.
#
# Before you run a cell, write down what you expect.

# %%
import hashlib
import itertools
import json
import random
import re
import sys
import threading
import time
import zlib
from fractions import Fraction

from IPython.display import HTML

lock_is_on = getattr(sys, "_is_gil_enabled", lambda: True)()
print(f"Python {sys.version.split()[0]}, lock {'on' if lock_is_on else 'off'},", end=" ")
print(f"switch interval {sys.getswitchinterval() * 1000:g} ms")

# %% [markdown]
# ## 1. A picture of the token
#
# Three threads compute. After every two thousand additions a thread writes its number and the
# time into one common log. Notes of one thread that follow each other are one turn.
#
# **Predict:** how long is a turn? And what happens to the picture when the interval is 100 s?


# %%
def compute(number, log, together, notes=1_000):
    together.wait()
    for _ in range(notes):
        total = 0
        for i in range(2_000):
            total += i
        log.append((number, time.perf_counter()))


def record(interval_s, threads=3):
    """Turns as (thread, first note, last note)."""
    before, log, together = sys.getswitchinterval(), [], threading.Barrier(threads)
    sys.setswitchinterval(interval_s)
    try:
        crew = [threading.Thread(target=compute, args=[n, log, together]) for n in range(threads)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    runs = [list(run) for _, run in itertools.groupby(log, key=lambda note: note[0])]
    return [(run[0][0], run[0][1], run[-1][1]) for run in runs]


COLOURS = ["#3b82c4", "#d9772b", "#5a9e3a"]


def timeline(turns, title):
    start, end = turns[0][1], turns[-1][2]
    parts = [f"<title>{title}</title>", f'<text x="70" y="16">{title}</text>']
    for number, colour in enumerate(COLOURS):
        y = 28 + 26 * number
        parts.append(f'<text x="4" y="{y + 14}">thread {number + 1}</text>')
        for _, first, last in (turn for turn in turns if turn[0] == number):
            x = 70 + 470 * (first - start) / (end - start)
            width = max(1, 470 * (last - first) / (end - start))
            place = f'x="{x:.1f}" y="{y}" width="{width:.1f}" height="18"'
            parts.append(f'<rect {place} fill="{colour}"/>')
    parts.append('<text x="70" y="122">0 ms</text>')
    parts.append(f'<text x="540" y="122" text-anchor="end">{(end - start) * 1000:.0f} ms</text>')
    head = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 130" role="img"'
    style = 'fill="currentColor" font-family="sans-serif" font-size="13"'
    return f"<svg {head} {style}>{''.join(parts)}</svg>"


usual, patient = record(0.005), record(100)
HTML(timeline(usual, "switch interval 5 ms") + timeline(patient, "switch interval 100 s"))

# %%
for name, turns in {"5 ms": usual, "100 s": patient}.items():
    longest_s = max(last - first for _, first, last in turns)
    print(f"interval {name:>5}: {len(turns):3} turns, the longest {longest_s * 1000:.0f} ms")

# %% [markdown]
# Under the lock no bar lies above another: there is one token.
# Turns are not exactly 5 ms long. The interval is the patience of a *waiting* thread, it starts
# again whenever the token changes hands, and then the operating system must find that thread a
# CPU. On a busy machine a turn also contains the time of other programs.
#
# **Try:** 0.5 ms; `time.sleep(0.001)` after each note of thread 1; a free-threaded build.
#
# ## 2. Your test passed a thousand times
#
# Two threads add one, a thousand times each; `load`, `add` and `store` are three steps.
# Now and then the other thread takes over, after a random number of steps.
# In how many of 150 runs is the final count wrong, and how much is lost in the middle one of
# those runs?


# %%
def lost(rng, mean_steps, rounds=1000):
    """Additions lost in one run of two threads that take over after so many steps."""
    count, hands, done, now = 0, [0, 0], [0, 0], 0
    left = rng.expovariate(1 / mean_steps)
    while min(done) < 3 * rounds:
        if left <= 0 or done[now] == 3 * rounds:
            now, left = 1 - now, rng.expovariate(1 / mean_steps)
            continue
        step = done[now] % 3
        if step == 0:
            hands[now] = count
        elif step == 1:
            hands[now] += 1
        else:
            count = hands[now]
        done[now] += 1
        left -= 1
    return 2 * rounds - count


rng = random.Random(4)  # noqa: S311
print("a switch every   wrong runs   lost then")
for mean_steps in (30_000, 10_000, 3_000, 1_000, 300):
    losses = [loss for loss in (lost(rng, mean_steps) for _ in range(150)) if loss]
    middle = sorted(losses)[len(losses) // 2]
    print(f"{mean_steps:8,} steps   {len(losses) / 150:10.0%}   {middle:9,}")

# %% [markdown]
# Rare switches make the accident rare, and *large* when it comes:
# the thread that was put aside between load and store wipes out all that the other did meanwhile.
# So a race shows up seldom, and then as a wild number that nobody can reproduce.
#
# **Try:** how often must a test run for a 95 % chance of one failure at 30,000 steps?
#
# ## 3. How many threads can a job use?
#
# A job holds the lock for a share *g* of its time and does the rest without it.
# If the pieces come at random, queueing theory knows the speed of *n* threads exactly:
# add them one by one, and let each newcomer meet the queue that the others make
# (Reiser and Lavenberg's mean value analysis, 1980). `Fraction` keeps it exact.


# %%
def speedups(share, threads):
    """Speed-up of 1, 2, ... threads that hold the lock for this share of their work."""
    queue, found = Fraction(0), []
    for n in range(1, threads + 1):
        at_lock = share * (1 + queue)
        throughput = n / (at_lock + 1 - share)
        queue = throughput * at_lock
        found.append(throughput)
    return found


print("share    speed-up with  ceiling  90 % of")
print("locked   2    4    8 threads      it with")
for percent in (100, 50, 30, 10, 5, 1):
    share = Fraction(percent, 100)
    curve = speedups(share, 400)
    two, four, eight = (float(curve[n - 1]) for n in (2, 4, 8))
    enough = next(n for n, s in enumerate(curve, 1) if s * share >= Fraction(9, 10))
    row = f"{percent:4} % {two:5.2f} {four:4.2f} {eight:4.2f}"
    print(f"{row} {float(1 / share):10.1f} {enough:10}")

# %% [markdown]
# The ceiling is 1/*g*, and the way there is longer than the chapter's exercise 3 made it look,
# for there the pieces were all equal and nobody came at a bad moment.
# At a share of 100 % any number of threads gives 1.00: pure Python.
#
# **Try:** a share of 30 % and eight threads: compare with `exercise_3`, where pieces are equal.
#
# ## 4. The calls you rely on
#
# The chapter's test without a clock, for calls of your own. Put them into the dictionary.
# Under the lock the answer for a call that holds on is certain; a call that lets go may need a
# few attempts on a busy machine, so we give it ten.


# %%
def lets_go(call):
    log, go = [], threading.Event()

    def write():
        go.wait()
        log.append("other")

    other = threading.Thread(target=write)
    other.start()
    go.set()
    call()
    log.append("call")
    other.join()
    return log[0] == "other"


def ever(call, tries=10):
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        return any(lets_go(call) for _ in range(tries))
    finally:
        sys.setswitchinterval(before)


text = "the quick brown fox " * 20_000
numbers = json.dumps([1] * 100_000)
packed = zlib.compress(bytes(20_000_000))
calls = {
    "zlib.decompress, 20 MB": lambda: zlib.decompress(packed),
    "pbkdf2_hmac, 50,000 rounds": lambda: hashlib.pbkdf2_hmac("sha256", b"a", b"b", 50_000),
    "re.findall, 400 kB": lambda: re.findall(r"\w+x", text),
    "str.replace, 400 kB": lambda: text.replace("fox", "dog"),
    "json.loads, 100,000 numbers": lambda: json.loads(numbers),
    "3 ** 100,000": lambda base=3: base**100_000,
}
for name, call in calls.items():
    print(f"{name:28} {'lets go' if ever(call) else 'holds on'}")

# %% [markdown]
# Back to [the chapter](../../chapters/gil/).
