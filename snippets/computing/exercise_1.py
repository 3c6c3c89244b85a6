# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 1: the most one core can do, and what a chain uses of it"
# claim = "Two pipes of four-wide FMA at 3 GHz give 48 GFLOP/s, a chain of additions 0.75."
# browser = true
# rows = ["S003", "S006", "S007"]
# ///
"""The peak of a core is a product of four numbers; a dependent chain loses three of them."""

from fractions import Fraction


def peak_gflops(clock_ghz, pipes, lanes):
    """Each fused multiply-add counts as two operations."""
    return 2 * clock_ghz * pipes * lanes


def chain_gflops(clock_ghz, latency_cycles):
    """One addition at a time, each waiting for the one before."""
    return Fraction(clock_ghz, latency_cycles)


def main() -> None:
    peak, chain = peak_gflops(3, 2, 4), chain_gflops(3, 4)
    print(f"peak       {peak:5} GFLOP/s")
    print(f"one chain  {float(chain):5} GFLOP/s, {chain / peak} of it")


def test_the_peak_and_the_share_of_a_chain():
    assert peak_gflops(3, 2, 4) == 48
    assert chain_gflops(3, 4) / 48 == Fraction(1, 64)


def test_the_lost_factor_is_the_product_of_what_the_chain_does_not_use():
    """Two for the fused multiplication, two pipes, four lanes, four cycles of waiting."""
    assert peak_gflops(3, 2, 4) / chain_gflops(3, 4) == 2 * 2 * 4 * 4


if __name__ == "__main__":
    main()
