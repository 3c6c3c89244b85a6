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
a function appears once for each place it is called from. Here it watches the access log.
"""

import re

from pyinstrument import Profiler

LINE = re.compile(r"(?P<path>/\w*) (?P<status>\d{3}) (?P<ms>\d+)ms")
LOG = [f"/page{i * 7 % 45} {500 if i % 90 == 0 else 200} {i * 31 % 97}ms" for i in range(8000)]


def parse(line):
    match = LINE.match(line)
    return match["path"], int(match["status"]), int(match["ms"])


def times_seen(request, kept):
    seen = 0
    for other in kept:
        seen += other == request
    return seen


def slowest(requests):
    return sorted(requests, key=lambda request: -request[2])[:3]


def summary(lines):
    kept = []
    for line in lines:
        request = parse(line)
        if not times_seen(request, kept[-300:]):
            kept.append(request)
    return slowest(kept)


def profiled():
    profiler = Profiler(interval=0.001)
    with profiler:
        summary(LOG)
    return profiler.last_session


def walk(frame, above=()):
    """Each frame with the names on the way to it."""
    way = above if frame.function == "[self]" else (*above, frame.function.split(".")[-1])
    yield frame, way
    for child in frame.children:
        yield from walk(child, way)


def folded(session):
    """Milliseconds of its own, by stack."""
    own = {}
    for frame, way in walk(session.root_frame()):
        left = frame.time - sum(child.time for child in frame.children)
        own[way] = own.get(way, 0) + 1000 * left
    return {way: round(ms) for way, ms in own.items() if round(ms)}


def main() -> None:
    session = profiled()
    for way, ms in folded(session).items():
        print(";".join(way), ms)
    print(f"in milliseconds, from {session.sample_count} samples")


def test_the_hot_function_is_in_the_tree():
    ways = [way for _, way in walk(profiled().root_frame())]
    assert any(way[-2:] == ("summary", "times_seen") for way in ways)


def test_no_parent_has_less_time_than_its_children():
    for frame, _ in walk(profiled().root_frame()):
        assert frame.time >= sum(child.time for child in frame.children) - 1e-6


if __name__ == "__main__":
    main()
