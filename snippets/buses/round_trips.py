# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A thousand small trips or one"
# claim = "A loop that asks for each customer sends 1,001 statements, a join sends one."
# browser = true
# rows = ["S030", "S031"]
# ///
"""The same answer with a query for each row and with one query; SQLite reports each statement.
At home the database is a function call away, in production half a millisecond.
"""

import sqlite3

ORDERS = 1_000
ROUND_TRIP_US = 500


def shop():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT)")
    db.execute("CREATE TABLE purchase (id INTEGER PRIMARY KEY, customer INTEGER)")
    db.executemany("INSERT INTO customer VALUES (?, ?)", ((i, f"c{i}") for i in range(300)))
    db.executemany("INSERT INTO purchase VALUES (?, ?)", ((i, i * 7 % 300) for i in range(ORDERS)))
    return db


def one_by_one(db):
    names = []
    for (customer,) in db.execute("SELECT customer FROM purchase ORDER BY id").fetchall():
        row = db.execute("SELECT name FROM customer WHERE id = ?", (customer,))
        names.append(row.fetchone()[0])
    return names


def joined(db):
    return [
        name
        for (name,) in db.execute(
            "SELECT name FROM purchase JOIN customer ON customer.id = customer ORDER BY purchase.id"
        )
    ]


def statements(ask):
    """The answer, and how many statements were sent for it."""
    sent = []
    db = shop()
    db.set_trace_callback(sent.append)
    return ask(db), len(sent)


def main() -> None:
    print("              statements    on the way")
    for ask in (one_by_one, joined):
        _, count = statements(ask)
        print(f"{ask.__name__:12}{count:12,}{count * ROUND_TRIP_US / 1000:11.1f} ms")
    print(f"on the way: {ROUND_TRIP_US} µs a round trip")


def test_one_by_one_sends_a_statement_for_each_order_and_one_more():
    """N + 1, hence the name of the problem."""
    assert statements(one_by_one)[1] == ORDERS + 1


def test_the_join_sends_one():
    """One statement, whatever the number of orders."""
    assert statements(joined)[1] == 1


def test_both_give_the_same_names():
    """The long way is not wrong, only long."""
    assert statements(one_by_one)[0] == statements(joined)[0]


if __name__ == "__main__":
    main()
