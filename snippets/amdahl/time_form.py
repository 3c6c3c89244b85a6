# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "New time = what you touched, divided, plus what you did not"
# claim = "A 100 s program with an 80 s part takes 60, 40 and never less than 20 s."
# browser = true
# needs = []
# rows = ["S044"]
# timeout_s = 10
# ///
"""Amdahl's law in seconds.
The part you improve is divided by its factor, the rest stays, and their sum is the new time.
"""

from fractions import Fraction


def new_time_s(total_s, part_s, factor):
    untouched_s = total_s - part_s
    return part_s / factor + untouched_s


def main() -> None:
    print("  80 s part   program   speed-up")
    for factor in (1, 2, 4, 10, 100):
        time_s = new_time_s(100, Fraction(80), factor)
        label = f"{factor}× faster"
        print(f"{label:>11}  {float(time_s):6.2f} s    {float(100 / time_s):.3f}×")
    floor_s = 100 - 80
    print(f"    no time  {floor_s:6.2f} s    {100 / floor_s:.3f}×")


def test_twice_and_four_times_as_fast():
    assert new_time_s(100, Fraction(80), 2) == 60
    assert new_time_s(100, Fraction(80), 4) == 40


def test_the_untouched_part_is_the_limit():
    for factor in (10, 10**3, 10**9):
        assert new_time_s(100, Fraction(80), factor) > 20
    assert new_time_s(100, Fraction(80), 10**9) - 20 == Fraction(80, 10**9)


if __name__ == "__main__":
    main()
