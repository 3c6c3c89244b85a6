# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 1: three filters"
# claim = "Filters made in a loop all use the last prime; binding it in a function repairs them."
# browser = true
# rows = ["S079"]
# ///
"""A generator expression looks its names up when it runs, not when it is made."""


def sieve_late(limit):
    numbers = iter(range(2, limit))
    for p in (2, 3, 5):
        numbers = (n for n in numbers if n == p or n % p)
    return list(numbers)


def without(p, numbers):
    return (n for n in numbers if n == p or n % p)


def sieve(limit):
    numbers = iter(range(2, limit))
    for p in (2, 3, 5):
        numbers = without(p, numbers)
    return list(numbers)


def main() -> None:
    print("late:", *sieve_late(15))
    print("made:", *sieve(15))


def test_the_late_sieve_filters_by_five_three_times():
    """Only the multiples of 5 are gone."""
    assert sieve_late(49) == [n for n in range(2, 49) if n == 5 or n % 5]


def test_a_function_of_its_own_keeps_each_prime():
    """Below 49 what survives 2, 3 and 5 is prime."""
    primes = [n for n in range(2, 49) if all(n % d for d in range(2, n))]
    assert sieve(49) == primes


if __name__ == "__main__":
    main()
