# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise: every k-th double"
# claim = "Every k-th of many doubles misses once in 8 / k loads up to k = 8, then each time."
# browser = true
# rows = ["S015", "S020"]
# ///
"""A line holds eight doubles, so a walk of stride k uses 8 / k of each line it fetches.

From k = 8 on every load fetches a line of its own; a larger stride cannot get worse in lines.
"""

from fractions import Fraction


def miss_share(stride, doubles=64_000):
    """Lines fetched for each double read, from empty caches."""
    read = range(0, doubles, stride)
    return Fraction(len({item // 8 for item in read}), len(read))


def main() -> None:
    print("stride  misses a load  bytes used of 64")
    for stride in (1, 2, 4, 8, 16, 64):
        share = miss_share(stride)
        print(f"{stride:6} {share!s:>13} {8 / share!s:>14}")


def test_misses_grow_with_the_stride_up_to_a_line():
    """k / 8 of the loads miss at strides 1, 2, 4 and 8."""
    assert [miss_share(k) for k in (1, 2, 4, 8)] == [Fraction(k, 8) for k in (1, 2, 4, 8)]


def test_beyond_a_line_each_load_misses_once():
    """Strides of 16, 64 and 1,000 doubles miss at every load."""
    assert {miss_share(k) for k in (16, 64, 1_000)} == {1}


if __name__ == "__main__":
    main()
