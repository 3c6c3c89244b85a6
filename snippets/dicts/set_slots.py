# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A set looks next door first"
# claim = "Before it jumps, a set looks at nine neighbours; the model gives the order of real sets."
# browser = true
# rows = ["S070", "S072"]
# ///
"""A set keeps hash and member in the slot itself, and tries the nine slots after it first.

Neighbours are probably in the cache line that is there already. Iterating a set passes through
the slots, so the model can be checked without looking into memory.
"""

import random
import sys

WRAP = (1 << sys.hash_info.width) - 1


def looks(member_hash: int, slots: int):
    """The slots that are looked at for a hash, in order, without end."""
    slot, perturb = member_hash & (slots - 1), member_hash & WRAP
    while True:
        neighbours = 9 if slot + 9 < slots else 0
        yield from range(slot, slot + neighbours + 1)
        perturb >>= 5
        slot = (5 * slot + 1 + perturb) & (slots - 1)


def put(member, table: list) -> None:
    free = next(slot for slot in looks(hash(member), len(table)) if table[slot] is None)
    table[free] = member


def model(members) -> list:
    """The slots of a set to which the members came one by one."""
    table = [None] * 8
    for used, member in enumerate(members, 1):
        put(member, table)
        if used * 5 >= (len(table) - 1) * 3:
            old, table = table, [None] * 2 ** (used * 4).bit_length()
            for other in old:
                if other is not None:
                    put(other, table)
    return table


def main() -> None:
    for members in ([40, 7, 16], [40, 7, 16, 33, 8]):
        table = model(members)
        taken = [slot for slot, member in enumerate(table) if member is not None]
        print("they came  ", *(f"{member:3}" for member in members))
        print(f"slot of {len(table):<3}", *(f"{slot:3}" for slot in taken))
        print("list(set)  ", *(f"{member:3}" for member in set(members)), "\n")


def test_the_model_gives_the_order_of_real_sets():
    """100 sets of up to 400 random members list them in the model's order."""
    draw = random.Random(9)  # noqa: S311 - repeatable on purpose
    for n in range(4, 404, 4):
        members = [draw.getrandbits(62) - 2**61 for _ in range(n)]
        real = set()
        for member in members:
            real.add(member)
        assert list(real) == [x for x in model(members) if x is not None]


def test_a_set_grows_by_four():
    """The fifth, 19th, 77th and 307th member bring 32, 128, 512 and 2,048 slots."""
    sizes = {n: len(model(range(n))) for n in (4, 5, 18, 19, 76, 77, 306, 307)}
    assert list(sizes.values()) == [8, 32, 32, 128, 128, 512, 512, 2_048]


if __name__ == "__main__":
    main()
