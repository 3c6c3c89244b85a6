# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Who reads from the far node"
# claim = "Of reads, half cross the link if one thread filled the pages, none if the readers did."
# browser = true
# rows = ["S026"]
# ///
"""A model of two NUMA nodes under Linux's default rule: a page lies where it was first touched.
Four threads, two a node, each later read their own quarter of the pages ten times.
"""

from collections import Counter

NODES, THREADS, PAGES, ROUNDS = 2, 4, 4_096, 10


def node_of(thread):
    return thread * NODES // THREADS


def reader_of(page):
    return page * THREADS // PAGES


def filled_by_main(page):
    return node_of(0)


def filled_by_reader(page):
    return node_of(reader_of(page))


def interleaved(page):
    """Pages dealt out in turn, as `numactl --interleave=all` does."""
    return page % NODES


def reads(home):
    """Page reads by (node that reads, node that holds)."""
    return Counter(
        (node_of(reader_of(page)), home(page)) for page in range(PAGES) for _ in range(ROUNDS)
    )


def main() -> None:
    print("filled by        cross  from busiest")
    for home in (filled_by_main, interleaved, filled_by_reader):
        counts = reads(home)
        total = counts.total()
        crossing = sum(n for (reader, holder), n in counts.items() if reader != holder)
        held = Counter()
        for (_, holder), n in counts.items():
            held[holder] += n
        busiest = max(held.values())
        name = home.__name__.removeprefix("filled_by_")
        print(f"{name:14}{crossing / total:8.0%}{busiest / total:14.0%}")


def crossing(home):
    return sum(n for (reader, holder), n in reads(home).items() if reader != holder)


def test_filled_by_one_thread_half_of_all_reads_cross():
    """And one node's memory serves everybody."""
    assert crossing(filled_by_main) * 2 == PAGES * ROUNDS
    assert {holder for _, holder in reads(filled_by_main)} == {0}


def test_filled_by_their_readers_nothing_crosses():
    """The same pages, the same reads, another first touch."""
    assert crossing(filled_by_reader) == 0


def test_interleaving_crosses_as_often_but_shares_the_load():
    """It does not bring pages nearer; it uses both memories."""
    assert crossing(interleaved) == crossing(filled_by_main)
    assert set(reads(interleaved).values()) == {PAGES * ROUNDS // 4}


if __name__ == "__main__":
    main()
