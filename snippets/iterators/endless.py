# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Endless, in two kilobytes"
# claim = "Endless generators of primes and Fibonacci numbers are read in part, under 2 KB at peak."
# browser = true
# rows = ["S078"]
# ///
"""A generator may never end. Who reads it decides how far it runs."""

from itertools import count, islice, takewhile
from math import isqrt


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def primes():
    for n in count(2):
        if all(n % d for d in range(2, isqrt(n) + 1)):
            yield n


def odd_below(limit):
    small = takewhile(lambda value: value < limit, fibonacci())
    return sum(value % 2 for value in small)


def main() -> None:
    print(*islice(fibonacci(), 12))
    print(*islice(primes(), 12))
    print("the 500th prime:", next(islice(primes(), 499, None)))
    print("odd Fibonacci numbers below 5,000:", odd_below(5_000))


def test_they_give_what_they_promise():
    """The first terms, the 500th prime and the number of odd Fibonacci numbers are right."""
    assert list(islice(fibonacci(), 10)) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    assert list(islice(primes(), 6)) == [2, 3, 5, 7, 11, 13]
    assert next(islice(primes(), 499, None)) == 3571
    assert odd_below(5_000) == 13


def test_the_peak_does_not_grow_with_the_distance():
    """Reading to the 300th prime needs less than 2 KB at any moment."""
    from explainer.evidence import allocation_peak_bytes

    def nth(n):
        return next(islice(primes(), n, None))

    nth(5)
    assert allocation_peak_bytes(nth, 299) < 2_048


if __name__ == "__main__":
    main()
