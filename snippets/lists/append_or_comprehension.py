# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Append and comprehension end at the same size"
# claim = "Both end with the same slots and peak; the comprehension runs fewer instructions."
# browser = true
# rows = ["S064", "S065", "W10"]
# ///
# ruff: noqa: PERF401 - the loop is what we look at
"""A comprehension is an append loop written by the compiler.

It grows its list by the same rule, so it saves no memory. It saves the look-up and the call of
`append`: one instruction does both.
"""

import sys


def by_append(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
    return squares


def by_comprehension(n):
    return [i * i for i in range(n)]


def main() -> None:
    print("100,000 items         bytes")
    for make in (by_append, by_comprehension):
        print(f"{make.__name__:<18}{sys.getsizeof(make(100_000)):9,}")


def test_both_end_at_the_same_size():
    """The lists have equal items and equal bytes at every length up to 2,000 and at 100,000."""
    for n in (*range(2_000), 100_000):
        assert sys.getsizeof(by_append(n)) == sys.getsizeof(by_comprehension(n))
    assert by_append(100) == by_comprehension(100)


def test_both_peak_alike_while_they_are_built():
    """The traced peaks of memory differ by less than 2 per cent."""
    from explainer.evidence import allocation_peak_bytes

    peaks = [allocation_peak_bytes(make, 20_000) for make in (by_append, by_comprehension)]
    assert max(peaks) < 1.02 * min(peaks)


def test_the_comprehension_executes_fewer_instructions():
    """For 1,000 items the append loop executes at least a tenth more instructions."""
    from explainer.evidence import executed_opcodes

    loop = executed_opcodes(by_append, 1_000)
    comprehension = executed_opcodes(by_comprehension, 1_000)
    assert loop.total() > 1.1 * comprehension.total()
    assert comprehension["LIST_APPEND"] == 1_000
    assert loop["LIST_APPEND"] == 0


if __name__ == "__main__":
    main()
