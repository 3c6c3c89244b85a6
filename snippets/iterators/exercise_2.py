# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 2: the lost item"
# claim = "zip and takewhile each swallow one item of an iterator that is used again."
# browser = true
# rows = ["S079"]
# ///
# ruff: noqa: B905 - the missing strict= is the point
"""To find out that it must stop, zip has already taken an item from the first iterator."""

from itertools import islice, takewhile


def after_zip(numbers):
    list(zip(numbers, "ab"))
    return next(numbers)


def after_swapped_zip(numbers):
    list(zip("ab", numbers))
    return next(numbers)


def after_takewhile(numbers):
    list(takewhile(lambda n: n <= 2, numbers))
    return next(numbers)


def after_islice(numbers):
    list(islice(numbers, 2))
    return next(numbers)


USES = after_zip, after_swapped_zip, after_takewhile, after_islice


def main() -> None:
    for use in USES:
        print(f"{use.__name__:<18} next is {use(iter([1, 2, 3, 4, 5]))}")


def test_zip_and_takewhile_swallow_the_three():
    """After two items the next is 4, unless the short one is asked first."""
    assert after_zip(iter([1, 2, 3, 4])) == 4
    assert after_takewhile(iter([1, 2, 3, 4])) == 4


def test_islice_and_a_zip_that_asks_the_short_one_first_do_not():
    """The next item is 3."""
    assert after_swapped_zip(iter([1, 2, 3, 4])) == 3
    assert after_islice(iter([1, 2, 3, 4])) == 3


if __name__ == "__main__":
    main()
