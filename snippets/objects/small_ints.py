# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Which integers are made once"
# claim = "Small integers are one object each, -5 to 256 up to 3.14; rely on equality alone."
# browser = true
# rows = ["M50"]
# ///
"""CPython makes the small integers once and hands out the same objects for ever.

Where small ends differs between versions. So `is` between numbers answers a question about the
interpreter, not about the numbers.
"""


def computed(number: int) -> int:
    """The number, made at run time from its digits."""
    return int(str(number))


def made_once() -> tuple[int, int]:
    """The first and the last integer, counted from zero, that is one object however made."""
    low = high = 0
    while computed(low - 1) is computed(low - 1):
        low -= 1
    while computed(high + 1) is computed(high + 1):
        high += 1
    return low, high


def main() -> None:
    low, high = made_once()
    print(f"made once here: {low} to {high:,}")
    for number in (high, high + 1):
        a, b = computed(number), computed(number)
        print(f"{number:6,}   == {a == b!s:<6} is {a is b}")


def test_small_ones_are_one_object():
    """At least -5 to 256 are made once, on every version."""
    low, high = made_once()
    assert low <= -5
    assert high >= 256


def test_large_ones_are_equal_and_not_the_same():
    """A million made twice is two objects, and they are equal."""
    a, b = computed(10**6), computed(10**6)
    assert a == b
    assert a is not b


if __name__ == "__main__":
    main()
