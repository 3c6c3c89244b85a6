# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Generator against list, on a clock"
# claim = "Both give the same sum; the table shows the best of several runs on this machine."
# browser = true
# rows = ["S080", "M23"]
# alone = true
# timeout_s = 60
# ///
"""Time by length, per item, for the machine named below. The two take turns, so both meet
the same disturbances."""

import time

RUNS = 7


def by_list(n):
    return sum([i * i for i in range(n)])


def by_generator(n):
    return sum(i * i for i in range(n))


def best_ns(n: int) -> list[float]:
    """Nanoseconds an item for both, the best of RUNS turns."""
    times: list[list[float]] = [[], []]
    repeat = max(1, 200_000 // n)
    for _ in range(RUNS):
        for func, seen in zip((by_list, by_generator), times, strict=True):
            start = time.perf_counter_ns()
            for _ in range(repeat):
                func(n)
            seen.append((time.perf_counter_ns() - start) / repeat / n)
    return [min(seen) for seen in times]


def main() -> None:
    print(f"best of {RUNS}, ns an item")
    print("     items     list  generator")
    for n in (10, 1_000, 100_000, 1_000_000):
        listed, lazy = best_ns(n)
        print(f"{n:10,} {listed:8.1f} {lazy:10.1f}")


def test_both_sum_alike():
    """The two are the same sum at every length up to 200."""
    assert all(by_list(n) == by_generator(n) for n in range(200))


def test_a_time_is_given_for_both():
    """Each length gives two positive times."""
    assert all(t > 0 for t in best_ns(10_000))


if __name__ == "__main__":
    main()
