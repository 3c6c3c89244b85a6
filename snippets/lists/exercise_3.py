# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 3: the plus that copies"
# claim = "words = words + [w] writes n (n + 1) / 2 addresses; words += [w] keeps the list."
# browser = true
# rows = ["S062"]
# ///
# ruff: noqa: RUF005 - the copy is what we look at
"""`a + b` is a new list of exactly the right length, so the next `+` has to copy it again.

`+=` extends the list in place, into its spare slots.
"""


def with_plus(words: list[str]) -> tuple[list[str], int, int]:
    """The result, the lists made, and the addresses written into them."""
    result: list[str] = []
    lists = written = 0
    for word in words:
        before = result
        result = result + [word]
        lists += result is not before
        written += len(result)
    return result, lists, written


def in_place(words: list[str]) -> tuple[list[str], int, int]:
    """The same with `+=`: one address is written each time."""
    result: list[str] = []
    lists = written = 0
    for word in words:
        before, length = result, len(result)
        result += [word]
        lists += result is not before
        written += len(result) - length
    return result, lists, written


def main() -> None:
    print("words     new lists   addresses")
    for way in (with_plus, in_place):
        _, lists, written = way(["word"] * 1_000)
        print(f"{way.__name__:<9} {lists:9,} {written:11,}")


def test_plus_makes_a_list_every_time():
    """n words make n lists and write n (n + 1) / 2 addresses."""
    words = [str(i) for i in range(400)]
    result, lists, written = with_plus(words)
    assert result == words
    assert (lists, written) == (400, 400 * 401 // 2)


def test_in_place_keeps_the_list():
    """The same words by += make no new list and write each address once."""
    words = [str(i) for i in range(400)]
    assert in_place(words) == (words, 0, 400)


def test_the_sum_is_exact_and_the_extended_list_has_spare_slots():
    """After 100 words the sum has 100 slots, the extended list more."""
    import sys

    words = ["word"] * 100
    assert sys.getsizeof(with_plus(words)[0]) == sys.getsizeof([None] * 100)
    assert sys.getsizeof(in_place(words)[0]) > sys.getsizeof([None] * 100)


if __name__ == "__main__":
    main()
