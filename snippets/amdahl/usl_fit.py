# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Fit contention and coherency to measured throughput"
# claim = "The fit recovers a known law exactly and meets a published peak within 1 %."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 20
# ///
"""The Universal Scalability Law: X(N) = γN / (1 + σ(N−1) + κN(N−1)).
σ is queueing for something shared, κ what every pair of workers must agree on.
N/X is linear in (1, N−1, N(N−1)), so the fit is three equations with three unknowns.
"""

from fractions import Fraction
from itertools import product
from math import sqrt

# Sun SPARCcenter 2000, SPEC SDM91, October 1994: users → scripts per hour
MEASURED = {1: 64.9, 18: 995.9, 36: 1652.4, 72: 1853.2, 108: 1828.9, 144: 1775.0, 216: 1702.2}


def throughput(n, sigma, kappa, gamma=1):
    return gamma * n / (1 + sigma * (n - 1) + kappa * n * (n - 1))


def solve(rows):
    """Gauss–Jordan elimination; each row is [a, b, c, right-hand side]."""
    for pivot in range(3):
        rows[pivot] = [value / rows[pivot][pivot] for value in rows[pivot]]
        for other in {0, 1, 2} - {pivot}:
            factor = rows[other][pivot]
            rows[other] = [x - factor * y for x, y in zip(rows[other], rows[pivot], strict=True)]
    return [row[3] for row in rows]


def fit(measured):
    """(σ, κ, γ); the weight X²/N makes an error in any X count alike."""
    rows = [[Fraction(0)] * 4 for _ in range(3)]
    for n, x in measured.items():
        weight = (Fraction(x) ** 2 / n) ** 2
        terms = (1, n - 1, n * (n - 1), n / Fraction(x))
        for i, j in product(range(3), range(4)):
            rows[i][j] += weight * terms[i] * terms[j]
    one, linear, square = solve(rows)
    return linear / one, square / one, 1 / one


def peak(sigma, kappa):
    return sqrt((1 - sigma) / kappa)


def main() -> None:
    sigma, kappa, gamma = (float(value) for value in fit(MEASURED))
    print(f"σ = {sigma:.4f}   κ = {kappa:.6f}")
    print(f"γ = {gamma:.1f} scripts/h per user alone")
    print(f"peak at √((1 − σ)/κ) = {peak(sigma, kappa):.0f} users\n")
    print("users  measured    model")
    for n, x in MEASURED.items():
        model = throughput(n, sigma, kappa, gamma)
        print(f"{n:5} {x:9.1f} {model:8.1f}  {'█' * round(x / 150)}".rstrip())
    print("scripts/h; a block is 150")


def test_five_exact_points_give_the_law_back():
    law = (Fraction(3, 100), Fraction(1, 1000), Fraction(20))
    points = {n: throughput(n, *law) for n in (1, 4, 8, 16, 32)}
    assert fit(points) == law


def test_the_peak_agrees_with_the_published_fit():
    sigma, kappa, _ = fit(MEASURED)
    published = peak(0.0277285, 0.0001044)
    assert abs(peak(sigma, kappa) / published - 1) < 0.01
    assert 72 < peak(sigma, kappa) < 108


def test_without_coherency_it_is_amdahls_law_and_with_sigma_one_a_single_queue():
    for n in (1, 2, 8, 64):
        assert throughput(n, Fraction(1, 20), 0) == 1 / (Fraction(1, 20) + Fraction(19, 20) / n)
        assert throughput(n, Fraction(1), 0) == 1


if __name__ == "__main__":
    main()
