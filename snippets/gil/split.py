# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The lost update, made to happen every time"
# claim = "A thread that waits between reading and writing wipes out all that was added meanwhile."
# needs = ["threads"]
# rows = ["S035"]
# timeout_s = 20
# ///
"""`count += f()` reads `count`, calls `f`, adds, and writes. Here `f` waits until another thread
has added 1,000. No luck is involved: the old value is already in the hand of the first thread.
"""

import threading

count = 0
has_read, has_added = threading.Event(), threading.Event()


def wait_and_give_one():
    has_read.set()
    has_added.wait(10)
    return 1


def slow():
    global count
    count += wait_and_give_one()


def busy():
    global count
    has_read.wait(10)
    for _ in range(1000):
        count += 1
    has_added.set()


def total():
    global count
    count = 0
    for event in (has_read, has_added):
        event.clear()
    crew = [threading.Thread(target=work) for work in (slow, busy)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    return count


def main() -> None:
    print("added: 1000 + 1")
    print("count:", total())


def test_a_thousand_additions_vanish_every_time():
    assert [total() for _ in range(5)] == [1, 1, 1, 1, 1]


if __name__ == "__main__":
    main()
