# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Every key is hashed once"
# claim = "1,000 inserts call __hash__ 1,000 times; growing, copying and set algebra never do."
# browser = true
# rows = ["S074"]
# ///
# ruff: noqa: C416 - how the copies are made is what we look at
"""The hash is kept beside the key, so a table can grow without asking a single key.

Copies and the operations of sets take the kept hashes over as well.
"""


class Key:
    """A key that counts how often it is hashed, over all keys."""

    calls = 0

    def __init__(self, name: int) -> None:
        self.name = name

    def __hash__(self) -> int:
        Key.calls += 1
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.name == other.name


KEYS = [Key(i) for i in range(1_000)]
AS_DICT, AS_SET = dict.fromkeys(KEYS), set(KEYS)
HALF = set(KEYS[:500])

DEEDS = {
    "dict.fromkeys(keys)": lambda: dict.fromkeys(KEYS),
    "set(keys)": lambda: set(KEYS),
    "d.copy(), {**d}": lambda: (AS_DICT.copy(), {**AS_DICT}),
    "d | d": lambda: AS_DICT | AS_DICT,
    "set(d), dict.fromkeys(s)": lambda: (set(AS_DICT), dict.fromkeys(AS_SET)),
    "s & half, s - half": lambda: (AS_SET & HALF, AS_SET - HALF),
    "{k: v for k, v in d.items()}": lambda: {key: value for key, value in AS_DICT.items()},
    "s.intersection(list(half))": lambda: AS_SET.intersection(list(HALF)),
}


def hashes(deed) -> int:
    """Calls of __hash__ while the deed is done."""
    Key.calls = 0
    deed()
    return Key.calls


def main() -> None:
    print("of 1,000 keys        calls of __hash__")
    for name, deed in DEEDS.items():
        print(f"{name:<29} {hashes(deed):6,}")


def test_growing_does_not_ask_the_keys():
    """n inserts hash n times, however often the table grows meanwhile."""
    for n in (5, 100, 1_000):
        assert hashes(lambda n=n: dict.fromkeys(KEYS[:n])) == n
        assert hashes(lambda n=n: set(KEYS[:n])) == n


def test_tables_made_from_tables_ask_nobody():
    """Copies, merges, conversions and set algebra between tables hash nothing."""
    for name in list(DEEDS)[2:6]:
        assert hashes(DEEDS[name]) == 0, name


def test_python_code_in_between_asks_again():
    """A comprehension hashes each key, and so does a list given to a set's method."""
    assert hashes(DEEDS["{k: v for k, v in d.items()}"]) == 1_000
    assert hashes(DEEDS["s.intersection(list(half))"]) == 500


if __name__ == "__main__":
    main()
