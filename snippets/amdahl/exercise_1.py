# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 1: the report that takes half a minute"
# claim = "The 10-fold loop gives 16.5 s and 20/11; free, it would give 2."
# browser = true
# needs = []
# rows = ["S044", "S047"]
# timeout_s = 10
# ///
"""12 s of SQL, 15 s in a loop, 3 s of rendering; the loop gets 10×."""

from fractions import Fraction

PARTS_S = {"SQL": 12, "loop": 15, "rendering": 3}


def time_with(part, factor):
    own_s = Fraction(PARTS_S[part])
    return sum(PARTS_S.values()) - own_s + own_s / factor


def main() -> None:
    total_s = sum(PARTS_S.values())
    after_s = time_with("loop", 10)
    speedup = total_s / after_s
    print(f"loop 10×: {total_s} s → {float(after_s)} s, {speedup} = {float(speedup):.2f}×")
    for part, own_s in PARTS_S.items():
        print(f"ceiling of {part:9} {float(Fraction(total_s, total_s - own_s)):.2f}×")


def test_the_new_time_and_speedup():
    assert time_with("loop", 10) == Fraction("16.5")
    assert 30 / time_with("loop", 10) == Fraction(20, 11)


def test_no_factor_on_the_loop_reaches_two():
    assert all(30 / time_with("loop", 10**power) < 2 for power in range(12))


if __name__ == "__main__":
    main()
