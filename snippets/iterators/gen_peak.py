# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The peak of a sum"
# claim = "Summing 100,000 squares peaks below 1 KB by a generator, at megabytes by a list."
# browser = true
# rows = ["S080", "M23"]
# ///
"""The sum is the same. What is alive at the same time is not: one square, or all of them."""

import tracemalloc


def by_list(n):
    return sum([i * i for i in range(n)])


def by_generator(n):
    return sum(i * i for i in range(n))


def peak_bytes(func, n: int) -> int:
    """Peak of the bytes that Python allocated while func(n) ran."""
    func(1)
    tracemalloc.start()
    func(n)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main() -> None:
    print("peak bytes  by_list  by_generator")
    for n in (1_000, 10_000, 100_000):
        print(f"{n:8,} {peak_bytes(by_list, n):10,} {peak_bytes(by_generator, n):13,}")


def test_the_list_holds_all_the_generator_one():
    """At 100,000 items the peaks are over 10 bytes an item and under 1 KB in all."""
    assert by_list(100_000) == by_generator(100_000)
    assert peak_bytes(by_list, 100_000) > 1_000_000
    assert peak_bytes(by_generator, 100_000) < 1_024


def test_only_one_of_them_grows():
    """Ten times the items: nine times the list or more, and the generator within 200 bytes."""
    assert peak_bytes(by_list, 100_000) > 9 * peak_bytes(by_list, 10_000)
    assert abs(peak_bytes(by_generator, 100_000) - peak_bytes(by_generator, 10_000)) < 200


if __name__ == "__main__":
    main()
