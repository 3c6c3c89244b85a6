# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 2: five times faster on eight cores"
# claim = "Eight cores need a parallel share of 32/35; four cores cannot do it at all."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""Solve Amdahl's law for the share: p = (1 - 1/target) / (1 - 1/n)."""

from fractions import Fraction


def needed_share(target, workers):
    """The parallel share for `target`; above 1 means impossible."""
    return (1 - Fraction(1, target)) / (1 - Fraction(1, workers))


def main() -> None:
    print("5× on        needed p   may be serial")
    for workers in (4, 5, 8, 16, 64):
        share = needed_share(5, workers)
        serial = "impossible" if share > 1 else f"{float(1 - share):.1%}"
        print(f"{workers:2} cores {share!s:>8} = {float(share):.3f} {serial:>12}")


def test_eight_cores_need_32_of_35():
    share = needed_share(5, 8)
    assert share == Fraction(32, 35)
    assert 1 / (1 - share + share / 8) == 5


def test_four_cores_cannot_and_five_only_without_any_serial_work():
    assert needed_share(5, 4) > 1
    assert needed_share(5, 5) == 1


def test_even_endless_cores_leave_a_fifth_as_the_limit():
    assert needed_share(5, 10**9) > Fraction(4, 5)


if __name__ == "__main__":
    main()
