"""Greedy schedules by an unhurried simulation: one unit of time after another.

Source: list scheduling as R. L. Graham defines it (1966, 1969). The page jumps from event to
event and ranks by a backward pass; here a clock ticks and every path is walked.
"""

import random
from fractions import Fraction

Row = tuple[str, int, list[str]]
Dag = list[Row]

GRAHAM: Dag = [
    ("t1", 3, []),
    ("t2", 2, []),
    ("t3", 2, []),
    ("t4", 2, []),
    ("t5", 4, ["t4"]),
    ("t6", 4, ["t4"]),
    ("t7", 4, ["t4"]),
    ("t8", 4, ["t4"]),
    ("t9", 9, ["t1"]),
]
DIAMOND: Dag = [("a", 2, []), ("b", 3, ["a"]), ("c", 5, ["a"]), ("d", 1, ["b", "c"])]
SEED = 1969


def paths_from(dag: Dag, name: str) -> list[int]:
    """The work along every way from the start of a task to the end of the graph."""
    work = next(own for other, own, _ in dag if other == name)
    followers = [other for other, _, after in dag if name in after]
    if not followers:
        return [work]
    return [work + rest for follower in followers for rest in paths_from(dag, follower)]


def ranked(dag: Dag, order: str) -> Dag:
    """Tasks in the order in which a free worker looks at them; equals stay as listed."""
    if order == "listed":
        return dag
    return sorted(dag, key=lambda row: -max(paths_from(dag, row[0])))


def simulate(dag: Dag, workers: int, order: str) -> list[list[object]]:
    """Every (task, worker, start, end), found by ticking a clock."""
    waiting, left = ranked(dag, order), [0] * workers
    holds: list[str | None] = [None] * workers
    done: set[str] = set()
    slots: list[list[object]] = []
    clock = 0
    while len(done) < len(dag):
        for worker in range(workers):
            ready = [row for row in waiting if done.issuperset(row[2])]
            if holds[worker] is None and ready:
                name, work, _ = ready[0]
                waiting = [row for row in waiting if row[0] != name]
                holds[worker], left[worker] = name, work
                slots.append([name, worker, clock, clock + work])
        clock += 1
        for worker, name in enumerate(holds):
            left[worker] -= name is not None
            if name is not None and left[worker] == 0:
                done.add(name)
                holds[worker] = None
    return slots


def _expected(dag: Dag, workers: int, overhead: int, order: str) -> dict[str, object]:
    grown = [(name, work + overhead * (workers - 1), after) for name, work, after in dag]
    slots = simulate(grown, workers, order)
    makespan = max(end for *_, end in slots)
    work = sum(own for _, own, _ in grown)
    span = max(
        length for name, _, after in grown if not after for length in paths_from(grown, name)
    )
    lower = max(Fraction(work, workers), Fraction(span))
    upper = Fraction(work, workers) + span * (1 - Fraction(1, workers))
    if not lower <= makespan <= upper:
        raise AssertionError(f"{dag}: {makespan} is not within {lower} and {upper}")
    return {
        "slots": slots,
        "makespan": makespan,
        "work": work,
        "span": span,
        "lower": str(lower),
        "upper": str(upper),
    }


def random_dag(dice: random.Random, count: int) -> Dag:
    """Tasks that wait for up to three earlier ones."""
    names = [f"n{i}" for i in range(count)]
    return [
        (name, dice.randint(1, 12), sorted(dice.sample(names[:i], dice.randint(0, min(3, i)))))
        for i, name in enumerate(names)
    ]


def _steps(dags: list[Dag], dice: random.Random) -> list[list[object]]:
    steps: list[list[object]] = []
    for dag in dags:
        for order in ("longest-path", "listed"):
            for workers in (1, 2, 3, 4, 8):
                overhead = dice.choice((0, 0, 1, 3))
                given = {"dag": dag, "workers": workers, "overhead": overhead, "order": order}
                steps.append([given, _expected(dag, workers, overhead, order)])
    return steps


def traces() -> dict[str, dict[str, object]]:
    """Every trace file of this widget by name."""
    dice = random.Random(SEED)  # noqa: S311 - a repeatable stream, not a secret
    anomaly = [
        [workers, _expected(GRAHAM, workers, 0, "listed")["makespan"]] for workers in range(1, 9)
    ]
    dags = [DIAMOND, GRAHAM, *(random_dag(dice, count) for count in (1, 5, 9, 12, 14))]
    return {
        "schedules.json": {"says": "who runs what and when", "steps": _steps(dags, dice)},
        "anomaly.json": {"says": "makespan of Graham's graph on 1 to 8 workers", "steps": anomaly},
    }
