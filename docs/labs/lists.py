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
# # Lab: growing, moving, queueing, nearly sorting
#
# Four experiments that go further than [the chapter](../../chapters/lists/).
# They count instead of taking times, so your numbers should equal the ones printed here.
# Two exceptions: the second experiment looks at real addresses, which differ from run to run,
# and CPython 3.13 changed the sort a little, which moves the last table by about 1 %.
#
# Before you run a cell, write down what you expect.

# %%
import ctypes
import math
import random
import sys

from IPython.display import HTML, display

# %% [markdown]
# ## 1. Which growth rule would you choose?
#
# A list that grows by a larger share moves less and leaves more slots empty.
# We weigh both costs over 100,000 appends, for shares from 5 to 200 per cent.
# The first number counts the addresses moved per append if every growth moves all;
# the second is the share of slots that stand empty.
# Both swing as the block fills, so we take their means over all lengths from 1,000 on.
#
# **Predict:** where on this curve does CPython's eighth lie: near the frugal or near the hasty end?


# %%
def weigh(share: float, appends: int = 100_000) -> tuple[float, float]:
    """Mean of the addresses moved per append, and of the empty slots."""
    slots = moved = 0
    moved_per_append = empty = 0.0
    for length in range(1, appends + 1):
        if length > slots:
            moved += length - 1
            slots = max(length + 1, int(length * (1 + share)))
        if length > 1_000:
            moved_per_append += moved / length
            empty += 1 - length / slots
    return moved_per_append / (appends - 1_000), empty / (appends - 1_000)


shares = [0.05, 0.08, 0.1, 0.125, 0.16, 0.2, 0.27, 0.35]
shares += [0.5, 0.75, 1.0, 1.5, 2.0]
weights = {share: weigh(share) for share in shares}
print("grow by   moved per append   empty on average")
for share, (moved, empty) in weights.items():
    mark = "  ← CPython" if share == 0.125 else ""
    print(f"{share:7.1%}   {moved:16.1f}   {empty:16.1%}{mark}")


# %% [markdown]
# The next cell only draws the table.


# %%
def curve(points: dict[float, tuple[float, float]], marked: float) -> str:
    """The trade-off: empty slots to the right, moved addresses upwards."""

    def x(empty: float) -> float:
        return 60 + 1200 * empty

    def y(moved: float) -> float:
        return 270 - 11 * moved

    line = " ".join(f"{x(empty):.0f},{y(moved):.0f}" for moved, empty in points.values())
    parts = [f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/>']
    for share, (moved, empty) in points.items():
        at = f'cx="{x(empty):.0f}" cy="{y(moved):.0f}"'
        parts.append(f'<circle {at} r="{8 if share == marked else 4}"/>')
        if share in (0.05, marked, 0.5, 1.0, 2.0):
            label = f"{share * 100:g} %" + ", CPython" * (share == marked)
            parts.append(f'<text x="{x(empty) + 12:.0f}" y="{y(moved) - 6:.0f}">{label}</text>')
    parts += [
        f'<text x="48" y="{y(moved) + 4:.0f}" text-anchor="end">{moved}</text>'
        for moved in (0, 5, 10, 15, 20)
    ]
    parts += [
        f'<text x="{x(empty):.0f}" y="290" text-anchor="middle">{empty * 100:.0f} %</text>'
        for empty in (0.1, 0.2, 0.3, 0.4)
    ]
    parts.append('<path d="M60 40V270H540" stroke="currentColor" fill="none" opacity=".4"/>')
    parts.append('<text x="60" y="16">addresses moved per append</text>')
    parts.append('<text x="540" y="312" text-anchor="end">slots empty, on average</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 320" role="img"'
        ' width="100%" font-family="inherit" font-size="14"'
        ' fill="currentColor" aria-label="Moved addresses against empty slots, by growth share">'
        + "".join(parts)
        + "</svg>"
    )


display(HTML(curve(weights, 0.125)))

# %% [markdown]
# CPython sits near the frugal end.
# It pays several moved addresses per append to keep most slots used.
# Doubling, the rule of most textbooks, moves several times less and leaves over a quarter empty.
#
# ## 2. Do the blocks really move?
#
# "All addresses move" is the worst case.
# Here we read the real address of the block after each append.
# What you see depends on your C library: large blocks can often be enlarged where they lie,
# or be mapped to another place without copying a byte.

# %%
WORD = ctypes.sizeof(ctypes.c_void_p)


def block_of(items: list) -> int:
    """Address of the block of slots."""
    return ctypes.c_size_t.from_address(id(items) + object.__basicsize__ + WORD).value


def resizes_and_moves(appends: int) -> tuple[int, int]:
    """How often the list got more slots, and its block lay elsewhere."""
    items: list[None] = [None]
    resizes = moves = 0
    size, block = sys.getsizeof(items), block_of(items)
    for _ in range(appends):
        items.append(None)
        if sys.getsizeof(items) != size:
            resizes += 1
            moves += block_of(items) != block
            size, block = sys.getsizeof(items), block_of(items)
    return resizes, moves


print("  appends   resizes   blocks that moved, this time")
for appends in (100, 10_000, 1_000_000):
    resizes, moves = resizes_and_moves(appends)
    print(f"{appends:9,}   {resizes:7}   {moves:7}")

# %% [markdown]
# ## 3. A queue from two lists
#
# `pop(0)` writes every slot that is left.
# Two lists do better: put new items on one, take old ones from the other,
# and when the other is empty, pour the first into it backwards.
# Each item is then moved once, at the back of a list.
#
# **Predict:** 10,000 items go in, then all come out. How many slots does each queue write?


# %%
class OneList:
    """A queue that takes from the front; counts the slots it writes."""

    def __init__(self) -> None:
        self.items: list[int] = []
        self.written = 0

    def put(self, item: int) -> None:
        self.items.append(item)
        self.written += 1

    def get(self) -> int:
        self.written += len(self.items) - 1
        return self.items.pop(0)


class TwoLists:
    """A queue that pours one list into another; counts the same."""

    def __init__(self) -> None:
        self.coming: list[int] = []
        self.going: list[int] = []
        self.written = 0

    def put(self, item: int) -> None:
        self.coming.append(item)
        self.written += 1

    def get(self) -> int:
        if not self.going:
            self.written += len(self.coming)
            self.going, self.coming = self.coming[::-1], []
        return self.going.pop()


print("  items      one list    two lists")
for n in (100, 1_000, 10_000):
    queues = OneList(), TwoLists()
    for queue in queues:
        for i in range(n):
            queue.put(i)
        assert [queue.get() for _ in range(n)] == list(range(n))
    print(f"{n:7,} {queues[0].written:13,} {queues[1].written:12,}")

# %% [markdown]
# One list grows with the square, two lists with the length: two slots an item, never more.
# `collections.deque` does the same job without the pouring; use it.
#
# ## 4. How sorted is nearly sorted?
#
# The sort finds runs that are already in order.
# We take 4,096 sorted items, swap some random pairs, and count comparisons.
#
# **Predict:** after 10 swaps, is the sort nearer to one comparison an item, or to twelve?

# %%
comparisons = 0


class Item(int):
    """An integer that counts how often it is compared."""

    def __lt__(self, other: int) -> bool:
        global comparisons
        comparisons += 1
        return int(self) < int(other)


def cost_after(swaps: int, n: int = 4_096) -> int:
    """Comparisons for sorting n sorted items after random swaps."""
    global comparisons
    random.seed(swaps)
    items = [Item(i) for i in range(n)]
    for _ in range(swaps):
        i, j = random.sample(range(n), 2)
        items[i], items[j] = items[j], items[i]
    comparisons = 0
    items.sort()
    return comparisons


limit = math.lgamma(4_097) / math.log(2)
print("swaps   comparisons   per item")
for swaps in (0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000):
    count = cost_after(swaps)
    bar = "▇" * round(3 * count / 4_096)
    print(f"{swaps:6,} {count:12,} {count / 4_096:10.2f}  {bar}")
print(f"\nlog2(n!) is {limit:,.0f}, {limit / 4_096:.2f} per item")

# %% [markdown]
# ## Your turn
#
# 1. Let `weigh` count only lengths past 10,000. Does the curve change? Why not?
# 2. Fill the two-list queue and empty it in turns, ten in, ten out. Still two slots an item?
# 3. Instead of swapping, shift: take the first item out and put it in the middle.
#    How many runs does the sort find, and how many comparisons does it take?
# 4. Run experiment 2 inside a program that allocates much else between the appends.
#    Do more blocks move?
