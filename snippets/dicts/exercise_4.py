# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 4: how often is the word hashed?"
# claim = "Counting by `in` hashes a known word three times, by get() twice, by Counter once."
# browser = true
# rows = ["S067", "S074"]
# ///
"""Every mention of `counts[word]` is a look-up of its own, and begins with a hash.

A string remembers its hash, so for words the second is nearly free. For keys that do not, such
as dataclasses, it counts.
"""

from collections import Counter, defaultdict

hashed = 0


class Word(str):
    """A word that counts how often it is hashed."""

    def __hash__(self) -> int:
        global hashed
        hashed += 1
        return super().__hash__()


def by_in(words):
    counts = {}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def by_get(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def by_defaultdict(words):
    counts = defaultdict(int)
    for word in words:
        counts[word] += 1
    return counts


def by_counter(words):
    return Counter(words)


WAYS = by_in, by_get, by_defaultdict, by_counter


def hashes(way) -> int:
    """Hashes for counting one word 1,000 times."""
    global hashed
    hashed = 0
    assert way([Word("spam")] * 1_000) == {"spam": 1_000}
    return hashed


def main() -> None:
    print("1,000 times one word   hashes")
    for way in WAYS:
        print(f"{way.__name__:<22} {hashes(way):6,}")


def test_each_mention_is_a_lookup():
    """A known word is hashed three times with `in`, twice with get or a defaultdict."""
    assert 3_000 - 10 <= hashes(by_in) <= 3_005
    assert 2_000 <= hashes(by_get) <= 2_005
    assert 2_000 <= hashes(by_defaultdict) <= 2_005


def test_counter_looks_once():
    """Counter(words) hashes every word once, and keeps the hash for the second step."""
    assert 1_000 <= hashes(by_counter) <= 1_005


if __name__ == "__main__":
    main()
