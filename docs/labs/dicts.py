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
# # Lab: full tables, ways of probing, a dict that stands still, an attack
#
# Four experiments that go further than [the chapter](../../chapters/dicts/).
# All count, none takes a time; with the same seeds your numbers equal the ones printed here,
# on any 64-bit build of CPython 3.11 or later.
#
# Before you run a cell, write down what you expect.

# %%
import ctypes
import math
import random
from collections.abc import Callable, Iterator

from IPython.display import HTML, display

# %% [markdown]
# ## 1. How full is too full?
#
# We fill a table of 8,192 slots with random hashes, by the rule that dicts use, and ask at
# each tenth how many slots a search looks at: for a key that is there, and for one that is not.
#
# If every look hit a random slot, theory would say: with a share *a* of the slots taken,
# a miss takes 1 / (1 − *a*) looks and a hit ln(1 / (1 − *a*)) / *a*.
#
# **Predict:** how many looks does a miss take in a table that is 95 per cent full?

# %%
SLOTS = 8_192
WRAP = (1 << 64) - 1


def dict_looks(key_hash: int, slots: int) -> Iterator[int]:
    """The slots a dict looks at, in order."""
    slot, perturb = key_hash % slots, key_hash & WRAP
    while True:
        yield slot
        perturb >>= 5
        slot = (5 * slot + perturb + 1) % slots


def place(table: list[bool], path: Iterator[int]) -> int:
    """Take the first free slot on the path; say how many were looked at."""
    for count, slot in enumerate(path, 1):
        if not table[slot]:
            table[slot] = True
            return count
    return 0


def misses(table: list[bool], draw: random.Random, tries: int = 2_000) -> float:
    """Looks for a key that is not there, on average."""
    total = 0
    for _ in range(tries):
        for count, slot in enumerate(dict_looks(draw.getrandbits(64), len(table)), 1):
            if not table[slot]:
                total += count
                break
    return total / tries


draw = random.Random(1)  # noqa: S311 - repeatable on purpose
table, placed, looked = [False] * SLOTS, 0, 0
measured = []
print(" full     hit  theory     miss  theory")
for load in (0.1, 0.2, 1 / 3, 0.4, 0.5, 0.6, 2 / 3, 0.7, 0.8, 0.9, 0.95):
    while placed < load * SLOTS:
        looked += place(table, dict_looks(draw.getrandbits(64), SLOTS))
        placed += 1
    hit, miss = looked / placed, misses(table, draw)
    measured.append((load, hit, miss))
    theory = math.log(1 / (1 - load)) / load, 1 / (1 - load)
    print(f"{load:5.0%} {hit:7.2f} {theory[0]:7.2f} {miss:8.2f} {theory[1]:7.2f}")


# %% [markdown]
# The next cell only draws the table.


# %%
def curves(points: list[tuple[float, float, float]], top: float = 10) -> str:
    """Looks per search against how full the table is."""

    def at(load: float, looks: float) -> str:
        return f"{60 + 500 * load:.0f},{270 - 230 * min(looks, top) / top:.0f}"

    parts = []
    for which, name, dash in ((2, "a miss", ""), (1, "a hit", "6 4")):
        shown = [point for point in points if point[which] <= top]
        line = " ".join(at(point[0], point[which]) for point in shown)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"'
            f' stroke-dasharray="{dash}"/>'
        )
        x, y = at(shown[-1][0], shown[-1][which]).split(",")
        parts.append(f'<text x="{int(x) + 8}" y="{int(y) + 4}">{name}</text>')
    for share, text in ((1 / 3, "just grown"), (2 / 3, "about to grow")):
        x = 60 + 500 * share
        parts.append(f'<path d="M{x:.0f} 40V270" stroke="currentColor" opacity=".4"/>')
        parts.append(f'<text x="{x:.0f}" y="32" text-anchor="middle">{text}</text>')
    parts += [f'<text x="48" y="{274 - 23 * n}" text-anchor="end">{n}</text>' for n in (0, 5, 10)]
    parts += [
        f'<text x="{60 + 5 * share}" y="290" text-anchor="middle">{share} %</text>'
        for share in (0, 20, 40, 60, 80, 100)
    ]
    parts.append('<path d="M60 40V270H560" stroke="currentColor" fill="none" opacity=".4"/>')
    parts.append('<text x="60" y="16">looks per search</text>')
    parts.append('<text x="560" y="312" text-anchor="end">slots taken</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" role="img"'
        ' width="100%" font-family="inherit" font-size="14"'
        ' fill="currentColor" aria-label="Looks per search against the share of slots taken">'
        + "".join(parts)
        + "</svg>"
    )


display(HTML(curves(measured)))

# %% [markdown]
# A dict without deletions lives between the two vertical lines.
# There a miss takes between one and a half and three looks; beyond, the curve climbs steeply.
#
# ## 2. Four ways to look further
#
# A collision needs a next slot. We compare four rules on keys with a pattern,
# in a table of 2,048 slots that is filled to two thirds:
#
# - *next*: slot + 1,
# - *five*: 5 · slot + 1, without the rest of the hash,
# - *dict*: 5 · slot + 1 and five more bits of the hash at each look,
# - *set*: nine neighbours first, then as a dict.
#
# **Predict:** which rule is worst for random keys, and which for multiples of 2,048?


# %%
def next_door(key_hash: int, slots: int) -> Iterator[int]:
    """Linear probing."""
    slot = key_hash % slots
    while True:
        yield slot
        slot = (slot + 1) % slots


def five(key_hash: int, slots: int) -> Iterator[int]:
    """The rule of dicts without the perturbation."""
    slot = key_hash % slots
    while True:
        yield slot
        slot = (5 * slot + 1) % slots


def set_looks(key_hash: int, slots: int) -> Iterator[int]:
    """Nine neighbours, then a jump."""
    slot, perturb = key_hash % slots, key_hash & WRAP
    while True:
        yield from range(slot, slot + (10 if slot + 9 < slots else 1))
        perturb >>= 5
        slot = (5 * slot + 1 + perturb) % slots


RULES: dict[str, Callable[[int, int], Iterator[int]]] = {
    "next": next_door,
    "five": five,
    "dict": dict_looks,
    "set": set_looks,
}
COUNT = 1_365
PATTERNS = {
    "0, 1, 2": list(range(COUNT)),
    "random": [draw.getrandbits(60) for _ in range(COUNT)],
    "two rows": [*range(COUNT // 2), *range(10**6, 10**6 + COUNT - COUNT // 2)],
    "64·n": [64 * n for n in range(COUNT)],
    "2,048·n": [2_048 * n for n in range(COUNT)],
    "n / 1024": [hash(n / 1_024) for n in range(COUNT)],
}


def looks_per_key(rule: Callable[[int, int], Iterator[int]], hashes: list[int]) -> float:
    """Slots looked at per insert."""
    slots = [False] * 2_048
    return sum(place(slots, rule(key_hash, 2_048)) for key_hash in hashes) / len(hashes)


print(f"{'keys':<9}" + "".join(f"{name:>7}" for name in RULES))
for name, hashes in PATTERNS.items():
    print(f"{name:<9}" + "".join(f"{looks_per_key(r, hashes):7.2f}" for r in RULES.values()))

# %% [markdown]
# Without the higher bits, keys that agree in the low ones walk the same path, one behind the other:
# hundreds of looks each. With them a dict needs about a dozen at the worst here.
# A set looks at more slots, most of them neighbours that share a cache line.
# Linear probing is not bad for random keys; two rows that overlap are enough to spoil it.
#
# ## 3. A dict that stands still
#
# One key comes, the oldest goes: the dict always has 1,000 keys. Does it stand still?
# The address of its table tells when it was made anew.
#
# **Predict:** how many inserts pass between two new tables?


# %%
def table_address(d: dict) -> int:
    """Where the keys of a dict lie."""
    offset = object.__basicsize__ + 8 + 8  # the header, the length, a tag
    return ctypes.c_size_t.from_address(id(d) + offset).value


def inserts_between_tables(length: int, inserts: int) -> list[int]:
    """After how many inserts each new table came, while the length stays the same."""
    d = dict.fromkeys(range(length))
    came, at, since = [], table_address(d), 0
    for new in range(length, length + inserts):
        since += 1
        d[new] = None
        del d[new - length]
        if table_address(d) != at:
            came.append(since)
            at, since = table_address(d), 0
    return came


print("inserts between two new tables")
for length in (100, 1_000, 10_000):
    print(f"{length:6,} keys:", *inserts_between_tables(length, 4 * length))

# %% [markdown]
# A new table for *n* keys has at least 3*n* slots, rounded up to a power of two,
# and entries for two thirds of them. *n* of these are taken at once,
# the others are spent by the inserts.
# So the dict is made anew every one to three lengths, for as long as it lives.
#
# ## 4. Keys from a stranger
#
# The chapter counted comparisons for multiples of a large prime.
# Suppose a stranger may only send integers below a million: then all hashes differ.
#
# A path is known in advance, so it can be blocked.
# We take 1,000 slots that follow each other by the rule 5 · slot + 1, and occupy each with the
# small integer that belongs there. Then we choose, among 20,000 integers, those that must walk
# through most of them. No two hashes are equal.
#
# **Predict:** how many slots are looked at for each of the chosen keys?

# %%
blocked = [slot for _, slot in zip(range(1_000), five(0, 2_048), strict=False)]
occupied = set(blocked)


def walk(key: int) -> int:
    """Slots looked at for a key, with the blocked ones taken."""
    for count, slot in enumerate(dict_looks(hash(key), 2_048), 1):
        if slot not in occupied:
            return count
    return 0


candidates = draw.sample(range(2_048, 10**6), 20_000)
chosen = sorted(candidates, key=walk)[-300:]
by_chance = candidates[:300]
for name, keys in (("by chance", by_chance), ("chosen", chosen)):
    taken = [slot in occupied for slot in range(2_048)]
    looks = sum(place(taken, dict_looks(hash(key), 2_048)) for key in keys)
    different = len({hash(key) for key in (*blocked, *keys)})
    print(f"{name:<9} {looks / 300:6.1f} looks, {different:,} hashes")

# %% [markdown]
# So a limit on the range does not help, and neither do different hashes.
# What helps is a limit on how many keys you take, or a hash with a secret: use `str(n)`.
# No comparison is made on the way, for the hashes differ, so each look is cheap; but there are
# as many as the table has keys, and that is what makes it quadratic.
#
# ## Your turn
#
# 1. Give experiment 1 the rule `next_door`. At which load does a miss pass ten looks?
# 2. In experiment 2, let `dict_looks` shift by 1 bit, and by 10, instead of 5. Who suffers?
# 3. In experiment 3, delete with `popitem()` instead. Is a new table ever made? Explain.
# 4. How long are the walks of experiment 4 if the chosen keys come first, the others after?
