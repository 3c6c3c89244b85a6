# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A list of numbers contains no numbers"
# claim = "A float takes 8 bytes in an array; in a list it takes a slot and an object of its own."
# browser = true
# rows = ["S061"]
# ///
"""A list holds addresses, so each float costs a slot and an object of its own.

An `array` holds the numbers themselves, all of one type. It makes a new object each time one is
read, so it saves memory and not, by itself, time.
"""

import struct
import sys
from array import array

N = 100_000


def as_list(n: int) -> list[float]:
    return [i / 7 for i in range(n)]


def as_array(n: int) -> array:
    return array("d", (i / 7 for i in range(n)))


def main() -> None:
    boxed, packed = as_list(N), as_array(N)
    slots = sys.getsizeof(boxed)
    objects = sum(map(sys.getsizeof, boxed))
    print(f"{N:,} floats         bytes    each")
    print(f"list, the slots    {slots:9,} {slots / N:7.1f}")
    print(f"list, the objects  {objects:9,} {objects / N:7.1f}")
    print(f"array('d')         {sys.getsizeof(packed):9,} {sys.getsizeof(packed) / N:7.1f}")
    print(f"\nboxed[0] is boxed[0]    {boxed[0] is boxed[0]}")
    print(f"packed[0] is packed[0]  {packed[0] is packed[0]}")


def test_an_array_takes_eight_bytes_a_float():
    """The array's bytes are 8 a number plus under an eighth of spare room."""
    packed = as_array(N)
    assert packed.itemsize == 8
    assert 8 * N <= sys.getsizeof(packed) < 9.1 * N


def test_the_list_takes_a_slot_and_an_object_each():
    """What was really allocated for the list is a word and a float object a number."""
    from explainer.evidence import allocation_peak_bytes

    each = struct.calcsize("P") + sys.getsizeof(1.5)
    peak = allocation_peak_bytes(as_list, 20_000)
    assert each * 20_000 <= peak < 1.15 * each * 20_000
    assert peak > 1.7 * allocation_peak_bytes(as_array, 20_000)


def test_reading_from_an_array_makes_an_object():
    """Two reads of one place give equal floats that are two objects."""
    packed = as_array(3)
    assert packed[0] == packed[0]
    assert packed[0] is not packed[0]
    assert list(packed) == as_list(3)


if __name__ == "__main__":
    main()
