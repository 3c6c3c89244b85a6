# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 3: 1.5 times and 1.5 times is not 2.25 times"
# claim = "Two fixes that alone give 1.5 each give 3 together, whatever their order."
# browser = true
# needs = []
# rows = ["S044"]
# timeout_s = 10
# ///
"""A 90 s job; fix A removes 30 s, fix B another 30 s."""

TOTAL_S, A_S, B_S = 90, 30, 30


def main() -> None:
    both_s = TOTAL_S - A_S - B_S
    a_alone, b_alone = TOTAL_S / (TOTAL_S - A_S), TOTAL_S / (TOTAL_S - B_S)
    print(f"A alone: {a_alone}×   B alone: {b_alone}×")
    print(f"both:    {TOTAL_S / both_s}×, not {1.5 * 1.5}×")
    before, after = B_S / TOTAL_S, B_S / (TOTAL_S - A_S)
    print(f"B's share: {before:.0%} before A, {after:.0%} after")


def test_each_alone_gives_one_and_a_half():
    assert TOTAL_S / (TOTAL_S - A_S) == TOTAL_S / (TOTAL_S - B_S) == 1.5


def test_together_they_give_three_because_seconds_add():
    assert TOTAL_S / (TOTAL_S - A_S - B_S) == 3


def test_measured_anew_after_a_fix_b_the_factors_do_multiply():
    after_a_s = TOTAL_S - A_S
    assert (TOTAL_S / after_a_s) * (after_a_s / (after_a_s - B_S)) == 3


if __name__ == "__main__":
    main()
