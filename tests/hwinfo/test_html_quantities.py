"""Numbers of the HTML report as a person reads them."""

import pytest

from hwinfo.renderers.html.quantities import quantity, size

KIB = 1 << 10


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1.09e-9, "s", "1.09 ns"),
        (1.44e-7, "s", "144 ns"),
        (2.2283e-6, "s", "2.23 µs"),
        (0.5, "s", "500 ms"),
        (0, "s", "0 ns"),
        (13584441735.2, "B/s", "13.6 GB/s"),
        (3.69e9, "Hz", "3.69 GHz"),
        (1.954, "ratio", "1.95×"),
        (0.00087, "share", "0.087 %"),
        (None, "s", "unknown"),
        (float("nan"), "s", "unknown"),
        (10**400, "s", "unknown"),
    ],
)
def test_quantities_have_three_digits_and_a_fitting_unit(value, unit, words):
    """As a person writes them; the unknown stays unknown."""
    assert quantity(value, unit) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0 B"), (1023, "1023 B"), (32 * KIB, "32 KiB"), (1310720, "1.25 MiB"), (None, "unknown")],
)
def test_sizes_are_binary(value, words):
    """KiB is 1024 bytes."""
    assert size(value) == words
