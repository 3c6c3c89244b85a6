# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A cache that is nearly empty and full"
# claim = "Nine lines 4,096 bytes apart never hit in a 32 KiB cache; 4,160 bytes apart they do."
# browser = true
# rows = ["S015", "S017", "M35"]
# ///
"""A line may lie in one set only, and the middle bits of its address choose which.

At a step of 4,096 bytes every address has the same middle bits. The lines then share the eight
places of one set, and the other 63 sets stay empty.
"""

from collections import OrderedDict

LINE = 64


def misses(addresses, sets=64, ways=8):
    """Misses of a cache of 64 sets, eight lines each, unless told otherwise."""
    cache = [OrderedDict() for _ in range(sets)]
    missed = 0
    for address in addresses:
        number = address // LINE
        held = cache[number % sets]
        missed += number not in held
        held[number] = None
        held.move_to_end(number)
        if len(held) > ways:
            held.popitem(last=False)
    return missed


def rounds(places, step, times=100):
    """Some places, a fixed step apart, looked at again and again."""
    return [place * step for _ in range(times) for place in range(places)]


def by_columns(n=256, spare=0):
    """Columns of n × n doubles; each row may have some spare ones."""
    row_bytes = (n + spare) * 8
    return [i * row_bytes + j * 8 for j in range(n) for i in range(n)]


def main() -> None:
    print("100 rounds    step 4,096  step 4,160")
    for places in (8, 9, 64):
        near, odd = (misses(rounds(places, step)) for step in (4_096, 4_160))
        print(f"over {places:2} lines {near:7,} miss {odd:6,} miss")
    print("256 × 256 doubles by columns")
    print(f"rows of 2,048 bytes   {misses(by_columns()):7,} miss")
    print(f"rows of 2,112 bytes   {misses(by_columns(spare=8)):7,} miss")
    print(f"one set of 512 lines  {misses(by_columns(), 1, 512):7,} miss")


def test_eight_lines_of_one_set_fit_and_nine_never_hit():
    """8 misses for 800 loads, then 900 for 900."""
    assert misses(rounds(8, 4_096)) == 8
    assert misses(rounds(9, 4_096)) == 900


def test_one_line_more_a_step_uses_all_sets():
    """At 4,160 bytes 64 lines fall into 64 sets and miss once each."""
    assert misses(rounds(64, 4_160)) == 64
    assert misses(rounds(64, 4_096)) == 6_400


def test_eight_spare_doubles_a_row_save_seven_misses_of_eight():
    """The column walk falls from 65,536 misses to the 8,192 it cannot do without."""
    assert misses(by_columns()) == 65_536
    assert misses(by_columns(spare=8)) == 8_192


def test_size_was_never_the_reason():
    """The same 32 KiB with free choice of place miss 8,192 times only."""
    assert misses(by_columns(), sets=1, ways=512) == 8_192


if __name__ == "__main__":
    main()
