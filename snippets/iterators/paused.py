# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A function that stands still"
# claim = "A paused generator keeps its local variables and its place, and frees them at its end."
# browser = true
# rows = ["S078", "S080"]
# ///
"""A generator is a frame that outlives the call: locals and the place where it goes on.

What the locals refer to stays alive as long as the generator does, or until it has finished.
"""

import inspect
import weakref


class Table(list):
    """A list that can be watched."""


def totals(table):
    total = 0
    for amount in table:
        total += amount
        yield total


def report(generator, step: str) -> str:
    state = inspect.getgeneratorstate(generator).removeprefix("GEN_").lower()
    names = inspect.getgeneratorlocals(generator)
    seen = [f"{name}={names[name]}" for name in ("amount", "total") if name in names]
    return " ".join([f"{step:<5} {state:<9}", *seen]).rstrip()


def main() -> None:
    table = Table([5, 7, 8])
    alive = weakref.ref(table)
    running = totals(table)
    del table
    print(report(running, "made"))
    for _ in range(2):
        next(running)
        print(report(running, "next"))
    print("the table is alive:", alive() is not None)
    running.close()
    print(report(running, "close"))
    print("the table is alive:", alive() is not None)


def test_a_paused_generator_keeps_its_locals():
    """After two items the frame holds 7 and 12."""
    running = totals([5, 7, 8])
    assert [next(running), next(running)] == [5, 12]
    assert inspect.getgeneratorlocals(running) == {"table": [5, 7, 8], "total": 12, "amount": 7}


def test_what_it_refers_to_lives_until_it_ends():
    """The table dies with close() and not before."""
    table = Table([5, 7, 8])
    alive = weakref.ref(table)
    running = totals(table)
    del table
    next(running)
    assert alive() is not None
    running.close()
    assert alive() is None


if __name__ == "__main__":
    main()
