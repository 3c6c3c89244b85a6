# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "When compressing pays"
# claim = "Compressing pays if the compressor frees bytes faster than the link takes them."
# browser = true
# rows = ["S031"]
# ///
"""Send as it is, or compress first: n/B against n/C + rn/B, with r what is left of a byte.
It pays if B < C (1 - r): the bandwidth against the bytes that the compressor saves a second.
"""

from fractions import Fraction

COMPRESSOR = 100  # MB/s
LEFT = Fraction(1, 4)


def pays_below(compressor, left):
    """The bandwidth below which compressing first is quicker."""
    return compressor * (1 - left)


def seconds(size, link, compressor=None, left=Fraction(1)):
    work = Fraction(size, compressor) if compressor else 0
    return work + size * left / link


def main() -> None:
    print(f"pays below {float(pays_below(COMPRESSOR, LEFT)):.0f} MB/s")
    print("1,000 MB over    as is   compressed")
    for name, link in (("100 Mb/s", Fraction("12.5")), ("1 Gb/s", 125), ("10 Gb/s", 1250)):
        plain, packed = seconds(1000, link), seconds(1000, link, COMPRESSOR, LEFT)
        print(f"{name:10}{float(plain):10.1f} s{float(packed):11.1f} s")


def test_at_the_limit_both_take_as_long():
    """75 MB/s here, exactly."""
    link = pays_below(COMPRESSOR, LEFT)
    assert link == 75
    assert seconds(1000, link) == seconds(1000, link, COMPRESSOR, LEFT)


def test_data_that_does_not_shrink_never_pays():
    """Nothing saved, time spent."""
    assert pays_below(COMPRESSOR, Fraction(1)) == 0


if __name__ == "__main__":
    main()
