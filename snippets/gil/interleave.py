# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "All schedules of two threads that count"
# claim = "Two threads that each add one n times can end anywhere from 2 to 2n."
# browser = true
# needs = []
# rows = ["S035"]
# timeout_s = 10
# ///
"""`count += 1` is three steps: load, add, store. Two threads may interleave them in any way.
All schedules are counted, state by state; none is left to chance.
"""

from collections import Counter
from functools import cache


def endings(rounds, threads=2):
    """{final count: number of schedules that lead to it}"""

    @cache
    def run(count, done, hands):
        totals = Counter()
        for i, steps in enumerate(done):
            if steps == 3 * rounds:
                continue
            step = steps % 3
            hand = (count, hands[i] + 1, 0)[step]
            after = hands[i] if step == 2 else count
            moved = (*done[:i], steps + 1, *done[i + 1 :])
            held = (*hands[:i], hand, *hands[i + 1 :])
            totals += run(after, moved, held)
        return totals or Counter({count: 1})

    return run(0, (0,) * threads, (0,) * threads)


def main() -> None:
    print("each adds  schedules  right  smallest")
    for rounds in (1, 2, 3, 4):
        found = endings(rounds)
        total, right = found.total(), found[2 * rounds]
        print(f"{rounds:9}  {total:9,}  {right:5}  {min(found):8}")


def test_of_twenty_schedules_two_are_right():
    assert endings(1) == {1: 18, 2: 2}


def test_every_total_from_2_to_2n_can_happen():
    for rounds in (2, 3, 4, 5):
        assert sorted(endings(rounds)) == list(range(2, 2 * rounds + 1))


def test_no_schedule_is_left_out():
    """Six steps in which three belong to one thread: 6! / (3! 3!) = 20, and so on."""
    assert [endings(n).total() for n in (1, 2, 3, 4)] == [20, 924, 48_620, 2_704_156]


if __name__ == "__main__":
    main()
