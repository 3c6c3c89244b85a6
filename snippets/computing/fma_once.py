# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A fused multiply-add rounds once"
# claim = "0.1 × 10 − 1 is 0.0 with two roundings and 5.55e-17 with one."
# browser = true
# rows = ["S006", "M43"]
# ///
"""`a * b + c` rounds twice: after the multiplication and after the addition.
A fused multiply-add rounds once, so it keeps what the first rounding throws away.
Fractions do it exactly on any version; `math.fma`, from 3.13, asks the processor.
"""

import math
import random
from fractions import Fraction

CASES = {
    "0.1·10 − 1": (0.1, 10.0, -1.0),
    "0.1·3 − 0.3": (0.1, 3.0, -0.3),
    "0.5·4 − 2": (0.5, 4.0, -2.0),
}


def two_roundings(a, b, c):
    return a * b + c


def one_rounding(a, b, c):
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def main() -> None:
    print("rounded          twice        once")
    for name, case in CASES.items():
        print(f"{name:11} {two_roundings(*case):10.4g} {one_rounding(*case):11.4g}")
    if hasattr(math, "fma"):
        print(f"math.fma(0.1, 10, -1) = {math.fma(0.1, 10, -1):.4g}")
    else:
        print("math.fma came with Python 3.13")


def triples(count):
    random.seed(1)
    return [tuple(random.gauss(0, 9) for _ in range(3)) for _ in range(count)]


def test_one_rounding_keeps_what_two_lose():
    """0.1 is a little more than a tenth: by exactly 2**-54 when taken ten times."""
    assert two_roundings(0.1, 10.0, -1.0) == 0.0
    assert one_rounding(0.1, 10.0, -1.0) == 2.0**-54


def test_one_rounding_is_never_further_from_the_truth():
    for a, b, c in triples(1_000):
        truth = Fraction(a) * Fraction(b) + Fraction(c)
        assert abs(one_rounding(a, b, c) - truth) <= abs(two_roundings(a, b, c) - truth)


def test_math_fma_rounds_once():
    """Where there is `math.fma` it gives the exactly rounded result of 1,000 random cases."""
    fused = getattr(math, "fma", one_rounding)
    assert all(fused(*case) == one_rounding(*case) for case in triples(1_000))


if __name__ == "__main__":
    main()
