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
# # Lab: build a cache, then fool it
#
# Four experiments that go further than [the chapter](../../chapters/memory/).
# The first three run on a model, so your numbers should equal the ones printed here.
# The fourth uses the real addresses of real objects: its last digits may differ on your machine.
#
# Before you run a cell, write down what you expect.

# %%
import gc
import random
from collections import OrderedDict
from dataclasses import dataclass

from IPython.display import HTML, display


# %%
class Cache:
    """Sets of lines; the policy says which line of a full set has to go."""

    def __init__(self, lines: int, ways: int, policy: str = "oldest use") -> None:
        self.sets: list[OrderedDict[int, None]] = [OrderedDict() for _ in range(lines // ways)]
        self.ways, self.policy, self.misses = ways, policy, 0

    def load(self, line: int) -> bool:
        held = self.sets[line % len(self.sets)]
        if line in held:
            if self.policy == "oldest use":
                held.move_to_end(line)
            return True
        self.misses += 1
        if len(held) == self.ways:
            if self.policy == "at random":
                del held[random.choice(list(held))]  # noqa: S311
            else:
                held.popitem(last=False)
        held[line] = None
        return False


def misses(lines, cache: Cache) -> int:
    for line in lines:
        cache.load(line)
    return cache.misses


# %% [markdown]
# ## 1. How many ways does it take?
#
# The chapter's grid of 256 × 256 doubles, walked by columns, missed every time in a cache of
# 512 lines with 8 ways. A column touches 256 lines. So the cache is twice as large as needed.
#
# **Predict:** with how many ways does the column walk stop missing? And with rows of 264 doubles?


# %%
def by_columns(row_doubles: int, n: int = 256) -> list[int]:
    return [(i * row_doubles + j) // 8 for j in range(n) for i in range(n)]


WAYS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
curves = {
    f"rows of {row} doubles": [misses(by_columns(row), Cache(512, ways)) for ways in WAYS]
    for row in (256, 260, 264)
}
print("ways     rows of 256      260      264 doubles")
for ways, even, half, whole in zip(WAYS, *curves.values(), strict=True):
    print(f"{ways:4}{even:16,}{half:9,}{whole:9,}")

# %% [markdown]
# The next cell only draws the table.


# %%
def picture(curves: dict[str, list[int]]) -> str:
    """Misses over ways, one line for each curve."""

    def x(i: int) -> float:
        return 70 + 46 * i

    def y(count: int) -> float:
        return 250 - 200 * count / 65_536

    parts = ['<path d="M70 40V250H500" stroke="currentColor" fill="none" opacity=".4"/>']
    for (name, counts), dash in zip(curves.items(), ("", "8 4", "2 4"), strict=True):
        line = " ".join(f"{x(i):.0f},{y(count):.0f}" for i, count in enumerate(counts))
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2.5"'
            f' stroke-dasharray="{dash}"><title>{name}</title></polyline>'
        )
    parts += [
        f'<text x="{x(i):.0f}" y="270" text-anchor="middle">{ways}</text>'
        for i, ways in enumerate(WAYS)
    ]
    parts += [
        f'<text x="62" y="{y(count) + 4:.0f}" text-anchor="end">{count:,}</text>'
        for count in (8_192, 32_768, 65_536)
    ]
    parts += [
        f'<path d="M210 {110 + 22 * i}h40" stroke="currentColor" stroke-width="2.5"'
        f' stroke-dasharray="{dash}"/><text x="260" y="{114 + 22 * i}">{name}</text>'
        for i, (name, dash) in enumerate(zip(curves, ("", "8 4", "2 4"), strict=True))
    ]
    parts.append('<text x="70" y="26">misses of 65,536 loads</text>')
    parts.append('<text x="500" y="292" text-anchor="end">ways of a cache of 512 lines</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 300" role="img" width="100%"'
        ' font-family="inherit" font-size="14" fill="currentColor"'
        ' aria-label="Misses of the column walk against the ways of the cache">'
        + "".join(parts)
        + "</svg>"
    )


display(HTML(picture(curves)))

# %% [markdown]
# With rows of 256 doubles, a power of two, a column falls into a few sets only, and more ways
# help little until there are very many. A row that is half a line longer mends most of it,
# a whole line mends all.
#
# ## 2. When the oldest is the wrong one to go
#
# A loop over one line more than fits is the worst that can happen to a cache that drops what was
# used longest ago: it always drops what comes next.
#
# **Predict:** a cache of 64 lines, a loop over 65. Which share of loads hits, if a line at random
# has to go instead?

# %%
print("loop over    oldest use   first in   at random")
for lines in (64, 65, 80, 128):
    shares = []
    for policy in ("oldest use", "first in", "at random"):
        random.seed(4)
        loads = [line for _ in range(200) for line in range(lines)]
        shares.append(1 - misses(loads, Cache(64, 64, policy)) / len(loads))
    print(f"{lines:4} lines  " + "".join(f"{share:11.0%}" for share in shares))

# %% [markdown]
# Chance beats memory here. Real caches therefore use rules that are neither; what the chapter
# says of "the oldest goes first" is a model, and a good one until the data just fails to fit.
#
# ## 3. A prefetcher of two lines
#
# Our model fetches the next line too as soon as two loads in a row went to neighbouring lines.
# We count how often the program has to wait.
#
# **Predict:** it removes nearly all waits of the walk in order. What does it do for the shuffled
# one, and for the walk by columns?


# %%
def waits(lines, cache: Cache) -> int:
    """Loads that found their line neither in the cache nor on its way."""
    waited, before = 0, None
    for line in lines:
        waited += not cache.load(line)
        if before is not None and line - before == 1:
            cache.load(line + 1)
        if line != before:
            before = line
    return waited


random.seed(5)
in_order = [i // 8 for i in range(65_536)]
walks = {
    "in order": in_order,
    "shuffled": random.sample(in_order, len(in_order)),
    "every 8th line": [8 * i % 8_192 + i // 1_024 for i in range(8_192)],
    "by columns": by_columns(256),
}
print("walk             waits    with the prefetcher")
for name, lines in walks.items():
    print(f"{name:14} {misses(lines, Cache(512, 8)):7,} {waits(lines, Cache(512, 8)):12,}")

# %% [markdown]
# This one knows only neighbours. Those in hardware also learn other strides; none can foretell
# an order that is in the data and nowhere else.
#
# ## 4. Lines under Python's objects
#
# Now real addresses. How many lines must be fetched to read one number of each of 10,000 objects,
# when the numbers are fields of instances, values of dicts, or items of a list?
#
# **Predict:** which layout touches most lines, and by how much does a shuffle raise the misses?


# %%
@dataclass(slots=True)
class Point:
    x: float
    y: float


def addresses(rows, read) -> list[int]:
    """The lines of each row and of the number read from it, in the order a loop sees them."""
    return [address // 64 for row in rows for address in (id(row), id(read(row)))]


n = 10_000
gc.collect()
layouts = {
    "slots": ([Point(i + 0.5, i + 0.25) for i in range(n)], lambda row: row.x),
    "dicts": ([{"x": i + 0.5, "y": i + 0.25} for i in range(n)], lambda row: row["x"]),
    "tuples": ([(i + 0.5, i + 0.25) for i in range(n)], lambda row: row[0]),
    "floats": ([i + 0.5 for i in range(n)], lambda row: row),
}
print("layout     lines    misses    shuffled")
for name, (rows, read) in layouts.items():
    made = addresses(rows, read)
    random.seed(6)
    mixed = addresses(random.sample(rows, n), read)
    counts = [misses(walk, Cache(512, 8)) for walk in (made, mixed)]
    print(f"{name:7} {len(set(made)):8,} {counts[0]:9,} {counts[1]:10,}")
print(f"array   {n * 8 // 64:8,} {n * 8 // 64:9,}     (8 doubles a line)")

# %% [markdown]
# ## Your turn
#
# 1. Which row lengths between 256 and 272 doubles are bad in experiment 1? Find the rule.
# 2. Give the prefetcher of experiment 3 a stride to learn: two equal steps, then one ahead.
#    Which walks gain?
# 3. In experiment 4 delete every second object, make as many new ones, and measure again.
#    Where do the new ones lie?
