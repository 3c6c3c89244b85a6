# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Amdahl and Gustafson are one formula, asked two questions"
# claim = "Given the share of the grown job, Amdahl's law is Gustafson's, exactly."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""A job has 5 minutes that must run alone and 95 that can be spread.
Question one: the same job, sooner. Question two: the most work in the same 100 minutes.
"""

from fractions import Fraction

SERIAL_MIN, PARALLEL_MIN = Fraction(5), Fraction(95)


def amdahl(parallel, workers):
    """Speed-up of a fixed job; `parallel` is its share on ONE worker."""
    return 1 / (1 - parallel + parallel / workers)


def gustafson(parallel, workers):
    """Speed-up of a grown job; `parallel` is its share on ALL workers."""
    return (1 - parallel) + parallel * workers


def share_on_one_worker(parallel, workers):
    """The grown job, told from one worker."""
    return parallel * workers / (1 - parallel + parallel * workers)


def main() -> None:
    share = PARALLEL_MIN / (SERIAL_MIN + PARALLEL_MIN)
    print("           same     in 100  parallel,")
    print("workers     job    minutes  from one")
    for workers in (1, 4, 20, 1000):
        same = float(amdahl(share, workers))
        more = float(gustafson(share, workers))
        grown_share = float(share_on_one_worker(share, workers))
        print(f"{workers:7} {same:6.2f}× {more:9.2f}× {grown_share:9.3%}")


def test_the_two_laws_agree_once_the_share_is_of_the_same_run():
    for workers in (1, 2, 20, 1024):
        for percent in range(101):
            share = Fraction(percent, 100)
            grown = share_on_one_worker(share, workers)
            assert amdahl(grown, workers) == gustafson(share, workers)


def test_twenty_workers():
    share = Fraction(95, 100)
    assert float(SERIAL_MIN + PARALLEL_MIN / 20) == 9.75
    assert amdahl(share, 20) == Fraction(400, 39)
    assert gustafson(share, 20) == Fraction("19.05")


def test_the_published_1016_fits_a_serial_share_of_0_8_per_cent_on_1024_processors():
    share = 1 - Fraction(8, 1000)
    assert round(gustafson(share, 1024)) == 1016
    assert round(amdahl(share, 1024)) == 111


if __name__ == "__main__":
    main()
