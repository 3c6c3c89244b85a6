# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Time is instructions, cycles and the clock"
# claim = "A processor of 3 GHz finishes before one of 5 GHz if it completes more in each cycle."
# browser = true
# rows = ["S003", "S004"]
# ///
"""Time = instructions ÷ instructions per cycle ÷ cycles per second.
A better program changes the first factor, the code's shape and the chip the second,
and the clock is only the third.
"""

from fractions import Fraction

G = 10**9
CASES = {
    "5 GHz, 1 a cycle": (12 * G, Fraction(1), 5 * G),
    "3 GHz, 4 a cycle": (12 * G, Fraction(4), 3 * G),
    "3 GHz, it waits": (12 * G, Fraction(1, 4), 3 * G),
    "… a better program": (1 * G, Fraction(1, 4), 3 * G),
}


def time_s(instructions, per_cycle, clock_hz):
    return instructions / per_cycle / clock_hz


def main() -> None:
    print("12 G instructions      time")
    for name, case in CASES.items():
        print(f"{name:20} {float(time_s(*case)):5.2f} s")


def test_the_slower_clock_wins_when_it_does_more_in_a_cycle():
    fast_clock, slow_clock, *_ = (time_s(*case) for case in CASES.values())
    assert (fast_clock, slow_clock) == (Fraction(12, 5), 1)


def test_each_factor_counts_alike():
    """Half the instructions, twice the work a cycle and twice the clock all halve the time."""
    whole = time_s(12, Fraction(2), 6)
    assert time_s(6, Fraction(2), 6) == time_s(12, Fraction(4), 6) == whole / 2
    assert time_s(12, Fraction(2), 12) == whole / 2


if __name__ == "__main__":
    main()
