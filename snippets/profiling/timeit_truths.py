# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What timeit does with your statement"
# claim = "timeit switches the collector off, chooses the loops and repeats 5 times."
# browser = true
# needs = []
# rows = ["S100", "S103"]
# timeout_s = 20
# ///
"""timeit under test: a clock of our own, which only moves when the statement runs, makes
its choices exact. Each statement takes 7 ms of that clock.
"""

import gc
import timeit

now_s = 0.0
seen = []


def statement():
    global now_s
    now_s += 0.007
    seen.append(gc.isenabled())


def clock():
    return now_s


def tried_loops():
    """The loop counts that autorange tries until a run takes at least 0.2 s."""
    tried = []
    timer = timeit.Timer(statement, timer=clock)
    timer.autorange(lambda loops, seconds: tried.append((loops, round(seconds, 3))))
    return tried


def main() -> None:
    print("loops     took")
    for loops, seconds in tried_loops():
        print(f"{loops:5}  {seconds:.3f} s")
    print("repeats:", timeit.default_repeat)
    print("collector on inside:", any(seen))
    print("collector on after: ", gc.isenabled())


def test_loops_are_chosen_so_that_a_run_takes_a_fifth_of_a_second():
    tried = tried_loops()
    assert [loops for loops, _ in tried] == [1, 2, 5, 10, 20, 50]
    assert all(seconds < 0.2 for _, seconds in tried[:-1])
    assert tried[-1][1] >= 0.2


def test_five_repeats_are_the_default():
    assert timeit.default_repeat == 5
    assert len(timeit.Timer(statement, timer=clock).repeat(number=1)) == 5


def test_the_collector_is_off_inside_and_back_after():
    seen.clear()
    was_enabled = gc.isenabled()
    timeit.Timer(statement, timer=clock).timeit(10)
    assert seen == [False] * 10
    assert gc.isenabled() == was_enabled


def test_the_setup_can_switch_the_collector_on_again():
    seen.clear()
    timeit.Timer(statement, "import gc; gc.enable()", timer=clock).timeit(3)
    assert seen == [True] * 3


if __name__ == "__main__":
    main()
