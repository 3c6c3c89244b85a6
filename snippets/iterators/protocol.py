# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a for loop asks"
# claim = "A for loop calls iter() once and next() once more than there are items."
# browser = true
# rows = ["S079"]
# ///
"""A loop knows nothing of lists. It asks for an iterator, then for items until there is none."""


class Countdown:
    """Counts down, and writes down what it is asked."""

    def __init__(self, n):
        self.n = n
        self.asked = []

    def __iter__(self):
        self.asked.append("iter")
        return self

    def __next__(self):
        self.asked.append("next")
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


def loop(items):
    for item in items:
        print("  the body runs with", item)


def main() -> None:
    countdown = Countdown(3)
    loop(countdown)
    print(*countdown.asked)


def test_one_iter_and_one_next_too_many():
    """Three items take one iter() and four next(); the last one raises StopIteration."""
    countdown = Countdown(3)
    assert list(iter(countdown)) == [3, 2, 1]
    assert countdown.asked[0] == "iter"
    again = Countdown(3)
    for _ in again:
        pass
    assert again.asked == ["iter", "next", "next", "next", "next"]


def test_two_instructions_are_the_loop():
    """The loop executes GET_ITER once and FOR_ITER four times for three items."""
    from explainer.evidence import executed_opcodes

    def silent(items):
        for _ in items:
            pass

    counts = executed_opcodes(silent, [1, 2, 3])
    assert counts["GET_ITER"] == 1
    assert counts["FOR_ITER"] == 4


if __name__ == "__main__":
    main()
