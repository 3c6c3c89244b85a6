# /// script
# requires-python = ">=3.11"
# dependencies = ["coverage==7.17.3"]
#
# [tool.snippet]
# title = "Do the golden answers reach every line?"
# claim = "Ten easy inputs leave two lines of the new version unrun; one more reaches them."
# browser = false
# needs = []
# rows = ["S125"]
# timeout_s = 20
# ///
"""Equal answers prove only what was asked. coverage.py shows which lines of the new version no
input has ever reached: there, the old version has not judged it yet.
"""

from coverage import Coverage


def escape(x, y, limit=300):
    n = 0
    while x * x + y * y < 4:
        x, y = x * x - y * y - 0.62772, 2 * x * y - 0.42193
        n += 1
        if n == limit:
            n = -1
            break
    return n


def unreached(inputs):
    """Lines of this file's `escape` that no input runs, counted from its def line."""
    measured = Coverage(data_file=None, include=[escape.__code__.co_filename])
    with measured.collect():
        for x, y in inputs:
            escape(x, y)
    missing = measured.analysis2(escape.__code__.co_filename)[3]
    first = escape.__code__.co_firstlineno
    return [line - first for line in missing if first < line <= first + 8]


EASY = [(1 + i / 10, 1.0) for i in range(10)]
HARD = (-0.1, 0.0)


def main() -> None:
    print("ten easy inputs leave out:", *(f"+{line}" for line in unreached(EASY)))
    print("and with one more:", unreached([*EASY, HARD]) or "nothing")


def test_the_easy_inputs_leave_the_limit_out():
    assert unreached(EASY) == [6, 7]


def test_one_input_closes_the_gap():
    assert unreached([*EASY, HARD]) == []


if __name__ == "__main__":
    main()
