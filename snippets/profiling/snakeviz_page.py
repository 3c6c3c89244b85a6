# /// script
# requires-python = ">=3.11"
# dependencies = ["snakeviz==2.2.2"]
#
# [tool.snippet]
# title = "The same profile in SnakeViz"
# claim = "SnakeViz's table has the same functions and calls as pstats."
# browser = false
# needs = []
# rows = ["S116"]
# timeout_s = 60
# ///
"""SnakeViz reads a file that cProfile wrote and draws it in the browser: `snakeviz FILE`. What
its page is made of can be looked at without a browser, and compared with the file.
"""

import cProfile
import pstats

from snakeviz.stats import json_stats, table_rows


def leaf(n):
    return n * n


def branch():
    return [leaf(i) for i in range(50)]


def program():
    branch()
    return branch()


def profiled():
    with cProfile.Profile() as profile:
        program()
    return pstats.Stats(profile)


def calls_in_the_page(stats):
    """Calls by function, as the page's table shows them."""
    return {row[5].rpartition("(")[2].rstrip(")"): int(row[0][0]) for row in table_rows(stats)}


def main() -> None:
    stats = profiled()
    for name, calls in calls_in_the_page(stats).items():
        if name in {"program", "branch", "leaf"}:
            print(f"{calls:5} {name}")
    print(f"{len(json_stats(stats))} boxes in the picture")


def test_the_page_has_the_calls_of_the_profile():
    shown = calls_in_the_page(profiled())
    assert (shown["program"], shown["branch"], shown["leaf"]) == (1, 2, 100)


def test_the_picture_is_made_of_every_function():
    boxes = " ".join(json_stats(profiled()))
    assert all(f"({name})" in boxes for name in ("program", "branch", "leaf"))


if __name__ == "__main__":
    main()
