# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Work, span and what any number of workers can do"
# claim = "Every greedy schedule lies between max(T1/P, span) and T1/P + span × (1 − 1/P)."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 20
# ///
"""A nightly report as tasks that wait for each other, run by P workers on a virtual clock.
Work T1 is the sum of all tasks, the span is the longest chain of them:
no number of workers gets below either T1 / P or the span.
"""

import heapq
from fractions import Fraction

# task: (minutes, the tasks it waits for)
REPORT = {
    "fetch": (4, []),
    "parse-1": (6, ["fetch"]),
    "parse-2": (6, ["fetch"]),
    "parse-3": (6, ["fetch"]),
    "parse-4": (6, ["fetch"]),
    "join": (3, ["parse-1", "parse-2", "parse-3", "parse-4"]),
    "model": (8, ["join"]),
    "charts": (5, ["join"]),
    "mail": (1, ["model", "charts"]),
}


def span(dag):
    """Length of the longest chain; tasks stand after those they wait for."""
    finish = {}
    for task, (length, waits_for) in dag.items():
        finish[task] = length + max((finish[before] for before in waits_for), default=0)
    return max(finish.values())


def schedule(dag, workers):
    """{task: (start, end)}; a free worker takes the first ready task."""
    waiting, running, placed, now = dict(dag), [], {}, 0
    while waiting or running:
        done = {t for t, (_, end) in placed.items() if end <= now}
        ready = [t for t in waiting if done.issuperset(dag[t][1])]
        for task in ready[: workers - len(running)]:
            length, _ = waiting.pop(task)
            placed[task] = (now, now + length)
            heapq.heappush(running, now + length)
        now = heapq.heappop(running)
        while running and running[0] == now:
            heapq.heappop(running)
    return placed


def makespan(dag, workers):
    return max(end for _, end in schedule(dag, workers).values())


def main() -> None:
    work, longest = sum(length for length, _ in REPORT.values()), span(REPORT)
    print(f"work {work} min, span {longest} min")
    print(f"ceiling {work / longest:.2f}×\n")
    print("workers  at least  takes  at most")
    for workers in (1, 2, 3, 4, 8):
        least = max(Fraction(work, workers), longest)
        most = Fraction(work, workers) + longest * (1 - Fraction(1, workers))
        took = makespan(REPORT, workers)
        print(f"{workers:7} {float(least):9.1f} {took:6} {float(most):8.1f}")
    print("\ntwo workers, one column a minute:")
    for task, (start, end) in schedule(REPORT, 2).items():
        print(f"{task:7} {'·' * start}{'█' * (end - start)}")


def test_the_report_takes_what_the_page_says():
    assert [makespan(REPORT, workers) for workers in (1, 2, 3, 4, 8)] == [45, 28, 28, 22, 22]


def test_the_schedule_stays_between_the_bounds():
    work = sum(length for length, _ in REPORT.values())
    for workers in range(1, 20):
        took = makespan(REPORT, workers)
        assert max(Fraction(work, workers), span(REPORT)) <= took
        assert took <= Fraction(work, workers) + span(REPORT) * (1 - Fraction(1, workers))


def test_no_task_starts_early_and_no_worker_does_two():
    placed = schedule(REPORT, 3)
    for task, (_, waits_for) in REPORT.items():
        assert all(placed[before][1] <= placed[task][0] for before in waits_for)
    for minute in range(45):
        assert sum(start <= minute < end for start, end in placed.values()) <= 3


if __name__ == "__main__":
    main()
