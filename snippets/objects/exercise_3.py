# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 3: an optimisation that hangs on a line break"
# claim = "Since 3.13, `text += x` copies each time if the next statement stands on the same line."
# browser = true
# rows = ["M24"]
# ///
"""A string grows in place only if the next instruction stores it back.

Since 3.13 the compiler may join that store with the load of the next statement, if both stand on
one line. Then the short way is not taken. The two functions differ in one line break.
"""

import sys
import sysconfig


def two_lines(n):
    text = ""
    moves = 0
    for _ in range(n):
        before = id(text)
        text += "x"
        moves += id(text) != before
    return moves


def one_line(n):
    text = ""
    moves = 0
    for _ in range(n):
        before = id(text)
        text += "x"; moves += id(text) != before  # fmt: skip # noqa: E702
    return moves


def has_short_way() -> bool:
    """Growing in place is a specialised instruction; 3.13's free-threaded build has none."""
    return sys.version_info >= (3, 14) or not sysconfig.get_config_var("Py_GIL_DISABLED")


def main() -> None:
    print("20,000 appends, the string moved")
    for way in (two_lines, one_line):
        print(f"  {way.__name__:<10} {way(20_000):7,} times")


def test_with_a_line_break_it_grows_in_place():
    """Under one in twenty appends moves the string, on every version with the short way."""
    moves = two_lines(20_000)
    assert moves < 1_000 if has_short_way() else moves == 20_000


def test_without_one_it_is_copied_each_time_since_3_13():
    """The joined instruction costs a copy per append; before 3.13 there was none to join."""
    if sys.version_info >= (3, 13):
        assert one_line(5_000) == 5_000
    else:
        assert one_line(20_000) < 1_000


if __name__ == "__main__":
    main()
