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
# # Lab: pulling, portioning, drifting apart, sorting what does not fit
#
# Four experiments that go further than [the chapter](../../chapters/iterators/).
# They count instead of taking times, so your numbers should equal the ones printed here.
#
# Before you run a cell, write down what you expect.

# %%
import heapq
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, tee

from IPython.display import HTML, display

# %% [markdown]
# ## 1. Who runs when, drawn
#
# Three stages write down when they run: one reads, one keeps odd numbers, one squares.
# A loop uses what comes out. First they are connected by generators, then by lists.
#
# **Predict:** in the first picture, which numbers never reach the bottom line?

# %%
STAGES = ["read", "keep", "square", "use"]
Events = list[tuple[str, int]]


def pipeline(connect: Callable[[Iterator[int]], Iterable[int]], n: int) -> Events:
    """Which stage ran on which number, in order of time."""
    events: Events = []

    def read() -> Iterator[int]:
        for i in range(1, n + 1):
            events.append(("read", i))
            yield i

    def keep(numbers: Iterable[int]) -> Iterator[int]:
        for i in numbers:
            events.append(("keep", i))
            if i % 2:
                yield i

    def square(numbers: Iterable[int]) -> Iterator[int]:
        for i in numbers:
            events.append(("square", i))
            yield i * i

    for value in connect(square(connect(keep(connect(read()))))):
        events.append(("use", value))
    return events


lazy, listed = pipeline(iter, 5), pipeline(list, 5)
print(f"generators: {len(lazy)} steps, lists: {len(listed)} steps")
assert sorted(lazy) == sorted(listed)

# %% [markdown]
# The next cell only draws the two orders: time runs to the right, a column is one step.


# %%
def drawing(events: Events, title: str) -> str:
    """Stages as lines, steps as numbers, joined in order of time."""

    def at(step: int, stage: str) -> tuple[int, int]:
        return 86 + 28 * step, 50 + 38 * STAGES.index(stage)

    points = [at(step, stage) for step, (stage, _) in enumerate(events)]
    path = " ".join(f"{x},{y}" for x, y in points)
    parts = [f'<text x="8" y="20">{title}</text>']
    parts += [f'<text x="8" y="{at(0, stage)[1] + 5}">{stage}</text>' for stage in STAGES]
    parts.append(f'<polyline points="{path}" fill="none" stroke="currentColor" opacity=".45"/>')
    for (x, y), (_, value) in zip(points, events, strict=True):
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="12" fill="var(--md-default-bg-color, white)"'
            ' stroke="currentColor"/>'
            f'<text x="{x}" y="{y + 4}" text-anchor="middle" font-size="12">{value}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 190" role="img" width="100%"'
        ' font-family="inherit" font-size="14" fill="currentColor"'
        f' aria-label="Order of stages, {title}">' + "".join(parts) + "</svg>"
    )


display(HTML(drawing(lazy, "generators: the items take turns")))
display(HTML(drawing(listed, "lists: the stages take turns")))

# %% [markdown]
# Both pictures have the same circles; only the order differs.
# An even number gets no further than the second line, and the pull simply goes on to the next.
#
# ## 2. What size of portion?
#
# Between one item and all items lies the portion. Each portion costs a call, whatever its size:
# a request, a transaction, a message. Each portion is also held until it is done.
# We send 10,000 items in portions of several sizes and count both.
#
# **Predict:** from portions of 1 to portions of 100, how many of the calls are saved?


# %%
class Item:
    """Counts how many of its kind are alive, and the most there were."""

    alive = most = 0

    def __init__(self, key: int = 0) -> None:
        self.key = key
        Item.alive += 1
        Item.most = max(Item.most, Item.alive)

    def __del__(self) -> None:
        Item.alive -= 1

    def __lt__(self, other: "Item") -> bool:
        return self.key < other.key


def portions(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """What itertools.batched does since 3.12, with lists."""
    while portion := list(islice(items, size)):
        yield portion
        del portion  # or the old portion lives while the next one is filled


def send(n: int, size: int) -> tuple[int, int]:
    """Calls made, and items alive at once."""
    Item.alive = Item.most = calls = 0
    sending = portions((Item() for _ in range(n)), size)
    for portion in sending:
        calls += 1
        del portion
    return calls, Item.most


n = 10_000
print("portion    calls    saved    alive")
for size in (1, 3, 10, 30, 100, 300, 1_000, 10_000):
    calls, most = send(n, size)
    print(f"{size:7,} {calls:8,} {1 - calls / n:8.2%} {most:8,}")

# %% [markdown]
# Portions of 100 save 99 per cent of the calls and hold 1 per cent of the items.
# From there on you pay more and more memory for less and less.
#
# ## 3. Readers that drift apart
#
# `tee` keeps what one reader has seen and the other has not, in blocks of 57.
# We let one reader run ahead by a fixed lead, over 2,000 items.
#
# **Predict:** how many items are alive with a lead of 1? Of 100?


# %%
def drift(lead: int, n: int = 2_000) -> int:
    """Items alive at once, when one reader is `lead` items ahead of the other."""
    Item.alive = Item.most = 0
    ahead, behind = tee(Item() for _ in range(n))
    for _ in islice(ahead, lead):
        pass
    for _ in ahead:
        next(behind)
    return Item.most


print(" lead  alive  more")
for lead in (0, 1, 10, 56, 57, 58, 100, 114, 500, 1_000):
    most = drift(lead)
    print(f"{lead:5,} {most:6,} {most - lead:5,}  {'▇' * round(most / 75)}")

# %% [markdown]
# The lead is what must be kept; a block is what it is kept in.
# Beyond the lead there is one block and the item in hand, whether the lead is 1 or 1,000.
#
# ## 4. Sorting what does not fit
#
# Suppose that 1,000 items fit into memory and 20,000 must be sorted. Sort portions,
# write each to a file, then merge the files: `heapq.merge` takes one item from each.
# Here a "file" is a list of bare keys, from which items are made as they are read.
#
# **Predict:** how many items are alive while 20 sorted files are merged?

# %%
random.seed(4)
KEYS = random.sample(range(10**9), 20_000)


def merged(files: list[list[int]]) -> Iterator[Item]:
    """All items in order, read from files that are each in order."""
    return heapq.merge(*(map(Item, keys) for keys in files))


print("in memory   files   alive")
for size in (100, 1_000, 5_000, 20_000):
    files = [sorted(KEYS[i : i + size]) for i in range(0, len(KEYS), size)]
    Item.alive = Item.most = 0
    previous = -1
    for item in merged(files):
        assert previous <= item.key
        previous = item.key
    del item
    print(f"{size:9,} {len(files):7,} {Item.most:7,}")

# %% [markdown]
# One item a file, and one or two in hand. Every doubling of the memory halves the number of files;
# at the square root of the data, some 140 here, sorting and merging need about equal room.
#
# ## Your turn
#
# 1. Remove the two `del portion` from experiment 2. Why do the items alive double?
# 2. In experiment 3 let the readers change roles every 100 items. Is a block ever freed early?
# 3. Let the loop of experiment 1 stop at the first square above 5, and draw both orders again.
# 4. Merge with `sorted(chain(*files))` instead. How many items are alive, and how many comparisons
#    does it take, counted in `Item.__lt__`?
