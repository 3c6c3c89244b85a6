# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 5: a predictor that remembers"
# claim = "Yes, no, yes, no fools a two-bit counter half of the time; one with history hardly ever."
# browser = true
# rows = ["S003"]
# ///
"""Keep one counter for each of the last few outcomes' patterns instead of one for all.
Then a branch that alternates is foretold: after "yes" comes "no".
"""

from collections import defaultdict


def mispredictions(outcomes, remembered):
    """Wrong guesses of two-bit counters, one for each recent past."""
    counters, past, wrong = defaultdict(int), (), 0
    for taken in outcomes:
        counter = counters[past]
        wrong += (counter >= 2) != taken
        counters[past] = min(counter + 1, 3) if taken else max(counter - 1, 0)
        past = (*past, taken)[-remembered:] if remembered else ()
    return wrong


ALTERNATING = [turn % 2 == 0 for turn in range(10_000)]
LOOP = [turn % 10 < 9 for turn in range(10_000)]


def main() -> None:
    print("outcomes remembered   0   1   9")
    for name, outcomes in (("yes, no, yes, no", ALTERNATING), ("a loop of ten", LOOP)):
        wrong = [mispredictions(outcomes, remembered) for remembered in (0, 1, 9)]
        print(f"{name:17}", *(f"{count:5,}" for count in wrong))


def test_without_a_memory_half_of_the_guesses_are_wrong():
    assert mispredictions(ALTERNATING, 0) == 5_000


def test_one_outcome_remembered_is_enough():
    assert mispredictions(ALTERNATING, 1) < 5


def test_nine_outcomes_foretell_the_exit_of_a_loop_of_ten():
    assert mispredictions(LOOP, 0) == 1_002
    assert mispredictions(LOOP, 1) > 1_000
    assert mispredictions(LOOP, 9) < 30


if __name__ == "__main__":
    main()
