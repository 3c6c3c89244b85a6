# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 6: what two timings foretell"
# claim = "60 s and 24 s on four workers mean 20 % serial; 22 s on eight means overhead."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""A job took 60 s alone and 24 s on four workers. Eight should take …? They took 22 s."""

from fractions import Fraction


def serial_share(alone_s, time_s, workers):
    ideal = Fraction(1, workers)
    return (Fraction(time_s, alone_s) - ideal) / (1 - ideal)


def main() -> None:
    share = serial_share(60, 24, 4)
    foretold_s = 60 * (share + (1 - share) / 8)
    later = serial_share(60, 22, 8)
    print("workers  foretold  measured  serial?")
    print(f"      4         –      24 s {float(share):8.1%}")
    print(f"      8 {float(foretold_s):7.0f} s      22 s {float(later):8.1%}")


def test_a_fifth_is_serial_and_eighteen_seconds_are_foretold():
    share = serial_share(60, 24, 4)
    assert share == Fraction(1, 5)
    assert 60 * (share + (1 - share) / 8) == 18


def test_the_measured_time_shows_a_larger_share():
    assert serial_share(60, 22, 8) == Fraction(29, 105)
    assert serial_share(60, 22, 8) > serial_share(60, 24, 4)


if __name__ == "__main__":
    main()
