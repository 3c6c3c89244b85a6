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
# # Lab: a map of memory, a threshold, a hunt
#
# Three experiments that go further than [the chapter](../../chapters/objects/).
# The first shows real addresses, which differ from run to run; their pattern does not.
# The second counts, so your numbers should be close to the ones printed here
# (3.11 and 3.12 have a default of 700, later versions of 2,000).
#
# Before you run a cell, write down what you expect.

# %%
import gc
import random
import weakref

from IPython.display import HTML, display

# %% [markdown]
# ## 1. A map of the heap
#
# We make 2,000 small lists, then two thirds of them go, at random, and 1,000 new ones come.
# Then we draw each where it lies: an address is a place on the map, read like a page of text.
#
# **Predict:** where do the new ones go, behind the old ones or among them?


# %%
def addresses(things: list) -> list[int]:
    """Where the objects lie."""
    return [id(thing) for thing in things]


random.seed(3)
old = [[i] for i in range(2_000)]
made_first = addresses(old)
old = random.sample(old, 667)
kept = addresses(old)
new = [[i] for i in range(1_000)]
came_later = addresses(new)
reused = len(set(came_later) & set(made_first))
print(f"first {len(made_first):,}, kept {len(kept):,}, new {len(came_later):,}")
print(f"new at an address used before: {reused:,}")

# %% [markdown]
# The next cell only draws it.
# Small objects are cut from pools of 16 KiB, each for objects of one size;
# these are the six pools that hold most of the first lists.

# %%
POOL, PLACE = 16 * 1024, 64  # bytes; a list's header and the collector's words take 56


def fullest_pools(places: list[int], n: int) -> list[int]:
    """The pools that hold most of these addresses, in the order of memory."""
    counts: dict[int, int] = {}
    for place in places:
        counts[place // POOL] = counts.get(place // POOL, 0) + 1
    return sorted(sorted(counts, key=lambda pool: -counts[pool])[:n])


def heap_map(layers: list[tuple[str, str, list[int]]], pools: list[int]) -> str:
    """Each pool a square of places, each object a mark at its place."""
    parts = []
    for i, (name, colour, places) in enumerate(layers):
        box = f'<rect x="{10 + 190 * i}" y="8" width="14" height="10"'
        parts.append(f'{box} fill="{colour}" stroke="currentColor"/>')
        parts.append(f'<text x="{30 + 190 * i}" y="18">{name}</text>')
        for place in places:
            pool, offset = divmod(place, POOL)
            if pool in pools:
                down, across = divmod(pools.index(pool), 3)
                row, column = divmod(offset // PLACE, 16)
                x, y = 10 + 198 * across + 11.5 * column, 34 + 168 * down + 10 * row
                parts.append(
                    f'<rect x="{x}" y="{y}" width="10" height="8.5" fill="{colour}"'
                    ' stroke="currentColor" stroke-width="0.5"/>'
                )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 370" role="img" width="100%"'
        ' font-family="inherit" font-size="14" fill="currentColor"'
        ' aria-label="A map of six pools: freed places, kept lists and new lists">'
        + "".join(parts)
        + "</svg>"
    )


freed = sorted(set(made_first) - set(kept) - set(came_later))
layers = [
    ("freed, still empty", "none", freed),
    ("kept", "#8888", kept),
    ("new", "#e07b00", came_later),
]
display(HTML(heap_map(layers, fullest_pools(made_first, 6))))

# %% [markdown]
# Nearly all of the new lists lie in the gaps that the freed ones left.
# Freed memory is not lost to the program.
# But no pool became empty, so nothing could be given back: a map full of holes is still full.
#
# ## 2. Choosing a threshold
#
# The collector starts when so many containers have been made and not freed.
# A low threshold lets little waste pile up and searches often; a high one the reverse.
# We hold 20,000 records and make 200,000 knots, objects that refer to themselves.
# We count the most knots alive at once, and how often each generation was searched.
#
# **Predict:** ten times the threshold: how much more waste, how many fewer searches?


# %%
class Knot:
    alive = most = 0

    def __init__(self) -> None:
        self.me = self
        Knot.alive += 1
        Knot.most = max(Knot.most, Knot.alive)

    def __del__(self) -> None:
        Knot.alive -= 1


def weigh(threshold: int, knots: int = 200_000) -> tuple[int, list[int]]:
    """The most knots alive at once, and the searches of each generation."""
    searches = [0, 0, 0]

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            searches[info["generation"]] += 1

    gc.collect()
    Knot.alive = Knot.most = 0
    before = gc.get_threshold()
    gc.set_threshold(threshold, *before[1:])
    gc.callbacks.append(note)
    try:
        for _ in range(knots):
            Knot()
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*before)
        gc.collect()
    return Knot.most, searches


records = [[i] for i in range(20_000)]
print(f"the default here is {gc.get_threshold()[0]:,}\n")
print("thresh-     most   searches of the")
print("    old    alive   young middle full")
for threshold in (100, 700, 2_000, 10_000, 100_000):
    most, searches = weigh(threshold)
    young, middle, full = searches
    print(f"{threshold:7,} {most:8,} {young:7,} {middle:6,} {full:4,}")

# %% [markdown]
# Waste follows the threshold, searches its inverse: what the one gains the other loses.
# A search of the young looks at about as many objects as the threshold says,
# so their total work hardly changes.
# What a higher threshold does save is searches of the older generations.
#
# ## 3. Who keeps it alive?
#
# A cache should have let go of a session, and did not.
# `gc.get_referrers` answers who refers to an object, one step at a time.
#
# **Predict:** the session was deleted everywhere you can see. Who holds it?


# %%
class Session:
    def __init__(self, user: str) -> None:
        self.user = user


class Clock:
    """Calls back whoever has registered."""

    def __init__(self) -> None:
        self.callbacks: list = []

    def every_minute(self, callback) -> None:
        self.callbacks.append(callback)


clock = Clock()


def log_in(user: str) -> weakref.ref:
    """Make a session that the clock will ask whether it is still valid."""
    session = Session(user)
    clock.every_minute(lambda: session.user)
    return weakref.ref(session)


def trail(thing: object, steps: int) -> list[str]:
    """Names of the types that lead from an object to what holds it, the first way found."""
    names = []
    kinds = ("cell", "tuple", "function", "list", "Clock")
    for _ in range(steps):
        names.append(type(thing).__name__)
        holders = [who for who in gc.get_referrers(thing) if type(who).__name__ in kinds]
        if not holders:
            break
        thing = holders[0]
        del holders  # this list refers to it as well
    return names


seen = log_in("ada")
gc.collect()
print("still alive:", seen() is not None)
print("\n  ← ".join(trail(seen(), 6)))
clock.callbacks.clear()
print("after clear:", seen() is not None)

# %% [markdown]
# The session is held by a cell, the variable of the enclosing function;
# the cell by the function's tuple of such cells, the function by the list of callbacks,
# the list by the clock.
# No cycle anywhere: `gc.collect()` could not free it, for it was in use.
# Before you blame the collector, look for a registry that nobody clears.
#
# ## Your turn
#
# 1. In the map, free the first two thirds instead of random ones. How many pools become empty?
# 2. Let the second experiment keep every second knot in a list. Which column changes, and why?
# 3. Let `log_in` register a function that holds only a weak reference to the session.
#    Is it alive after the last line?
