# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "When a dict grows, and when a set"
# claim = "A dict grows at the 6th, 11th, 22nd, 43rd, 86th key; a set at member 5, 19, 77, 307."
# browser = true
# rows = ["S072"]
# ///
"""A dict grows when two thirds of its slots are spoken for, a set at three fifths.

Sizes change there and nowhere else, and at the same numbers on every build.
"""

import sys


def growth_steps(add, container, n: int) -> list[int]:
    """The numbers of items at which the container got a larger table."""
    steps, size = [], sys.getsizeof(container)
    for i in range(n):
        add(container, i)
        if sys.getsizeof(container) != size:
            steps.append(i + 1)
            size = sys.getsizeof(container)
    return steps


def dict_steps(n: int) -> list[int]:
    return growth_steps(dict.setdefault, {}, n)


def set_steps(n: int) -> list[int]:
    return growth_steps(set.add, set(), n)


def main() -> None:
    print("dict, new table    slots   room for")
    for i, step in enumerate(dict_steps(200)):
        slots = 8 << i
        print(f"  at key {step:7} {slots:10} {slots * 2 // 3:10}")
    print("set, new table")
    for i, step in enumerate(set_steps(400)):
        print(f"  at member {step:4} {32 << 2 * i:10}")


def test_a_dict_grows_when_two_thirds_are_full():
    """It grows at the key after floor(2/3 slots), and doubles."""
    steps = dict_steps(100_000)
    assert steps == [1] + [2 * (8 << i) // 3 + 1 for i in range(len(steps) - 1)]
    assert steps[:7] == [1, 6, 11, 22, 43, 86, 171]


def test_a_set_grows_at_three_fifths():
    """It grows as soon as 5 members * 5 >= (slots - 1) * 3, and by four."""
    slots, expected = 8, []
    while slots < 100_000:
        expected.append(-(-(slots - 1) * 3 // 5))
        slots *= 4
    assert set_steps(40_000) == expected
    assert expected[:4] == [5, 19, 77, 307]


def test_slots_take_one_byte_then_two_then_four():
    """The bytes of each new table are its slots, as wide as needed, and two thirds of entries."""
    smallest = sys.getsizeof({0: None})
    entry_bytes = (sys.getsizeof(dict.fromkeys(range(6))) - smallest - 8) // 5
    for slots in (2**k for k in range(4, 18)):
        width = 1 if slots < 2**8 else 2 if slots < 2**16 else 4
        grown: dict[int, None] = {}
        for i in range(slots // 3 + 1):
            grown[i] = None
        extra = slots * width - 8 + (slots * 2 // 3 - 5) * entry_bytes
        assert sys.getsizeof(grown) == smallest + extra


if __name__ == "__main__":
    main()
