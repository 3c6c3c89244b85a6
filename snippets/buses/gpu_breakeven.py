# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "When the trip to the GPU pays"
# claim = "Above C times G over B times (G - C) operations a byte the trip pays, below never."
# browser = true
# rows = ["S029", "W27"]
# ///
"""Compute here, or send the data to something faster and fetch the result?
C and G are operations a nanosecond here and there, B the bytes a nanosecond between.
"""

from fractions import Fraction

CPU = Fraction(500)  # 0.5 TFLOP/s, all cores with vectors
GPU = Fraction(20_000)  # 20 TFLOP/s
LINKS = {"PCIe 1 x16": 4, "PCIe 3 x16": Fraction("15.75"), "PCIe 5 x16": 63, "NVLink-C2C": 450}


def break_even(here, there, link):
    """Operations a byte moved at which both take as long."""
    return here * there / (link * (there - here))


def here_ns(work, here):
    return work / here


def there_ns(work, moved, there, link):
    return moved / link + work / there


def add_vectors(n):
    """Operations, and bytes moved: two arrays of float32 go, one comes back."""
    return n, 12 * n


def multiply_matrices(n):
    return 2 * n**3, 12 * n**2


def main() -> None:
    print("              break-even      matrices")
    print("link             flops/B      from n =")
    for name, link in LINKS.items():
        needed = break_even(CPU, GPU, Fraction(link))
        print(f"{name:12}{float(needed):12.2f}{int(needed * 6) + 1:14,}")
    work, moved = add_vectors(1)
    print(f"adding vectors: {work / moved:.3f} flops a byte")


def test_at_the_break_even_both_take_as_long():
    """Exactly, for any size: both sides grow with the bytes."""
    for link in map(Fraction, LINKS.values()):
        moved = 1_000_000
        work = break_even(CPU, GPU, link) * moved
        assert here_ns(work, CPU) == there_ns(work, moved, GPU, link)


def test_adding_vectors_never_pays_over_any_of_these_links():
    """One operation for twelve bytes, at any length."""
    for link in map(Fraction, LINKS.values()):
        work, moved = add_vectors(10**9)
        assert here_ns(work, CPU) < there_ns(work, moved, GPU, link)


def test_matrices_pay_from_six_times_the_break_even():
    """2n³ operations for 12n² bytes are n/6 operations a byte: the size decides."""
    for link in map(Fraction, LINKS.values()):
        edge = int(break_even(CPU, GPU, link) * 6)
        for n, pays in ((edge, False), (edge + 1, True)):
            work, moved = multiply_matrices(n)
            assert (here_ns(work, CPU) > there_ns(work, moved, GPU, link)) is pays


def test_an_infinitely_fast_device_still_needs_c_over_b():
    """The link alone sets the floor."""
    assert break_even(CPU, 10**12 * CPU, Fraction(63)) > CPU / 63


if __name__ == "__main__":
    main()
