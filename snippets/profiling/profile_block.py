# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Profile one block, not the program"
# claim = "Only what runs inside the with block, or under runcall, is in the statistics."
# browser = true
# needs = []
# rows = ["S113"]
# timeout_s = 20
# ///
"""`cProfile.Profile` is a context manager since Python 3.8, and `runcall` is documented.
Either keeps start, imports and the rest of the program out of the table.
"""

import cProfile
import pstats


def load():
    return [i * 37 % 101 for i in range(1000)]


def rank(scores):
    return sorted(scores, key=negative)


def negative(score):
    return -score


def functions(profile):
    """Names of the Python functions that were seen, with their calls."""
    stats = pstats.Stats(profile).stats
    return {name: row[1] for (file, _, name), row in stats.items() if file != "~"}


def by_block():
    scores = load()
    with cProfile.Profile() as profile:
        rank(scores)
    return functions(profile)


def by_runcall():
    profile = cProfile.Profile()
    profile.runcall(rank, load())
    return functions(profile)


def main() -> None:
    print("            with block  runcall")
    block, call = by_block(), by_runcall()
    for name in ("load", "rank", "negative"):
        print(f"{name:10} {block.get(name, '–'):>11} {call.get(name, '–'):>8}")


def test_only_the_block_is_in_the_table():
    seen = by_block()
    assert seen["rank"] == 1
    assert seen["negative"] == 1000
    assert "load" not in seen


def test_runcall_sees_the_same():
    seen = by_runcall()
    assert (seen["rank"], seen["negative"]) == (1, 1000)
    assert "load" not in seen


def test_runcall_is_documented_and_gives_the_result_back():
    assert cProfile.Profile().runcall(rank, [1, 3, 2]) == [3, 2, 1]


if __name__ == "__main__":
    main()
