# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Memory by line, without a patched interpreter"
# claim = "The line that holds the most memory leads the statistics, with its exact size."
# browser = true
# needs = []
# rows = ["S126"]
# timeout_s = 20
# ///
"""Which lines hold the memory at this moment? The standard library can say so, line by line.
It counts what Python asked for, so the answer is the same on every run.
"""

import linecache
import sys
import tracemalloc


def load():
    rows = [bytes(400) for _ in range(2000)]
    index = dict.fromkeys(range(2000))
    title = bytes(30)
    return rows, index, title


def held_by_line():
    """(bytes, blocks, source line), most bytes first, for the lines of load."""
    tracemalloc.start()
    try:
        kept = load()
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    del kept
    code = load.__code__
    only_here = snapshot.filter_traces([tracemalloc.Filter(True, code.co_filename)])
    statistics = only_here.statistics("lineno")
    return [(row.size, row.count, source_of(row)) for row in statistics]


def source_of(statistic):
    frame = statistic.traceback[0]
    return linecache.getline(frame.filename, frame.lineno).strip()


def main() -> None:
    for size, blocks, line in held_by_line()[:3]:
        print(f"{size:9,} B {blocks:6,} blocks  {line.partition(' = ')[0]}")


def test_the_rows_lead_the_statistics():
    size, blocks, _ = held_by_line()[0]
    objects = 2000 * sys.getsizeof(bytes(400))
    slots = sys.getsizeof(list(range(2000))) * 9 / 8 + 200  # grown by eighths
    assert objects < size < objects + slots
    assert 2000 <= blocks <= 2005


def test_a_small_line_is_not_lost():
    assert sys.getsizeof(bytes(30)) in [size for size, *_ in held_by_line()]


if __name__ == "__main__":
    main()
