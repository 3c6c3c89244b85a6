# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.3.5"]
#
# [tool.snippet]
# title = "np.zeros promises memory, the first touch brings it"
# claim = "Page faults come with the first write to an array, not with zeros() or the second."
# browser = false
# needs = ["numpy", "linux"]
# rows = ["S023", "M38"]
# ///
"""64 MiB of zeros cost next to nothing until somebody writes to them.

The kernel hands out addresses at once and pages only when they are touched. Each such touch is a
minor page fault, and the kernel counts them for us.
"""

import resource
from pathlib import Path

import numpy as np

SIZE_BYTES = 64 * 1024**2


def faults():
    """Minor page faults of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def touch_counts():
    """Page faults of four steps, in order."""
    counts, before = {}, faults()

    def note(step):
        nonlocal before
        counts[step] = faults() - before
        before = faults()

    promised = np.zeros(SIZE_BYTES // 8)
    note("np.zeros")
    promised.fill(1.0)
    note("first write")
    promised.fill(2.0)
    note("second write")
    np.ones(SIZE_BYTES // 8)
    note("np.ones")
    return counts


def main() -> None:
    setting = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    print("huge pages:", setting.read_text().strip() if setting.exists() else "none here")
    for step, count in touch_counts().items():
        print(f"{step:13} {count:7,} page faults")


def test_zeros_touches_nothing():
    """Making 64 MiB of zeros faults less than a tenth as often as writing them."""
    counts = touch_counts()
    assert 10 * counts["np.zeros"] < counts["first write"]


def test_pages_once_there_stay():
    """The second write faults less than a tenth as often as the first."""
    counts = touch_counts()
    assert 10 * counts["second write"] < counts["first write"]


def test_ones_pays_at_once():
    """np.ones has to write, so it faults as a first write does."""
    counts = touch_counts()
    assert counts["np.ones"] > 10 * counts["np.zeros"]


if __name__ == "__main__":
    main()
