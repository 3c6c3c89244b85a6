# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A million squares, kept and promised"
# claim = "A generator has the same size for ten items and for a billion; a list has not."
# browser = true
# rows = ["S080"]
# ///
"""How much memory a million squares take as a list, and how much a generator of them takes.

The size of the generator depends on the build and the version, not on what it will yield.
"""

import platform
import sys


def squares(n):
    return (i * i for i in range(n))


def list_bytes(n: int) -> int:
    """A list of n squares with the objects it refers to."""
    items = list(squares(n))
    return sys.getsizeof(items) + sum(map(sys.getsizeof, items))


def main() -> None:
    print(f"CPython {platform.python_version()}, {sys.maxsize.bit_length() + 1} bits")
    print(f"{'squares':>26}{'bytes':>11}")
    print(f"{'list of':<12}{10**6:14,}{list_bytes(10**6):11,}")
    for n in (10, 10**6, 10**9):
        print(f"{'generator of':<12}{n:14,}{sys.getsizeof(squares(n)):11,}")


def test_a_generator_has_the_size_of_its_code():
    """Ten squares or a billion: the generator has the same bytes, fewer than 1,000."""
    assert sys.getsizeof(squares(10)) == sys.getsizeof(squares(10**9)) < 1_000


def test_a_list_grows_with_its_items():
    """Ten times the items take nine to twelve times the memory."""
    assert 9 < list_bytes(100_000) / list_bytes(10_000) < 12


if __name__ == "__main__":
    main()
