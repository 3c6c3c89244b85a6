"""CPU sets read and write the kernel's two notations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwinfo.cpuset import MAX_CPUS, CpuSet

SETS = st.frozensets(st.integers(0, 700))


@given(SETS)
def test_list_notation_survives_a_round_trip(cpus):
    """What prints as "0-3,8" reads back as the same set."""
    assert CpuSet.parse_list(str(CpuSet(cpus))) == CpuSet(cpus)


@given(SETS)
def test_a_set_iterates_in_ascending_order(cpus):
    """The members come out sorted, each once."""
    assert list(CpuSet(cpus)) == sorted(cpus)


@given(SETS, SETS)
def test_operators_are_those_of_python_sets(left, right):
    """And, or, minus and subset mean what they mean for frozensets."""
    a, b = CpuSet(left), CpuSet(right)
    assert (set(a & b), set(a | b), set(a - b)) == (left & right, left | right, left - right)
    assert (a <= b) == (left <= right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f", "0-3"),
        ("00000001,00000000", "32"),
        ("ffffffff,ffffffff", "0-63"),
        ("0", ""),
        ("00000000,00000000,0000000f", "0-3"),
        ("1,2", "1,32"),
    ],
)
def test_masks_are_words_of_32_bits(text, expected):
    """The most significant word stands first, whatever their number."""
    assert str(CpuSet.parse_mask(text)) == expected


@pytest.mark.parametrize("text", ["", "xyz", "-1", "1,,2", "1 2", "fffffffff,0", "f" * 20000])
def test_a_damaged_mask_is_no_set(text):
    """Anything but hexadecimal words of plausible number gives None."""
    assert CpuSet.parse_mask(text) is None


@pytest.mark.parametrize(
    "text", ["3-1", "a-b", "1-", "-3", "1,,2", f"0-{MAX_CPUS}", "0-99999999999"]
)
def test_a_damaged_list_is_no_set(text):
    """Descending, negative and impossibly long ranges give None."""
    assert CpuSet.parse_list(text) is None


def test_an_empty_list_is_the_empty_set():
    """A node without CPUs has an empty cpulist, which is no damage."""
    assert CpuSet.parse_list("\n") == CpuSet()


def test_a_set_cannot_be_changed():
    """CPU sets are shared between objects."""
    with pytest.raises(AttributeError):
        CpuSet().mask = 1
