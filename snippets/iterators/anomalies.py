# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Odd days in an endless stream"
# claim = "The first three odd days cost the readings up to the third and hold one day at a time."
# browser = true
# rows = ["S079"]
# ///
"""A pipeline of generators: readings, grouped by day, tested, cut off after three finds."""

import random
from itertools import count, groupby, islice
from statistics import mean, stdev

PER_DAY = 24
TAKEN = 0


def readings(seed=8):
    """Endless (day, degrees); now and then a sensor jumps."""
    global TAKEN
    rng = random.Random(seed)  # noqa: S311
    for hour in count():
        TAKEN += 1
        jump = 40 if rng.random() < 0.001 else 0
        yield hour // PER_DAY, rng.gauss(20, 3) + jump


def days(stream):
    for day, group in groupby(stream, key=lambda reading: reading[0]):
        yield day, [degrees for _, degrees in group]


def odd(days):
    for day, degrees in days:
        highest = max(degrees)
        if highest > mean(degrees) + 4 * stdev(degrees):
            yield day, highest


def main() -> None:
    for day, highest in islice(odd(days(readings())), 3):
        print(f"day {day:4}: {highest:.1f} degrees")
    print(f"{TAKEN:,} readings taken")


def test_no_reading_is_taken_too_many():
    """Three finds take the readings of all days so far, and one of the next day."""
    global TAKEN
    TAKEN = 0
    found = list(islice(odd(days(readings())), 3))
    assert len(found) == 3
    assert (found[-1][0] + 1) * PER_DAY + 1 == TAKEN


def test_the_finds_are_those_of_a_list():
    """Kept in a list, the same readings give the same odd days."""
    found = list(islice(odd(days(readings())), 3))
    kept = list(islice(readings(), (found[-1][0] + 1) * PER_DAY))
    assert list(odd(days(kept))) == found


def test_the_peak_does_not_grow_with_the_finds():
    """Ten finds peak within a factor of two of one find."""
    from explainer.evidence import allocation_peak_bytes

    def find(n):
        for _ in islice(odd(days(readings())), n):
            pass

    find(1)
    assert allocation_peak_bytes(find, 10) < 2 * allocation_peak_bytes(find, 1)


if __name__ == "__main__":
    main()
