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
# # Lab: carries, pipes, guesses and roundings
#
# Four experiments that go further than [the chapter](../../chapters/computing/).
# They count and compute exactly, so your numbers should equal the ones printed here.
#
# Before you run a cell, write down what you expect.

# %%
import math
import random
from collections import Counter, defaultdict

from IPython.display import HTML, display

# %% [markdown]
# ## 1. How far does a carry travel?
#
# In the worst case a carry runs through all places.
# In 1946 Burks, Goldstine and von Neumann asked how far it runs for *random* numbers,
# for the answer told them whether a simple adder was good enough.
#
# **Predict:** the mean of the longest carry in a 64-bit addition: near 64, near 32, or near 6?


# %%
def longest_carry(x: int, y: int, width: int) -> int:
    """Places that the longest carry of this addition passes."""
    longest = run = carry = 0
    for place in range(width):
        a, b = x >> place & 1, y >> place & 1
        born, passed = a & b, (a ^ b) & carry
        run = 1 if born else run + 1 if passed else 0
        carry = born | passed
        longest = max(longest, run)
    return longest


random.seed(1)
print("places   longest carry, mean   log2(places)")
for width in (8, 16, 32, 64, 128):
    pairs = [(random.getrandbits(width), random.getrandbits(width)) for _ in range(2_000)]
    mean = sum(longest_carry(x, y, width) for x, y in pairs) / len(pairs)
    print(f"{width:6}   {mean:19.2f}   {math.log2(width):12.1f}")

# %% [markdown]
# It grows with the logarithm, and stays below it: doubling the width adds one place.
# So an adder that notices when its carries have settled would be done early, on average.
# A clock has to wait for the worst case, which is why real adders work carries out ahead.
#
# ## 2. How many running totals fill a core?
#
# A model of a core with one simple rule: in each cycle it may start `pipes` additions,
# and each gives its result after `latency` cycles.
# 960 numbers are added into one or more running totals, in turn.
#
# **Predict:** with a latency of 4 and 2 pipes, how many totals are needed for full speed?


# %%
def cycles(totals: int, latency: int, pipes: int, numbers: int = 960) -> int:
    """Cycles until the last addition is done, each started as early as it can be."""
    ready = [0] * totals
    started: Counter[int] = Counter()
    for i in range(numbers):
        cycle = ready[i % totals]
        while started[cycle] == pipes:
            cycle += 1
        started[cycle] += 1
        ready[i % totals] = cycle + latency
    return max(ready)


counts = [1, 2, 3, 4, 6, 8, 10, 12, 16]
rates = {n: 960 / cycles(n, latency=4, pipes=2) for n in counts}
print("totals   additions a cycle")
for n, rate in rates.items():
    print(f"{n:6}   {rate:17.2f}")


# %% [markdown]
# The next cell only draws the table, with a slower and a wider core beside it.


# %%
CORES = {"latency 4, 2 pipes": (4, 2), "latency 4, 1 pipe": (4, 1), "latency 2, 2 pipes": (2, 2)}
DASHES = ["none", "7 5", "2 4"]


def curves(cores: dict[str, tuple[int, int]]) -> str:
    """Additions a cycle against the number of running totals, a line for each core."""
    parts = ['<path d="M60 30V270H560" stroke="currentColor" fill="none" opacity=".4"/>']
    for place, (name, (latency, pipes)) in enumerate(cores.items()):
        rate = [960 / cycles(n, latency, pipes) for n in range(1, 17)]
        line = " ".join(f"{60 + 30 * n},{270 - 110 * r:.0f}" for n, r in enumerate(rate, 1))
        style = (
            f'fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="{DASHES[place]}"'
        )
        parts.append(f'<polyline points="{line}" {style}/>')
        at = 190 + 22 * place
        parts.append(f'<path d="M330 {at - 4}h40" {style}/>')
        parts.append(f'<text x="380" y="{at}">{name}</text>')
    parts += [
        f'<text x="48" y="{274 - 110 * rate}" text-anchor="end">{rate}</text>' for rate in (0, 1, 2)
    ]
    parts += [
        f'<text x="{60 + 30 * n}" y="290" text-anchor="middle">{n}</text>'
        for n in (1, 4, 8, 12, 16)
    ]
    parts.append('<text x="60" y="18">additions a cycle</text>')
    parts.append('<text x="560" y="312" text-anchor="end">running totals</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 320" role="img"'
        ' width="100%" font-family="inherit" font-size="14"'
        ' fill="currentColor" aria-label="Additions a cycle against running totals, three cores">'
        + "".join(parts)
        + "</svg>"
    )


display(HTML(curves(CORES)))

# %% [markdown]
# Full speed needs latency × pipes running totals: 4 × 2 = 8.
# One total fewer leaves holes in the schedule; more bring nothing.
# This is Little’s law:
# what is in flight = how long each takes × how many you start.
#
# ## 3. Which branches of a real program can be foretold?
#
# We take the outcomes of real branches and ask predictors with longer and longer memories.
# Each keeps a two-bit counter for every pattern of recent outcomes.
#
# **Predict:** bisection on random keys: does a long memory help?


# %%
def wrong_share(outcomes: list[bool], remembered: int) -> float:
    """Share of wrong guesses with this many recent outcomes remembered."""
    counters: dict[int, int] = defaultdict(int)
    past = wrong = 0
    for taken in outcomes:
        counter = counters[past]
        wrong += (counter >= 2) != taken
        counters[past] = min(counter + 1, 3) if taken else max(counter - 1, 0)
        past = (past << 1 | taken) & ((1 << remembered) - 1)
    return wrong / len(outcomes)


def bisection(searches: int = 2_000) -> list[bool]:
    """Go right? One outcome for each step of a search among 1,024 keys."""
    outcomes = []
    for _ in range(searches):
        low, high, key = 0, 1_024, random.getrandbits(10)
        while high - low > 1:
            middle = (low + high) // 2
            outcomes.append(key >= middle)
            low, high = (middle, high) if key >= middle else (low, middle)
    return outcomes


def collatz(starts: int = 300) -> list[bool]:
    """Is the number odd? One outcome for each step of a walk down to 1."""
    outcomes = []
    for number in range(2, starts):
        while number != 1:
            outcomes.append(number % 2 == 1)
            number = 3 * number + 1 if number % 2 else number // 2
    return outcomes


def fizzbuzz() -> list[bool]:
    """Two branches a number: divisible by three, divisible by five."""
    return [number % divisor == 0 for number in range(1, 10_000) for divisor in (3, 5)]


random.seed(2)
programs = {"bisection": bisection(), "Collatz walk": collatz(), "FizzBuzz": fizzbuzz()}
print("remembered    " + "".join(f"{k:8}" for k in (0, 1, 2, 4, 8, 12)))
for name, outcomes in programs.items():
    shares = [wrong_share(outcomes, k) for k in (0, 1, 2, 4, 8, 12)]
    print(f"{name:14}" + "".join(f"{share:8.1%}" for share in shares))

# %% [markdown]
# FizzBuzz repeats itself every 15 numbers, and a long enough memory finds that.
# In the Collatz walk an even number always follows an odd one, which helps a little;
# a long memory recognises the last steps, which many walks have in common.
# Bisection is a coin at every step, for that is what makes it fast:
# each question halves what is left, so no answer can be foretold, and memory only learns noise.
#
# ## 4. How many sums does a list of floats have?
#
# Vector instructions and parallel sums change the order of additions.
# Here are 1,000 numbers, added in 2,000 random orders.
#
# **Predict:** how many different sums?

# %%
random.seed(3)
numbers = [random.gauss(0, 1) for _ in range(1_000)]
exact = math.fsum(numbers)


def added(values: list[float]) -> float:
    """The sum, one addition after another (the built-in compensates since 3.12)."""
    total = 0.0
    for value in values:
        total += value
    return total


sums = Counter(added(random.sample(numbers, len(numbers))) for _ in range(2_000))
off = Counter(round((value - exact) / math.ulp(exact)) for value in sums.elements())
print(f"{len(sums)} different sums; right to the last bit: {sums[exact]} of 2,000")
print(f"furthest from the exact sum: {max(map(abs, off))} units in the last place")
print(f"relative: {max(abs(value / exact - 1) for value in sums):.1e}")

# %% [markdown]
# All of them are "the sum", and no order is the right one.
# So a test that compares sums with `==` tests the order of additions.
# Compare with a tolerance, or use `math.fsum`, which rounds once, at the end:

# %%
shuffled = {math.fsum(random.sample(numbers, len(numbers))) for _ in range(200)}
print(f"math.fsum in 200 random orders: {len(shuffled)} different sum")

# %% [markdown]
# ## Your turn
#
# 1. In experiment 1, take numbers below 1,000 in 64 places. How far do carries travel then?
#    And when you subtract two numbers that are nearly equal?
# 2. Give the core of experiment 2 a latency that is longer for every tenth addition.
#    How many totals does it need now?
# 3. Sort the keys before the bisection. What happens to its branches, and why?
# 4. Add the numbers of experiment 4 in pairs, then the pairs, and so on.
#    How far is this sum from the exact one, compared with 2,000 random orders?
