# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Keep the old version as the judge of the new"
# claim = "On 500 seeded inputs the squared test equals abs; the hasty one differs and is caught."
# browser = true
# needs = []
# rows = ["S125", "S168"]
# timeout_s = 20
# ///
"""`abs` of a complex number is a call and a square root. Two faster versions of the inner loop
are put before the old one: the same 500 points, and every answer has to be equal.
"""

import random

C, LIMIT = -0.62772 - 0.42193j, 300


def escape_abs(z):
    n = 0
    while abs(z) < 2 and n < LIMIT:
        z = z * z + C
        n += 1
    return n


def escape_squared(z):
    x, y, n = z.real, z.imag, 0
    while x * x + y * y < 4 and n < LIMIT:
        x, y = x * x - y * y + C.real, 2 * x * y + C.imag
        n += 1
    return n


def escape_hasty(z):
    x, y, n = z.real, z.imag, 0
    while x * x + y * y < 4 and n < LIMIT:
        x = x * x - y * y + C.real
        y = 2 * x * y + C.imag  # by now x is the new one
        n += 1
    return n


def inputs(count=500, seed=7):
    dice = random.Random(seed)  # noqa: S311
    return [complex(dice.uniform(-2, 2), dice.uniform(-2, 2)) for _ in range(count)]


def differences(new, old=escape_abs):
    return [z for z in inputs() if new(z) != old(z)]


def main() -> None:
    for new in (escape_squared, escape_hasty):
        wrong = differences(new)
        print(f"{new.__name__:14} {len(wrong):3} of 500 differ")
        if wrong:
            z = wrong[0]
            print(f"  first {z:.3f}: {new(z)}, not {escape_abs(z)}")


def test_the_squared_version_gives_every_answer():
    assert differences(escape_squared) == []


def test_the_hasty_version_is_caught():
    assert len(differences(escape_hasty)) > 50


def test_the_inputs_reach_both_ends_of_the_loop():
    counts = {escape_abs(z) for z in inputs()}
    assert {0, 1, LIMIT} <= counts


def test_the_squared_version_calls_nothing():
    from explainer.evidence import executed_opcodes

    called = executed_opcodes(escape_squared, 0.1 + 0.2j)
    assert not any(name.startswith("CALL") for name in called)


if __name__ == "__main__":
    main()
