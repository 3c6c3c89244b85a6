# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a growth rule costs in copies and in spare room"
# claim = "CPython's rule moves under 9 addresses per append; a fixed step moves n / 8 of them."
# browser = true
# rows = ["S062", "S063"]
# ///
"""Growing by a share of the length keeps the work per append bounded; a fixed step does not.

Counted at worst: every time the block is full, all addresses move to the new one. A larger
share moves fewer and leaves more slots empty.
"""

from collections.abc import Callable


def eighth(length: int) -> int:
    """CPython since 3.9: `list_resize` in Objects/listobject.c."""
    return (length + (length >> 3) + 6) & ~3


def double(length: int) -> int:
    return 2 * length


def four_more(length: int) -> int:
    return length + 3


RULES: dict[str, Callable[[int], int]] = {
    "an eighth": eighth,
    "double": double,
    "always 4": four_more,
}


def cost(rule: Callable[[int], int], appends: int) -> tuple[int, float]:
    """Addresses moved at worst, and the largest spare share of a block past 1,000 items."""
    slots = moved = 0
    spare = 0.0
    for length in range(1, appends + 1):
        if length > slots:
            moved += length - 1
            slots = rule(length)
            if length > 1000:
                spare = max(spare, 1 - length / slots)
    return moved, spare


def main() -> None:
    print("moved per append, at worst, after")
    print("           1,000 10,000 100,000 spare")
    for name, rule in RULES.items():
        few, more, many = (cost(rule, n)[0] / n for n in (1_000, 10_000, 100_000))
        spare = cost(rule, 100_000)[1]
        print(f"{name:9}{few:7,.1f}{more:7,.0f}{many:8,.0f}{spare:6.0%}")


def test_growing_by_an_eighth_moves_at_most_nine_addresses_per_append():
    """n appends move fewer than 9 n addresses, at every n up to 100,000 where a move happens."""
    slots = moved = 0
    for length in range(1, 100_001):
        if length > slots:
            moved += length - 1
            slots = eighth(length)
        assert moved < 9 * length


def test_a_fixed_step_moves_a_share_of_the_length_per_append():
    """Four slots at a time move close to n / 8 addresses per append: quadratic in all."""
    for n in (1_000, 10_000):
        assert abs(cost(four_more, n)[0] / n - n / 8) < 1


def test_doubling_moves_less_and_wastes_more():
    """Doubling moves at most 2 addresses per append and may leave half of the block empty."""
    assert cost(double, 100_000)[0] < 2 * 100_000 < cost(eighth, 100_000)[0]
    assert cost(double, 100_000)[1] > 0.49
    assert cost(eighth, 100_000)[1] < 1 / 8


def test_the_rule_is_the_one_of_this_interpreter():
    """A real list grows exactly as `eighth` says, for 10,000 appends."""
    import struct
    import sys

    items: list[None] = []
    slots = 0
    for length in range(1, 10_001):
        items.append(None)
        slots = eighth(length) if length > slots else slots
        assert sys.getsizeof(items) == sys.getsizeof([]) + slots * struct.calcsize("P")


if __name__ == "__main__":
    main()
