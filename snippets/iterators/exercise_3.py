# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 3: groups that vanish"
# claim = "A group of groupby is empty once the next group has been asked for."
# browser = true
# rows = ["S079"]
# ///
"""All groups read from one iterator. Asking for the next group reads past the one before."""

from itertools import groupby

WORDS = ["apple", "avocado", "banana", "blueberry", "cherry", "almond"]


def first_letter(word):
    return word[0]


def kept_groups(words):
    groups = list(groupby(words, first_letter))
    return {letter: list(group) for letter, group in groups}


def read_at_once(words):
    return [(letter, list(group)) for letter, group in groupby(words, first_letter)]


def main() -> None:
    print(kept_groups(WORDS))
    for letter, group in read_at_once(WORDS):
        print(letter, group)


def test_groups_kept_for_later_are_empty():
    """By the time they are read, their items are gone."""
    assert kept_groups(WORDS) == {"a": [], "b": [], "c": []}


def test_groups_read_at_once_are_whole():
    """Read in turn they hold all words, and an a after the c is a group of its own."""
    groups = read_at_once(WORDS)
    assert [letter for letter, _ in groups] == ["a", "b", "c", "a"]
    assert [word for _, group in groups for word in group] == WORDS


if __name__ == "__main__":
    main()
