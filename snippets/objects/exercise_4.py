# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 4: a cache that lets go"
# claim = "A WeakValueDictionary keeps an entry exactly as long as somebody else uses the value."
# browser = true
# rows = ["S093"]
# ///
"""A dict as a cache keeps everything for ever; weak values live as long as they are in use."""

from weakref import WeakValueDictionary


class Picture:
    def __init__(self, name):
        self.name = name


def look_at(cache, names):
    """Show one picture after the other; returns how many loads that took."""
    loads = 0
    for name in names:
        picture = cache.get(name)
        if picture is None:
            picture = Picture(name)
            cache[name] = picture
            loads += 1
    return loads


VISITS = ["cat", "cat", "dog", "cat", "cat"]


def main() -> None:
    print("cache                loads   kept")
    for cache in ({}, WeakValueDictionary()):
        loads = look_at(cache, VISITS)
        print(f"{type(cache).__name__:<20} {loads:5} {len(cache):6}")


def test_a_dict_keeps_all():
    """Two loads for two names, and both pictures stay."""
    cache = {}
    assert look_at(cache, VISITS) == 2
    assert sorted(cache) == ["cat", "dog"]


def test_weak_values_go_with_their_last_user():
    """The cat is loaded again, for nobody looked at it while the dog was shown."""
    cache = WeakValueDictionary()
    assert look_at(cache, VISITS) == 3
    assert len(cache) == 0


def test_what_is_in_use_is_found():
    """While somebody holds the cat, it is loaded once."""
    cache = WeakValueDictionary(cat=(held := Picture("cat")))
    assert look_at(cache, VISITS) == 1
    assert cache["cat"] is held


if __name__ == "__main__":
    main()
