# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Rows that cross the boundary"
# claim = "The same sum needs 50,000 rows across the boundary, or 500, or one."
# browser = true
# rows = ["S031"]
# ///
"""Ask the database for everything, for the rows that matter, or for the answer.
SQLite also says how many steps its own machine took: the work does not vanish, it moves.
"""

import sqlite3

ROWS = 50_000
WAYS = {
    "filter in Python": "SELECT shop, cents FROM sale",
    "filter in SQL": "SELECT shop, cents FROM sale WHERE shop = 7",
    "sum in SQL": "SELECT 7, sum(cents) FROM sale WHERE shop = 7",
}


def sales():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE sale (id INTEGER PRIMARY KEY, shop INTEGER, cents INTEGER)")
    rows = ((i % 100, i * 37 % 5_000) for i in range(ROWS))
    db.executemany("INSERT INTO sale (shop, cents) VALUES (?, ?)", rows)
    return db


def ask(db, query):
    """The sum for shop 7, the rows that crossed, and the steps the database took."""
    steps, crossed, total = 0, 0, 0

    def step():
        nonlocal steps
        steps += 1

    db.set_progress_handler(step, 1)
    for shop, cents in db.execute(query):
        crossed += 1
        if shop == 7:
            total += cents
    db.set_progress_handler(None, 1)
    return total, crossed, steps


def main() -> None:
    db = sales()
    print("                    rows    db steps")
    for name, query in WAYS.items():
        _, crossed, steps = ask(db, query)
        print(f"{name:17}{crossed:7,}{steps:12,}")
    db.execute("CREATE INDEX by_shop ON sale (shop, cents)")
    _, crossed, steps = ask(db, WAYS["sum in SQL"])
    print(f"{'... with an index':17}{crossed:7,}{steps:12,}")


def test_all_ways_give_the_same_sum():
    """Only the place of the work differs."""
    db = sales()
    assert len({ask(db, query)[0] for query in WAYS.values()}) == 1


def test_rows_that_cross():
    """All of them, one in a hundred, one."""
    db = sales()
    assert [ask(db, query)[1] for query in WAYS.values()] == [ROWS, ROWS // 100, 1]


def test_filtering_still_looks_at_every_row_until_there_is_an_index():
    """More than a step a row without one; far fewer than rows with it."""
    db = sales()
    assert ask(db, WAYS["sum in SQL"])[2] > ROWS
    db.execute("CREATE INDEX by_shop ON sale (shop, cents)")
    assert ask(db, WAYS["sum in SQL"])[2] < ROWS // 10


if __name__ == "__main__":
    main()
