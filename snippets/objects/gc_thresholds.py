# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "How much waste the collector lets pile up"
# claim = "About one threshold of dead cycles, 700 or 2,000; in 3.14.0 to 3.14.4 many times that."
# browser = true
# rows = ["S089", "W17", "M29"]
# ///
"""Knots, objects that refer to themselves, are made and dropped; how many exist at the worst?

The threshold decides, not the memory in use. The collector of 3.14.0 to 3.14.4 worked in small
steps and let far more pile up; it was taken back in 3.14.5, and 3.15 was released without it.
"""

import gc
import sys
import sysconfig

INCREMENTAL = (3, 14, 0) <= sys.version_info[:3] <= (3, 14, 4)
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


class Knot:
    alive = most = 0

    def __init__(self):
        self.me = self
        Knot.alive += 1
        Knot.most = max(Knot.most, Knot.alive)

    def __del__(self):
        Knot.alive -= 1


def most_at_once(made: int, *, collector: bool) -> int:
    """The most knots that exist at one time while so many are made and dropped."""
    gc.collect()
    Knot.alive = Knot.most = 0
    if not collector:
        gc.disable()
    try:
        for _ in range(made):
            Knot()
        return Knot.most
    finally:
        gc.enable()
        gc.collect()


def main() -> None:
    print(f"thresholds: {gc.get_threshold()}")
    print("   knots     most alive    collector")
    print("    made        at once          off")
    for made in (1_000, 10_000, 100_000):
        most = most_at_once(made, collector=True)
        print(f"{made:8,} {most:14,} {most_at_once(made, collector=False):12,}")


def test_the_thresholds_are_those_of_the_version():
    """700 up to 3.12, 2,000 since; the incremental collector has no third generation."""
    first = 700 if sys.version_info < (3, 13) else 2_000
    assert gc.get_threshold()[0] == first
    if not FREE_THREADED:
        assert gc.get_threshold()[1:] == (10, 0 if INCREMENTAL else 10)


def test_waste_stops_at_the_threshold():
    """Ten times as many knots: no more alive at once, unless the collector is incremental."""
    threshold = gc.get_threshold()[0]
    most = most_at_once(100_000, collector=True)
    if FREE_THREADED:
        assert threshold <= most < 100_000
    elif INCREMENTAL:
        assert 2 * threshold < most < 100_000
    else:
        assert threshold <= most < 2 * threshold


def test_without_the_collector_all_of_them_stay():
    """Counting alone frees no knot."""
    assert most_at_once(10_000, collector=False) == 10_000
    assert Knot.alive == 0


if __name__ == "__main__":
    main()
