# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Growth that never stops is a leak"
# claim = "Over five rounds the leaking type grows by the same number each time, the other stays."
# browser = true
# needs = []
# rows = ["S130"]
# timeout_s = 20
# ///
"""One census proves little: caches fill and then rest. Five in a row do: what grows by the same
number in every round, and never falls, is not going to stop.
"""

import gc

open_jobs, audit = [], []


class Job:
    pass


class Trace:
    pass


def work_round(jobs=20):
    open_jobs.extend(Job() for _ in range(jobs))
    audit.extend(Trace() for _ in open_jobs)  # nobody ever reads it
    open_jobs.clear()


def alive(kind):
    gc.collect()
    return sum(type(thing) is kind for thing in gc.get_objects())


def series(rounds=5):
    counts = {Job: [], Trace: []}
    audit.clear()
    for _ in range(rounds):
        work_round()
        for kind, seen in counts.items():
            seen.append(alive(kind))
    return {kind.__name__: seen for kind, seen in counts.items()}


def main() -> None:
    for name, seen in series().items():
        print(f"{name:6}", *(f"{count:3}" for count in seen), " ", "▁▂▄▆█"[: len(set(seen))])


def test_the_leak_grows_by_the_same_number():
    assert series()["Trace"] == [20, 40, 60, 80, 100]


def test_what_is_given_back_does_not_grow():
    assert series()["Job"] == [0] * 5


if __name__ == "__main__":
    main()
