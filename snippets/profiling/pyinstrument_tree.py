# /// script
# requires-python = ">=3.11"
# dependencies = ["pyinstrument==5.1.3"]
#
# [tool.snippet]
# title = "A call tree from samples of this process"
# claim = "Every function that matters is in the tree; no parent has less than its children."
# browser = false
# needs = []
# rows = ["S120"]
# timeout_s = 60
# alone = true
# ///
"""pyinstrument looks at the stack at an interval, from inside the process, and keeps the way there:
a function appears once for each place it is called from.
"""

import re

from pyinstrument import Profiler

C = -0.62772 - 0.42193j


def escape(z):
    n = 0
    while abs(z) < 2 and n < 300:
        z = z * z + C
        n += 1
    return n


def point(x, y, width):
    return complex(-1.8 + 3.6 * x / width, -1.8 + 3.6 * y / width)


def julia(width):
    total = 0
    for y in range(width):
        for x in range(width):
            total += escape(point(x, y, width))
    return total


def profiled(width=160):
    profiler = Profiler(interval=0.001)
    with profiler:
        julia(width)
    return profiler


def walk(frame, depth=0):
    yield frame, depth
    for child in frame.children:
        yield from walk(child, depth + 1)


def main() -> None:
    profiler = profiled()
    text = profiler.output_text(unicode=True, show_all=True, time="percent_of_total")
    _, _, tree = text.partition("Profile at ")
    tree = re.sub(r"  (\S+\.py(:\d+)?|<built-in>)", "", tree)  # only the functions
    print("\n".join(tree.splitlines()[2:]).rstrip())
    print(f"n = {profiler.last_session.sample_count} samples")


def test_the_hot_function_is_in_the_tree():
    names = {frame.function for frame, _ in walk(profiled().last_session.root_frame())}
    assert {"julia", "escape"} <= names


def test_no_parent_has_less_time_than_its_children():
    for frame, _ in walk(profiled().last_session.root_frame()):
        assert frame.time >= sum(child.time for child in frame.children) - 1e-6


if __name__ == "__main__":
    main()
