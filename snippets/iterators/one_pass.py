# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Read twice"
# claim = "What is its own iterator gives its items once, and then silently nothing."
# browser = true
# rows = ["S079", "S081"]
# ///
"""An iterable makes iterators; an iterator is used up. One test tells them apart: iter(x) is x."""

from io import StringIO

PRICES = [3, 4, 5]

SOURCES = {
    "list": lambda: PRICES,
    "range": lambda: range(3, 6),
    "dict.values()": lambda: {"a": 3, "b": 4, "c": 5}.values(),
    "generator": lambda: (price for price in PRICES),
    "map": lambda: map(abs, PRICES),
    "zip": lambda: zip(PRICES),
    "open file": lambda: StringIO("3\n4\n5\n"),
}


def read_twice(source) -> tuple[int, int]:
    """How many items a first and a second loop over it see."""
    return sum(1 for _ in source), sum(1 for _ in source)


def main() -> None:
    print("               1st  2nd  iter(x) is x")
    for name, make in SOURCES.items():
        first, second = read_twice(make())
        source = make()
        print(f"{name:<14}{first:4}{second:5}  {iter(source) is source}")


def test_an_iterator_is_empty_the_second_time():
    """Exactly those that are their own iterator give nothing to the second loop."""
    for make in SOURCES.values():
        source = make()
        is_iterator = iter(source) is source
        assert read_twice(source) == (3, 0 if is_iterator else 3)


def test_no_error_is_raised_on_empty():
    """Minimum and maximum in one expression fail only because of min's own rule."""
    prices = iter(PRICES)
    assert max(prices) == 5
    assert sum(prices) == 0


if __name__ == "__main__":
    main()
