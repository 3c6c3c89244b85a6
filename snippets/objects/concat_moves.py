# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A string grows in place while nobody looks"
# claim = "20,000 appends move a string a few dozen times; with a second reference, 20,000 times."
# browser = true
# rows = ["M24"]
# ///
"""A string cannot change, unless it has a single reference: then nobody could notice.

CPython uses that for `text += piece` on a local variable and lets the string grow where it lies.
A second name, or an attribute instead of a variable, and every append copies the whole string.
"""

import sys
import sysconfig


def alone(n):
    text = ""
    moves = 0
    for _ in range(n):
        before = id(text)
        text += "x"
        moves += id(text) != before
    return moves


def shared(n):
    text = ""
    moves = 0
    for _ in range(n):
        seen = text
        text += "x"
        moves += text is not seen
    return moves


class Page:
    def __init__(self):
        self.text = ""

    def grow(self, n):
        moves = 0
        for _ in range(n):
            before = id(self.text)
            self.text += "x"
            moves += id(self.text) != before
        return moves


def has_short_way() -> bool:
    """Growing in place is a specialised instruction; 3.13's free-threaded build has none."""
    return sys.version_info >= (3, 14) or not sysconfig.get_config_var("Py_GIL_DISABLED")


def main() -> None:
    n = 20_000
    print(f"{n:,} appends, the string moved")
    print(f"  a local variable   {alone(n):6,} times")
    print(f"  with a second name {shared(n):6,} times")
    print(f"  an attribute       {Page().grow(n):6,} times")


def test_a_single_reference_lets_it_grow_in_place():
    """Under one in twenty appends moves the string, where the interpreter has the short way."""
    moves = alone(20_000)
    assert moves < 1_000 if has_short_way() else moves == 20_000


def test_a_second_reference_makes_every_append_a_copy():
    """With a second name, and in an attribute, each append makes a new string."""
    assert shared(5_000) == 5_000
    assert Page().grow(5_000) == 5_000


if __name__ == "__main__":
    main()
