# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The fraction form, and how to catch it when it is upside down"
# claim = "40 % made 10 times faster gives 25/16; the swapped formula gives a slow-down."
# browser = true
# needs = []
# rows = ["S046", "W30"]
# timeout_s = 10
# ///
"""Amdahl's law without seconds: F is the share of the OLD time, S the factor on that share.
Two checks find a swapped formula: a faster part must not slow the program,
and no factor may beat the ceiling 1 / (1 - F).
"""

from fractions import Fraction


def speedup(share, factor):
    return 1 / (1 - share + share / factor)


def swapped(share, factor):
    """Old and new time exchanged, as one still finds it printed."""
    return 1 - share + share / factor


def main() -> None:
    share, factor = Fraction(2, 5), Fraction(10)
    right, wrong = speedup(share, factor), swapped(share, factor)
    print(f"F = {share}, S = {factor}")
    print(f"speed-up   {right} = {float(right)}×")
    print(f"swapped    {wrong} = {float(wrong)}×: slower?")
    print(f"ceiling    {1 / (1 - share)} = {float(1 / (1 - share)):.3f}×")


def test_forty_per_cent_ten_times_faster():
    assert speedup(Fraction(2, 5), 10) == Fraction(25, 16) == Fraction("1.5625")


def test_the_swapped_form_turns_every_gain_into_a_loss():
    for percent in range(1, 100):
        assert speedup(Fraction(percent, 100), 10) > 1
        assert swapped(Fraction(percent, 100), 10) < 1


def test_no_factor_beats_the_ceiling():
    for percent in range(1, 100):
        share = Fraction(percent, 100)
        assert speedup(share, 10**12) < 1 / (1 - share)


def test_the_whole_law_is_four_arithmetic_instructions():
    from explainer.evidence import executed_opcodes

    assert executed_opcodes(speedup, 0.4, 10.0)["BINARY_OP"] == 4


if __name__ == "__main__":
    main()
