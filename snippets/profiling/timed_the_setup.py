# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Work in the setup is not timed"
# claim = "In 1,000 loops work in the setup runs once, in the statement 1,000 times."
# browser = true
# needs = []
# rows = ["S101"]
# timeout_s = 20
# alone = true
# ///
"""`python -m timeit -s "work()"` has no statement left, so timeit times its default: pass.
Counting the calls shows it at once, whatever the clock says.
"""

import timeit

calls = 0


def work():
    global calls
    calls += 1
    return sum(range(20_000))


def timed(statement, setup, loops=1000):
    """(calls of work, seconds for each loop)"""
    global calls
    calls = 0
    timer = timeit.Timer(statement, setup, globals=globals())
    return timer.timeit(loops) / loops, calls


def main() -> None:
    print("setup   statement  calls    a loop")
    for setup, statement in (("work()", "pass"), ("pass", "work()")):
        seconds, called = timed(statement, setup)
        print(f"{setup:6}  {statement:9}  {called:5,} {seconds * 1e6:6.2f} µs")
    print("n = 1,000 loops, one run of each")


def test_a_call_in_the_setup_runs_once():
    assert timed("pass", "work()")[1] == 1


def test_a_call_in_the_statement_runs_in_each_loop():
    assert timed("work()", "pass")[1] == 1000


def test_the_statement_is_pass_unless_you_give_one():
    assert timeit.Timer().inner.__code__.co_code == timeit.Timer("pass").inner.__code__.co_code


if __name__ == "__main__":
    main()
