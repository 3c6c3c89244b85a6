# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What copies, and what is copied"
# claim = "Every common copy of a list is a new block with the old items; a tuple copies nothing."
# browser = true
# rows = ["S050", "S060"]
# ///
"""A copy of a list is a copy of its addresses.

The items are shared: only `deepcopy` walks into them. A tuple cannot change, so most of its
"copies" are the tuple itself.
"""

import copy

WAYS = {
    "x[:]": lambda x: x[:],
    "copy.copy(x)": copy.copy,
    "type(x)(x)": lambda x: type(x)(x),
    "x + empty": lambda x: x + type(x)(),
    "x * 1": lambda x: x * 1,
    "[*x] / (*x,)": lambda x: [*x] if isinstance(x, list) else (*x,),
    "copy.deepcopy(x)": copy.deepcopy,
}


def describe(original, way) -> str:
    """What this way of copying makes of a container with one mutable item."""
    made = way(original)
    if made is original:
        return "itself"
    return "new row" if made[0] is original[0] else "all new"


def main() -> None:
    print("x is a             list      tuple")
    for name, way in WAYS.items():
        print(f"{name:<19}{describe([['item']], way):<10}{describe((['item'],), way)}")


def test_every_shallow_copy_of_a_list_shares_its_items():
    """All ways but deepcopy give a new list that holds the very same objects."""
    shallow = [describe([["item"]], way) for way in list(WAYS.values())[:-1]]
    assert set(shallow) == {"new row"}
    assert describe([["item"]], list.copy) == "new row"
    assert describe([["item"]], copy.deepcopy) == "all new"


def test_most_copies_of_a_tuple_are_the_tuple():
    """Slicing it whole, tuple(), + () and * 1 return the same tuple."""
    made = [describe((["item"],), way) for way in list(WAYS.values())[:5]]
    assert made == ["itself"] * 5


def test_deepcopy_copies_a_tuple_only_for_the_sake_of_its_items():
    """A tuple of unchangeable items is not copied even by deepcopy."""
    plain = (1, "two", (3.0,))
    assert copy.deepcopy(plain) is plain
    assert describe((["item"],), copy.deepcopy) == "all new"


if __name__ == "__main__":
    main()
