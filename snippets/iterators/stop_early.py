# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Where lazy wins: stopping"
# claim = "any() of a generator tests up to the first hit; any() of a list pays for all first."
# browser = true
# rows = ["S079", "M23"]
# ///
# ruff: noqa: C419, RUF015 - the dear forms are what we count
"""A pair of brackets decides how much is computed before the question is even asked."""

CALLS = 0


def broken(part: int) -> bool:
    """A dear test: part 12 is broken. Counts how often it is asked."""
    global CALLS
    CALLS += 1
    return part == 12


PARTS = range(1_000)

QUESTIONS = {
    "any([…])": lambda: any([broken(p) for p in PARTS]),
    "any(…)": lambda: any(broken(p) for p in PARTS),
    "[…][0]": lambda: [p for p in PARTS if broken(p)][0],
    "next(…)": lambda: next(p for p in PARTS if broken(p)),
    "next(…, None)": lambda: next((p for p in PARTS if broken(-p)), None),
}


def tests_for(question) -> int:
    """How many parts are tested until the question is answered."""
    global CALLS
    CALLS = 0
    question()
    return CALLS


def main() -> None:
    for name, question in QUESTIONS.items():
        print(f"{name:<14} {tests_for(question):5,} tests")


def test_lazy_questions_stop_at_the_hit():
    """Part 12 is the 13th: the lazy forms test 13, the others 1,000."""
    counts = {name: tests_for(question) for name, question in QUESTIONS.items()}
    assert counts["any(…)"] == counts["next(…)"] == 13
    assert counts["any([…])"] == counts["[…][0]"] == 1_000


def test_without_a_hit_nothing_is_saved():
    """If no part is broken, the lazy form has tested them all."""
    assert tests_for(QUESTIONS["next(…, None)"]) == 1_000
    assert QUESTIONS["next(…, None)"]() is None


if __name__ == "__main__":
    main()
