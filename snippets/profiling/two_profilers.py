# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "One program, two profilers, two rankings"
# claim = "A tracer's cost per call turns the ranking over; a sampler errs only in lockstep."
# browser = true
# needs = []
# rows = ["S111", "S120"]
# timeout_s = 20
# ///
"""A program on a virtual clock: 1,000 rounds of `big` (30 ticks) and ten calls of `tiny`
(2 ticks each). A tracer adds 4 ticks to each call; a sampler looks every so many ticks.
"""

import random
from collections import Counter
from itertools import accumulate

ROUND = [("big", 30)] + [("tiny", 2)] * 10
PROGRAM = ROUND * 1000


def shares(ticks):
    return {name: count / ticks.total() for name, count in sorted(ticks.items())}


def truth(program=PROGRAM):
    ticks = Counter()
    for name, duration in program:
        ticks[name] += duration
    return shares(ticks)


def tracer(cost, program=PROGRAM):
    """Sees every call, and its own cost with it."""
    return truth([(name, duration + cost) for name, duration in program])


def sampler(steps, program=PROGRAM):
    """Looks at the running function after each of `steps`, until the program ends."""
    seen, look = Counter(), next(steps)
    for (name, _), end in zip(program, accumulate(d for _, d in program), strict=True):
        while look <= end:
            seen[name] += 1
            look += next(steps)
    return shares(seen)


def every(ticks):
    while True:
        yield ticks


def about(ticks):
    dice = random.Random(7)  # noqa: S311
    while True:
        yield dice.randint(1, 2 * ticks - 1)


def main() -> None:
    views = {
        "the truth": truth(),
        "tracer, 4 ticks a call": tracer(4),
        "sampler, every 97": sampler(every(97)),
        "sampler, every 50": sampler(every(50)),
        "sampler, about 50": sampler(about(50)),
    }
    print("seen by                    big   tiny")
    for name, view in views.items():
        print(f"{name:23} {view.get('big', 0):6.1%} {view.get('tiny', 0):6.1%}")


def test_the_tracer_turns_the_ranking_over():
    assert truth()["big"] > truth()["tiny"]
    assert tracer(4)["big"] < tracer(4)["tiny"]


def test_a_tracer_without_cost_is_exact():
    assert tracer(0) == truth() == {"big": 0.6, "tiny": 0.4}


def test_a_sampler_out_of_step_comes_within_five_points():
    for view in (sampler(every(97)), sampler(about(50))):
        assert abs(view["big"] - 0.6) < 0.05


def test_a_sampler_in_step_with_the_loop_sees_one_function_only():
    assert sampler(every(50)) == {"tiny": 1.0}


if __name__ == "__main__":
    main()
