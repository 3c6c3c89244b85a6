# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 1: the calls of the smaller picture"
# claim = "Steps + points calls of abs, points + width calls of append."
# browser = true
# needs = []
# rows = ["S109"]
# timeout_s = 20
# ///
"""At 50 × 50 points the steps sum to S. Two functions are called from the loop and the axis."""

C, LIMIT = -0.62772 - 0.42193j, 300


def axis(width):
    values, x = [], -1.8
    while x < 1.8:
        values.append(x)
        x += 3.6 / width
    return values


def steps(z):
    n = 0
    while abs(z) < 2 and n < LIMIT:
        z = z * z + C
        n += 1
    return n


def foretold(width):
    """Calls of abs and of append, without a profiler."""
    xs = axis(width)
    total = sum(steps(complex(x, -y)) for y in xs for x in xs)
    return total + len(xs) ** 2, len(xs) ** 2 + width


def main() -> None:
    calls, appends = foretold(50)
    print(f"abs {calls:,}, append {appends:,}")


def test_the_counts_of_fifty_by_fifty():
    calls, appends = foretold(50)
    assert appends == 2550
    assert calls == sum(steps(complex(x, -y)) + 1 for y in axis(50) for x in axis(50))


if __name__ == "__main__":
    main()
