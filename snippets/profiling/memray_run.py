# /// script
# requires-python = ">=3.11"
# dependencies = ["memray==1.20.0"]
#
# [tool.snippet]
# title = "Who held memory when it was highest"
# claim = "At the peak, the twenty blocks of one line are all there is, each of a million bytes."
# browser = false
# needs = ["linux"]
# rows = ["S126", "S127"]
# timeout_s = 60
# ///
"""memray hooks the allocators below Python, so it also sees what C libraries take. It writes every
request down; the report for the moment of the peak is made afterwards.
"""

import tempfile
from pathlib import Path

import memray


def load():
    return [bytes(1_000_000) for _ in range(20)]


def job():
    pages = load()
    pages.clear()
    return [bytes(1_000_000) for _ in range(5)]


def at_the_peak():
    """(bytes, blocks, function) of each place that held a million bytes or more"""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder, "record.bin")
        with memray.Tracker(record):
            job()
        with memray.FileReader(record) as reader:
            rows = reader.get_high_watermark_allocation_records(merge_threads=True)
            return [(row.size, row.n_allocations, place(row)) for row in rows if row.size > 10**6]


def place(row):
    """The function that asked; a comprehension is one of its own up to 3.11."""
    names = [name for name, _, _ in row.stack_trace()]
    return next(name for name in names if not name.startswith("<"))


def main() -> None:
    for size, blocks, function in at_the_peak():
        print(f"{size:,} B in {blocks} blocks, {function}()")


def test_only_what_was_held_at_the_peak_is_reported():
    rows = at_the_peak()
    assert [(blocks, function) for _, blocks, function in rows] == [(20, "load")]


def test_the_size_is_exact_but_for_the_objects_heads():
    assert 20_000_000 < at_the_peak()[0][0] < 20_002_000


if __name__ == "__main__":
    main()
