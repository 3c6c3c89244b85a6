# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A dict keeps the order, a set does not"
# claim = "A dict lists its keys as they first came; a set lists its members as they lie in slots."
# browser = true
# rows = ["S069", "W14"]
# ///
"""A dict's entries are a row to which new keys are appended.

So the order is that of first insertion: a new value keeps the place, deleting and inserting
again does not. A set has no such row; it has only the table.
"""

COMING = [40, 7, 16, 33]


def renewed() -> dict[int, str]:
    """The dict after a new value for 7, and after 40 left and came back."""
    d = dict.fromkeys(COMING, "old")
    d[7] = "new"
    del d[40]
    d[40] = "again"
    return d


def main() -> None:
    print("they came      ", *COMING)
    print("list(dict)     ", *dict.fromkeys(COMING))
    print("after changes  ", *renewed())
    print("list(set)      ", *set(COMING))
    print("equal dicts    ", dict.fromkeys(COMING) == dict.fromkeys(COMING[::-1]))


def test_a_dict_lists_keys_in_order_of_insertion():
    """Whatever the hashes, list(d) is the order in which the keys came, on every grown size."""
    keys = [(i * 7_919) % 100_003 for i in range(20_000)]
    assert list(dict.fromkeys(keys)) == keys
    assert list(reversed(dict.fromkeys(keys))) == keys[::-1]


def test_a_new_value_keeps_the_place_and_a_return_does_not():
    """Assignment leaves a key where it is; deletion and insertion move it to the end."""
    assert renewed() == {7: "new", 16: "old", 33: "old", 40: "again"}
    assert list(renewed()) == [7, 16, 33, 40]


def test_a_set_lists_members_by_slot():
    """Small integers come out in the order of their slots, not as they came."""
    assert list({3, 1, 2, 0}) == [0, 1, 2, 3]
    assert list(set(COMING)) != COMING


def test_order_does_not_count_for_equality():
    """Two dicts with the same items in another order are equal."""
    assert dict.fromkeys(COMING) == dict.fromkeys(COMING[::-1])


if __name__ == "__main__":
    main()
