# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 4: the smallest job that a pool can help"
# claim = "Two workers win above four times the cost of one; the best count is √(W/c)."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""Each worker costs 80 ms. Which jobs gain from two workers, and how many suit 2 s of work?"""

from fractions import Fraction

COST_MS = 80


def pool_ms(work_ms, workers):
    return Fraction(work_ms, workers) + COST_MS * workers


def best_count(work_ms):
    return min(range(2, 1000), key=lambda n: pool_ms(work_ms, n))


def main() -> None:
    print("     work   workers  speed-up")
    for work_ms in (100, 320, 330, 2_000, 8_000, 72_000):
        workers = best_count(work_ms)
        speedup = float(work_ms / pool_ms(work_ms, workers))
        verdict = "pool" if speedup > 1 else "alone"
        print(f"{work_ms:6,} ms {workers:8} {speedup:9.2f}×  {verdict}")


def test_two_workers_break_even_at_four_costs():
    assert pool_ms(4 * COST_MS, 2) == 4 * COST_MS
    assert pool_ms(4 * COST_MS + 1, 2) < 4 * COST_MS + 1
    assert pool_ms(4 * COST_MS - 1, 2) > 4 * COST_MS - 1


def test_two_seconds_suit_five_workers():
    assert best_count(2_000) == 5
    assert 2_000 / pool_ms(2_000, 5) == Fraction(5, 2)


def test_four_times_the_work_suits_twice_the_workers():
    assert best_count(8_000) == 2 * best_count(2_000)


if __name__ == "__main__":
    main()
