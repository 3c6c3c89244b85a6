# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise: which level holds a million floats?"
# claim = "As a list a million floats need 40 MB, as an array 8 MB: RAM against a 32 MiB L3."
# browser = true
# rows = ["S013", "S017"]
# ///
"""Multiply, then compare with the sizes of the levels.

On a 64-bit build a slot of a list takes 8 bytes and its float 32; an array takes 8 in all.
"""

from array import array

LEVELS = {"L1": 32 * 1024, "L2": 1024**2, "L3": 32 * 1024**2}
BYTES_EACH = {"list of floats": 8 + 32, "array('d')": 8, "array('f')": 4}


def smallest_level(size_bytes):
    """The first level that is large enough."""
    return next((name for name, room in LEVELS.items() if size_bytes <= room), "RAM")


def main() -> None:
    print("floats        10,000 100,000 1,000,000")
    for name, each in BYTES_EACH.items():
        levels = [smallest_level(n * each) for n in (10_000, 100_000, 1_000_000)]
        print(f"{name:14}{levels[0]:>6} {levels[1]:>7} {levels[2]:>9}")


def test_a_million_floats():
    """40 MB do not fit in 32 MiB; 8 MB do, and 4 MB do."""
    levels = [smallest_level(1_000_000 * each) for each in BYTES_EACH.values()]
    assert levels == ["RAM", "L3", "L3"]


def test_a_hundred_thousand_floats():
    """4 MB, 800 kB and 400 kB: one level apart."""
    levels = [smallest_level(100_000 * each) for each in BYTES_EACH.values()]
    assert levels == ["L3", "L2", "L2"]


def test_the_item_sizes_of_arrays():
    """8 and 4 bytes an item."""
    assert array("d").itemsize == BYTES_EACH["array('d')"]
    assert array("f").itemsize == BYTES_EACH["array('f')"]


if __name__ == "__main__":
    main()
