# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 5: removing while walking"
# claim = "Removing inside the loop skips the neighbour; a comprehension keeps what is wanted."
# browser = true
# rows = ["S049"]
# ///
"""A `for` loop over a list is a position that moves on by one.

Remove an item, and its right neighbour slides into the position the loop has just left.
"""


def remove_in_the_loop(numbers):
    for number in numbers:
        if number % 2 == 0:
            numbers.remove(number)
    return numbers


def keep_the_rest(numbers):
    numbers[:] = [number for number in numbers if number % 2]
    return numbers


def main() -> None:
    for way in (remove_in_the_loop, keep_the_rest):
        print(f"{way.__name__:<20} {way([1, 2, 4, 5, 6, 8, 9])}")


def test_every_second_neighbour_is_skipped():
    """Of adjacent even numbers every other one survives the loop."""
    assert remove_in_the_loop([1, 2, 4, 5, 6, 8, 9]) == [1, 4, 5, 8, 9]
    assert remove_in_the_loop([2, 2, 2, 2]) == [2, 2]


def test_slice_assignment_keeps_the_list_object():
    """All even numbers are gone, and it is the same list, for all who hold it."""
    numbers = [1, 2, 4, 5, 6, 8, 9]
    assert keep_the_rest(numbers) is numbers
    assert numbers == [1, 5, 9]


if __name__ == "__main__":
    main()
