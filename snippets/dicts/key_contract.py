# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a key owes its dict"
# claim = "Equal keys must have equal hashes, and a key's hash must not change while it is in use."
# browser = true
# rows = ["S075"]
# ///
"""A dict looks where the hash sends it, and only there.

A key whose hash changes while it is in the dict is lost: neither the new hash nor the old value
finds it. And equal keys are one key, whatever their types.
"""


class Tag:
    """A label that compares and hashes by its text, and lets the text change: a trap."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tag) and self.text == other.text

    def __hash__(self) -> int:
        return len(self.text)  # a poor hash, but the same in every process


class NoHash:
    """Equality without a hash: Python sets __hash__ to None."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoHash)


THINGS = {
    "(1, 2)": (1, 2),
    "(1, [2])": (1, [2]),
    "[1, 2]": [1, 2],
    "frozenset({1})": frozenset({1}),
    "NoHash()": NoHash(),
}


def lose_a_key() -> dict[str, bool]:
    """Where a dict still finds a key that has changed inside it."""
    tag = Tag("new")
    tags = {tag: "a value"}
    tag.text = "changed"
    return {
        "tag in tags": tag in tags,
        'Tag("new") in tags': Tag("new") in tags,
        "tag in list(tags)": tag in list(tags),
    }


def hashable(thing) -> bool:
    try:
        hash(thing)
    except TypeError:
        return False
    return True


def main() -> None:
    print("after tag.text = 'changed':")
    for question, answer in lose_a_key().items():
        print(f"  {question:<22} {answer}")
    print("\n{1: 'int', True: 'bool', 1.0: 'float'}")
    print(" ", {1: "int", True: "bool", 1.0: "float"})  # noqa: F601
    print("\ncan be a key?")
    for name, thing in THINGS.items():
        print(f"  {name:<22} {hashable(thing)}")


def test_a_changed_key_is_lost():
    """Neither the changed key nor an equal to the old one is found, yet it is still inside."""
    assert list(lose_a_key().values()) == [False, False, True]


def test_equal_keys_are_one_key():
    """1, True and 1.0 are equal and hash alike: the first key stays, the last value wins."""
    assert hash(1) == hash(True) == hash(1.0)
    d = {1: "int"}
    d[True] = "bool"
    d[1.0] = "float"
    assert str(d) == "{1: 'float'}"


def test_members_are_unique():
    """A set keeps the first of equal members."""
    assert [type(member) for member in {2.0, 2}] == [float]  # noqa: B033


def test_what_can_change_by_value_cannot_be_a_key():
    """Lists, dicts, sets, tuples that hold them, and classes with __eq__ alone have no hash."""
    for thing in ([], {}, set(), (1, [2]), NoHash()):
        assert not hashable(thing)
    assert NoHash.__hash__ is None


if __name__ == "__main__":
    main()
