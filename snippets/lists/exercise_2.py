# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 2: one row or three"
# claim = "[[0] * 3] * 3 holds one row three times; a comprehension makes three rows."
# browser = true
# rows = ["S050"]
# ///
"""Repetition copies addresses. To have three rows, run the expression that makes a row thrice."""


def repeated():
    return [[0] * 3] * 3


def made_anew():
    return [[0] * 3 for _ in range(3)]


def main() -> None:
    for make in (repeated, made_anew):
        board = make()
        board[0][0] = 1
        rows = len({id(row) for row in board})
        print(f"{make.__name__}, {rows} row{'s' if rows > 1 else ''}:")
        print(f"  {board}")


def test_repetition_repeats_the_address():
    """A change in one row shows in all three."""
    board = repeated()
    board[0][0] = 1
    assert board == [[1, 0, 0]] * 3
    assert board[0] is board[1] is board[2]


def test_a_comprehension_makes_each_row():
    """A change in one row leaves the others alone."""
    board = made_anew()
    board[0][0] = 1
    assert board == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


if __name__ == "__main__":
    main()
