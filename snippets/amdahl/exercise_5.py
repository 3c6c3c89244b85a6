# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 5: more workers, shorter tasks, less waiting: later"
# claim = "A fourth worker, shorter tasks or fewer arrows turn 12 into 15, 13 and 16."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""Graham's anomaly (1966, 1969): a greedy scheduler gets slower when everything gets better."""

LENGTH = {"A": 3, "B": 2, "C": 2, "D": 2, "E": 4, "F": 4, "G": 4, "H": 4, "I": 9}
WAITS_FOR = {"I": "A", "E": "D", "F": "D", "G": "D", "H": "D"}


def schedule(length, waits_for, workers):
    """{task: (start, end)}; a free worker takes the first ready task."""
    placed, now = {}, 0
    while len(placed) < len(length):
        done = {task for task, (_, end) in placed.items() if end <= now}
        busy = len(placed) - len(done)
        may_start = [t for t in length if waits_for.get(t) in done | {None}]
        ready = [t for t in may_start if t not in placed]
        for task in ready[: workers - busy]:
            placed[task] = (now, now + length[task])
        now = min(end for _, end in placed.values() if end > now)
    return placed


def makespan(length=LENGTH, waits_for=WAITS_FOR, workers=3):
    return max(end for _, end in schedule(length, waits_for, workers).values())


SHORTER = {task: length - 1 for task, length in LENGTH.items()}
FREER = {task: before for task, before in WAITS_FOR.items() if task not in "EF"}


def main() -> None:
    print(f"three workers            {makespan():3}")
    print(f"a fourth worker          {makespan(workers=4):3}")
    print(f"every task one shorter   {makespan(SHORTER):3}")
    print(f"two arrows fewer         {makespan(waits_for=FREER):3}")
    for workers in (3, 4):
        start, end = schedule(LENGTH, WAITS_FOR, workers)["I"]
        print(f"task I on {workers} workers {'·' * start}{'█' * (end - start)}")


def test_every_improvement_makes_it_later():
    assert makespan() == 12
    assert makespan(workers=4) == 15
    assert makespan(SHORTER) == 13
    assert makespan(waits_for=FREER) == 16


def test_grahams_bound_holds_all_the_same():
    for workers in (1, 2, 3, 4, 5):
        optimum_at_least = max(sum(LENGTH.values()) / workers, LENGTH["A"] + LENGTH["I"])
        assert makespan(workers=workers) <= (2 - 1 / workers) * optimum_at_least


if __name__ == "__main__":
    main()
