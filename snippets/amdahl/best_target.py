# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Rank targets by seconds they can give back, not by their factor"
# claim = "Ranked by factor, by seconds saved and by seconds per day, a different target leads."
# browser = true
# needs = []
# rows = ["S047"]
# timeout_s = 10
# ///
"""Four candidates from the profile of a 40 s job: own seconds, the factor you can reach, days.
What counts is the seconds that come off the program; what decides is those per day of work.
"""

from fractions import Fraction
from typing import NamedTuple

TOTAL_S = 40


class Target(NamedTuple):
    name: str
    own_s: int
    factor: Fraction
    days: Fraction

    @property
    def saved_s(self):
        return self.own_s - self.own_s / self.factor

    @property
    def saved_s_per_day(self):
        return self.saved_s / self.days


TARGETS = [
    Target("parse JSON", 18, Fraction(3), Fraction(1, 2)),
    Target("score in NumPy", 14, Fraction(10), Fraction(4)),
    Target("SQL query", 4, Fraction(13, 10), Fraction(1)),
    Target("debug logging", 2, Fraction(60), Fraction(1, 8)),
]


def ranking(key):
    return [target.name for target in sorted(TARGETS, key=key, reverse=True)]


def main() -> None:
    orders = (lambda t: t.factor, lambda t: t.saved_s, lambda t: t.saved_s_per_day)
    print("seconds saved, in brackets the rank")
    print("target           factor   all   a day")
    for target in TARGETS:
        ranks = [ranking(order).index(target.name) + 1 for order in orders]
        figures = [float(order(target)) for order in orders]
        cells = "".join(f"{f:5.1f}({r})" for f, r in zip(figures, ranks, strict=True))
        print(f"{target.name:14} {cells}")


def test_the_three_rankings_all_differ():
    assert ranking(lambda t: t.factor)[0] == "debug logging"
    assert ranking(lambda t: t.saved_s)[0] == "score in NumPy"
    assert ranking(lambda t: t.saved_s_per_day)[0] == "parse JSON"


def test_the_sixty_fold_fix_cannot_save_more_than_its_own_time():
    logging = TARGETS[3]
    assert logging.saved_s == Fraction(59, 30) < logging.own_s
    assert ranking(lambda t: t.saved_s).index("debug logging") == 2


def test_seconds_add_up_where_speedups_do_not_multiply():
    left_s = TOTAL_S - sum(target.saved_s for target in TARGETS)
    product = Fraction(1)
    for target in TARGETS:
        product *= TOTAL_S / (TOTAL_S - target.saved_s)
    assert TOTAL_S / left_s > product


if __name__ == "__main__":
    main()
