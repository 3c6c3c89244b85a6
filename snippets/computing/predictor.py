# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A branch predictor of two bits"
# claim = "A two-bit counter is wrong twice on sorted data, and half of the time on shuffled data."
# browser = true
# rows = ["S003"]
# ///
"""A processor guesses which way a branch will go, so as not to stand idle until it knows.
The simplest useful guess is a counter from 0 to 3 that each outcome pushes up or down.
Real predictors also remember the recent past.
"""

import random


def mispredictions(outcomes):
    """Wrong guesses of a two-bit counter: 0 and 1 say no, 2 and 3 say yes."""
    counter = wrong = 0
    for taken in outcomes:
        wrong += (counter >= 2) != taken
        counter = min(counter + 1, 3) if taken else max(counter - 1, 0)
    return wrong


SORTED = [256 * place // 10_000 for place in range(10_000)]
random.seed(1)
SHUFFLED = random.sample(SORTED, 10_000)
PATTERNS = {
    "shuffled bytes": [byte >= 128 for byte in SHUFFLED],
    "the same, sorted": [byte >= 128 for byte in SORTED],
    "a loop of ten": [turn % 10 < 9 for turn in range(10_000)],
}


def main() -> None:
    print("10,000 branches     wrong guesses")
    for name, outcomes in PATTERNS.items():
        print(f"{name:18} {mispredictions(outcomes):14,}")


def test_sorted_data_is_guessed_but_for_the_one_change():
    assert mispredictions(PATTERNS["the same, sorted"]) == 2


def test_shuffled_data_cannot_be_guessed():
    """A fair coin is guessed wrong half of the time, give or take one in twenty."""
    assert abs(mispredictions(PATTERNS["shuffled bytes"]) - 5_000) < 250


def test_a_loop_is_guessed_wrong_once_a_round_at_its_exit():
    """And twice more at the start, while the counter learns to say yes."""
    assert mispredictions(PATTERNS["a loop of ten"]) == 1_000 + 2


if __name__ == "__main__":
    main()
