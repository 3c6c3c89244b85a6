# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 4: the rounding error of a product is itself a number"
# claim = "A fused multiply-add gives the rounding error of a × b, and gives it exactly."
# browser = true
# rows = ["S006", "M43"]
# ///
"""`fma(a, b, -(a * b))` takes the rounded product away from the exact one.
What is left is the error, and it fits into a float, bit for bit.
"""

import random
from fractions import Fraction


def fma(a, b, c):
    """As `math.fma` of Python 3.13: exact, then rounded once."""
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def product_and_error(a, b):
    product = a * b
    return product, fma(a, b, -product)


def main() -> None:
    for a, b in ((0.1, 10.0), (0.1, 0.1), (0.5, 4.0)):
        product, error = product_and_error(a, b)
        print(f"{a} × {b}: {product!r}")
        print(f"  error {error:.3g}")


def test_nothing_is_lost():
    """Product and error together equal the exact product, for 1,000 random pairs."""
    random.seed(1)
    for _ in range(1_000):
        a, b = random.gauss(0, 9), random.gauss(0, 9)
        product, error = product_and_error(a, b)
        assert Fraction(product) + Fraction(error) == Fraction(a) * Fraction(b)


def test_a_product_that_fits_has_no_error():
    assert product_and_error(0.5, 4.0) == (2.0, 0.0)


if __name__ == "__main__":
    main()
