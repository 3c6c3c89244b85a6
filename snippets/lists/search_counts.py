# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Finding a value: scan, bisect, hash"
# claim = "Among 1,000 items the last one costs 1,000 comparisons by scan, 10 by bisect, 1 by hash."
# browser = true
# rows = ["S055", "S068", "W12", "W13"]
# ///
"""What a search costs is the number of times items are compared: so let the items count."""

from bisect import bisect_left
from collections import Counter
from functools import partial

asked: Counter[str] = Counter()


class Number:
    """A number that counts how often it is compared or hashed."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        asked["=="] += 1
        return self.value == other.value

    def __lt__(self, other: "Number") -> bool:
        asked["<"] += 1
        return self.value < other.value

    def __hash__(self) -> int:
        asked["hash"] += 1
        return hash(self.value)


NUMBERS = [Number(i) for i in range(1000)]
AS_SET = set(NUMBERS)

SEARCHES = {
    "numbers[999]": lambda _: NUMBERS[999],
    "x in numbers": lambda wanted: wanted in NUMBERS,
    "numbers.index(x)": NUMBERS.index,
    "bisect_left(numbers, x)": partial(bisect_left, NUMBERS),
    "x in a set of them": lambda wanted: wanted in AS_SET,
}


def cost(search) -> Counter[str]:
    asked.clear()
    search(Number(999))
    return +asked


def main() -> None:
    print("last of 1,000 by          ==   < hash")
    for name, search in SEARCHES.items():
        count = cost(search)
        print(f"{name:<23}{count['==']:5,}{count['<']:4,}{count['hash']:5,}")
    nan = float("nan")
    print(f"\nnan == nan: {nan == nan}   nan in [nan]: {nan in [nan]}")


def test_a_scan_asks_every_item_up_to_the_hit():
    """`in` and `index` make 1,000 comparisons for the last of 1,000 items."""
    assert cost(SEARCHES["x in numbers"]) == {"==": 1000}
    assert cost(SEARCHES["numbers.index(x)"]) == {"==": 1000}


def test_a_sorted_list_is_halved_at_every_step():
    """bisect makes 10 comparisons among 1,000 items."""
    assert cost(SEARCHES["bisect_left(numbers, x)"]) == {"<": 10}


def test_a_set_computes_one_hash_and_compares_once():
    """A set of the same items needs one hash and one comparison."""
    assert cost(SEARCHES["x in a set of them"]) == {"hash": 1, "==": 1}


def test_a_position_asks_nobody():
    """Indexing compares nothing."""
    assert cost(SEARCHES["numbers[999]"]) == {}


def test_identity_comes_before_equality():
    """The object itself is found without a comparison, even a nan that equals nothing."""
    asked.clear()
    assert NUMBERS.index(NUMBERS[0]) == 0
    assert asked["=="] == 0
    nan = float("nan")
    assert nan in [nan]
    assert [nan].index(nan) == 0
    assert [nan].count(nan) == 1
    assert not any(item == nan for item in [nan])
    assert float("nan") not in [nan]


if __name__ == "__main__":
    main()
