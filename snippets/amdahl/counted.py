# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Amdahl's law predicts a rewritten program to the line"
# claim = "The steps of the rewritten program equal the prediction from share and factor exactly."
# browser = true
# needs = []
# rows = ["S044", "S047"]
# timeout_s = 20
# ///
"""A small program ranks some scores and signs its report; the ranking gets rewritten.
The clock counts executed lines of Python, so it reads the same on every run.
Amdahl's law, fed with the readings of one routine, foretells the whole program.
"""

import sys
from bisect import bisect_right
from fractions import Fraction

SCORES = [i * 37 % 101 for i in range(60)]


def rank_pairwise(scores):
    ranks = []
    for score in scores:
        better = 0
        for other in scores:
            better += other > score
        ranks.append(better + 1)
    return ranks


def rank_sorted(scores):
    ordered = sorted(scores)
    ranks = []
    for score in scores:
        better = len(ordered) - bisect_right(ordered, score)
        ranks.append(better + 1)
    return ranks


def signed_report(rank):
    ranks = rank(SCORES)
    report = "\n".join(map("{:>5} points: {}".format, SCORES, ranks))
    signature = 0
    for character in report:
        signature = (31 * signature + ord(character)) % 65_521
    return report, signature


def steps(func, *args):
    """Executed lines of `func` and of all the Python it calls."""
    count = 0

    def tick(_frame, event, _arg):
        nonlocal count
        count += event == "line"
        return tick

    before = sys.gettrace()
    sys.settrace(tick)
    try:
        func(*args)
    finally:
        sys.settrace(before)
    return count


def readings():
    """Steps of program, slow and fast routine, and what Amdahl says."""
    total = steps(signed_report, rank_pairwise)
    slow, fast = steps(rank_pairwise, SCORES), steps(rank_sorted, SCORES)
    share, factor = Fraction(slow, total), Fraction(slow, fast)
    return total, slow, fast, total * (1 - share + share / factor)


def main() -> None:
    total, slow, fast, predicted = readings()
    counted = steps(signed_report, rank_sorted)
    print("lines run          routine   program")
    print(f"before             {slow:7,}   {total:7,}")
    print(f"after              {fast:7,}   {counted:7,}")
    print(f"faster             {slow / fast:6.2f}×   {total / counted:6.3f}×")
    print(f"Amdahl's law says            {float(total / predicted):6.3f}×")
    print(f"its ceiling                  {total / (total - slow):6.3f}×")


def test_both_programs_give_the_same_answer():
    assert signed_report(rank_sorted) == signed_report(rank_pairwise)


def test_the_prediction_is_exact():
    *_, predicted = readings()
    assert steps(signed_report, rank_sorted) == predicted


def test_the_program_stays_below_a_ceiling_that_the_routine_is_far_above():
    total, slow, fast, predicted = readings()
    ceiling = Fraction(total, total - slow)
    assert total / predicted < ceiling < Fraction(slow, fast) / 5


if __name__ == "__main__":
    main()
