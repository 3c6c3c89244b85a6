"""Lists of the running CPython, their slots counted by `sys.getsizeof` after each operation.

Units: slots, which is what getsizeof says beyond an empty list, in pointers; the same on 32 and
64 bits.
Source: the interpreter that runs this; the rule of 3.8, which hardly anyone still has, from
Objects/listobject.c of 3.8 and checked against the growth pattern that its comment gives.
"""

import random
import struct
import sys
from collections.abc import Callable, Iterator

POINTER_BYTES = struct.calcsize("P")
EMPTY_LIST_BYTES = sys.getsizeof([])
PATTERN_38 = [0, 4, 8, 16, 25, 35, 46, 58, 72, 88]
SEED = 308
Items = list[object]


def slots(items: Items) -> int:
    """Slots of the list's array, used and spare."""
    return (sys.getsizeof(items) - EMPTY_LIST_BYTES) // POINTER_BYTES


def give(count: int) -> Iterator[None]:
    """A generator, which cannot tell its length."""
    yield from [None] * count


def _append(items: Items, count: int) -> Items:
    for _ in range(count):
        items.append(None)
    return items


def _pop(items: Items, count: int, index: int = -1) -> Items:
    for _ in range(count):
        items.pop(index)
    return items


def _delete(items: Items, count: int) -> Items:
    if count:
        del items[-count:]
    return items


def _slice(items: Items, count: int) -> Items:
    items[len(items) :] = [None] * count
    return items


def _done(items: Items, _: None) -> Items:
    return items


PERFORM: dict[str, Callable[[Items, int], Items]] = {
    "append": _append,
    "pop": _pop,
    "pop-first": lambda items, n: _pop(items, n, 0),
    "extend": lambda items, n: _done(items, items.extend([None] * n)),
    "extend-generator": lambda items, n: _done(items, items.extend(give(n))),
    "insert": lambda items, n: _done(items, items.insert(n, None)),
    "delete": _delete,
    "slice": _slice,
    "clear": lambda items, _: _done(items, items.clear()),
    "new": lambda _items, _n: [],
    "repeat": lambda _, n: [None] * n,
    "range": lambda _, n: list(range(n)),
    "comprehension": lambda _, n: [i for i in range(n)],  # noqa: C416 - it is what we measure
    "generator": lambda _, n: list(give(n)),
}


def measured(script: list[tuple[str, int]]) -> list[list[object]]:
    """Each operation with the length and the slots that it leaves."""
    items: Items = []
    steps: list[list[object]] = []
    for kind, n in script:
        items = PERFORM[kind](items, n)
        steps.append([kind, n, len(items), slots(items)])
    return steps


def random_steps(dice: random.Random, count: int) -> list[list[object]]:
    """Operations on a list of up to some hundred items that never pop the last one.

    Popping the last item is the one step that changed (3.12); it has a file of its own.
    """
    items: Items = []
    steps: list[list[object]] = []
    while len(steps) < count:
        kind = dice.choices(list(PERFORM), weights=[9, 9, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1])[0]
        n = 0 if kind in {"clear", "new"} else dice.choice((0, 1, 1, 2, 3, 5, 8, 9, 13, 40, 100))
        if kind in {"pop", "pop-first"}:
            n = min(n, max(0, len(items) - 1))
        elif len(items) + n > 700:
            kind = "delete"
        items = PERFORM[kind](items, n)
        steps.append([kind, n, len(items), slots(items)])
    return steps


def stairs_38(longest: int) -> list[list[int]]:
    """Where appending needs a new array under the rule of CPython 3.8, and its slots."""
    stairs: list[list[int]] = []
    allocated = 0
    for length in range(1, longest + 1):
        if length > allocated:
            allocated = length + length // 8 + (3 if length < 9 else 6)
            stairs.append([length, allocated])
    found = [0, *(capacity for _, capacity in stairs)][: len(PATTERN_38)]
    if found != PATTERN_38:
        raise AssertionError(f"CPython 3.8 documents {PATTERN_38}, this gives {found}")
    return stairs


def stairs_now(longest: int) -> list[list[int]]:
    """Where appending needed a new array just now, and its slots."""
    steps = measured([("append", 1)] * longest)
    capacities = [0, *(capacity for *_, capacity in steps)]
    return [
        [length, capacities[length]]
        for length in range(1, longest + 1)
        if capacities[length] != capacities[length - 1]
    ]


def traces() -> dict[str, dict[str, object]]:
    """Every trace file of this widget by name."""
    dice = random.Random(SEED)  # noqa: S311 - a repeatable stream, not a secret
    making = [(kind, n) for n in range(18) for kind in PERFORM if kind not in {"pop", "pop-first"}]
    files: dict[str, dict[str, object]] = {
        "random.json": {"says": "random operations", "steps": random_steps(dice, 3000)},
        "making.json": {"says": "small lists made each way", "steps": measured(making)},
        "stairs-3.9.json": {"says": "new arrays while appending", "steps": stairs_now(3000)},
        "stairs-3.8.json": {"says": "the same by the rule of 3.8", "steps": stairs_38(3000)},
    }
    if sys.version_info >= (3, 12):
        script = [
            ("repeat", 1),
            ("pop", 1),
            ("extend", 3),
            ("pop", 3),
            ("extend", 5),
            ("pop-first", 5),
        ]
        files["pop-last.json"] = {"says": "the last item popped, 3.12+", "steps": measured(script)}
    return files
