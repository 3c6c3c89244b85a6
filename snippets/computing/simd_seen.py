# /// script
# requires-python = ">=3.11"
# dependencies = ["numba==0.63.1", "numpy==2.3.5"]
#
# [tool.snippet]
# title = "numba adds several doubles at once, if it may reorder them"
# claim = "The machine-independent code of a numba sum has vectors of doubles only under fastmath."
# browser = false
# needs = ["numpy"]
# rows = ["S007", "M42"]
# timeout_s = 120
# ///
"""One Python loop, compiled by numba with and without leave to reorder the additions.
LLVM's listing shows vectors (`<4 x double>`) only with it; the two sums may then differ.
"""

import re
from fractions import Fraction

import numba
import numpy as np


def total(row):
    result = 0.0
    for value in row:
        result += value
    return result


in_order = numba.njit(total)
any_order = numba.njit(total, fastmath=True)
ROW = np.random.default_rng(1).uniform(-1, 1, 10_000)


def vectors(compiled):
    """Vector types of doubles in LLVM's code for the function, once called."""
    compiled(ROW[:1])
    (listing,) = compiled.inspect_llvm().values()
    return sorted(set(re.findall(r"<\d+ x double>", listing)))


def main() -> None:
    for name, compiled in (("in order", in_order), ("any order", any_order)):
        found = vectors(compiled)
        print(f"{name:10} {', '.join(found) or 'no vectors of doubles'}")
        print(f"{'':10} sum {compiled(ROW)!r}")


def test_vectors_appear_only_under_fastmath():
    assert vectors(in_order) == []
    assert vectors(any_order) != []


def test_in_order_means_the_order_of_the_loop():
    """numba's plain sum equals Python's own loop bit for bit."""
    assert in_order(ROW) == total(ROW.tolist())


def test_another_order_stays_close_to_the_exact_sum():
    exact = float(sum(map(Fraction, ROW.tolist())))
    assert abs(any_order(ROW) - exact) < 1e-12 * np.abs(ROW).sum()


if __name__ == "__main__":
    main()
