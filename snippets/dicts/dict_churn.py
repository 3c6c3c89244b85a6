# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Deleting gives nothing back"
# claim = "A dict emptied key by key keeps its table, until clear(), a copy or many inserts."
# browser = true
# rows = ["S071"]
# ///
"""A deleted slot must stay marked, or searches that once passed it would stop too early.

So deleting shrinks nothing. The table is made anew, to the size of what is left, only when an
insert finds no unused entry. A free-threaded build uses no marked slot again before that, so there
a key that comes and goes leaves a longer trail of marks each time; few turns are tried below.
"""

import sys


def emptied(n: int) -> dict[int, None]:
    """A dict that had n keys, all deleted one by one."""
    d = dict.fromkeys(range(n))
    for key in list(d):
        del d[key]
    return d


def turns_until_it_shrinks(d: dict) -> int:
    """How often one key must come and go before the table is made anew."""
    full, turns = sys.getsizeof(d), 0
    while sys.getsizeof(d) >= full:
        d["guest"] = None
        del d["guest"]
        turns += 1
    return turns


def cleared(d: dict) -> dict:
    d.clear()
    return d


def main() -> None:
    n = 100_000
    print(f"{n:,} keys             bytes")
    print(f"full               {sys.getsizeof(dict.fromkeys(range(n))):13,}")
    print(f"all deleted        {sys.getsizeof(emptied(n)):13,}")
    print(f"its copy           {sys.getsizeof(emptied(n).copy()):13,}")
    print(f"after clear()      {sys.getsizeof(cleared(emptied(n))):13,}")
    print("\n1,000 keys deleted: one comes and")
    print(f"goes {turns_until_it_shrinks(emptied(1_000))} times, then it is made anew")


def test_deleting_every_key_frees_no_slot():
    """A dict of 1,000 deleted keys is as large as when it was full; so is a set."""
    assert sys.getsizeof(emptied(1_000)) == sys.getsizeof(dict.fromkeys(range(1_000)))
    members = set(range(1_000))
    full = sys.getsizeof(members)
    while members:
        members.pop()
    assert sys.getsizeof(members) == full


def test_it_shrinks_when_the_unused_entries_are_gone():
    """With room for 1,365 entries and 1,000 used up, the 366th insert makes a small table."""
    d = emptied(1_000)
    assert turns_until_it_shrinks(d) == 2 * 2_048 // 3 - 1_000 + 1
    assert sys.getsizeof(d) == sys.getsizeof({1: None})


def test_a_copy_and_clear_give_the_room_back():
    """The copy of an emptied dict, and a cleared one, are as small as a new one."""
    assert sys.getsizeof(emptied(1_000).copy()) <= sys.getsizeof({1: None})
    assert sys.getsizeof(cleared(emptied(1_000))) == sys.getsizeof({})


def test_a_copy_keeps_a_third_of_holes():
    """With two thirds of the entries alive a copy is as large; with fewer it is made anew."""
    full = sys.getsizeof(dict.fromkeys(range(1_000)))
    for living, expected in ((670, True), (660, False)):
        d = dict.fromkeys(range(1_000))
        for key in range(1_000 - living):
            del d[key]
        assert (sys.getsizeof(d.copy()) == full) == expected


def test_a_deleted_slot_does_not_hide_who_passed_it():
    """16 came after 8 and 0 to the same slot; it is found when both are gone."""
    d = {0: "a", 8: "b", 16: "c"}
    del d[0], d[8]
    assert d[16] == "c"


if __name__ == "__main__":
    main()
