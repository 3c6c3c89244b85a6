# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "PCI Express by arithmetic"
# claim = "Lanes by rate by encoding: Gen3 x16 is 15.75 GB/s, Gen5 x16 is 63 GB/s, each way."
# browser = true
# rows = ["S028", "S029", "W27"]
# ///
"""What a PCI Express link carries, from its generation and its number of lanes.
The label counts transfers; the encoding says how many of them are data.
"""

from fractions import Fraction

GENERATIONS = {  # generation: (year, GT/s a lane, share that is data)
    1: (2003, Fraction("2.5"), Fraction(8, 10)),
    2: (2007, Fraction(5), Fraction(8, 10)),
    3: (2010, Fraction(8), Fraction(128, 130)),
    4: (2017, Fraction(16), Fraction(128, 130)),
    5: (2019, Fraction(32), Fraction(128, 130)),
    6: (2022, Fraction(64), Fraction(236, 256)),
}


def bytes_per_ns(generation, lanes):
    """One direction; a byte a nanosecond is a GB/s."""
    _, transfers, data = GENERATIONS[generation]
    return transfers * data * lanes / 8


def main() -> None:
    print("PCIe  year GT/s     x1     x4    x16\n                 GB/s, one way")
    for generation, (year, transfers, _) in GENERATIONS.items():
        rates = [float(bytes_per_ns(generation, lanes)) for lanes in (1, 4, 16)]
        figures = "".join(f"{rate:7.2f}" for rate in rates)
        print(f"Gen{generation} {year:5} {float(transfers):4g}{figures}")


def test_gen3_x16_is_15_75_and_gen5_x16_is_63():
    """Both rounded to two places; Gen5 is exactly four times Gen3."""
    assert round(float(bytes_per_ns(3, 16)), 2) == 15.75
    assert round(float(bytes_per_ns(5, 16)), 1) == 63.0
    assert bytes_per_ns(5, 16) == 4 * bytes_per_ns(3, 16)


def test_gen3_nearly_doubled_gen2_by_its_encoding():
    """8 GT/s are not twice 5; 128 of 130 bits instead of 8 of 10 made up for it."""
    assert Fraction("1.96") < bytes_per_ns(3, 1) / bytes_per_ns(2, 1) < 2


def test_the_first_generation_carried_four_gigabytes():
    """The slot of the graphics cards that were called bus-bound."""
    assert bytes_per_ns(1, 16) == 4


if __name__ == "__main__":
    main()
