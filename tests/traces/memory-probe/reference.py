"""Where recorded ladders bend: asked of `hwinfo.measure.knees`, with and without its knowledge.

`ladders/*.json` are real runs: what was measured, and the caches that the machine reports. The
knees beside reported caches are hwinfo's own; the climbs, for which the page knows no caches, are
looked for here in another way than the page does.
"""

import json
import math
from itertools import groupby
from pathlib import Path

from hwinfo.cpuset import CpuSet
from hwinfo.measure.knees import find_knees
from hwinfo.measurement import Point
from hwinfo.model import Cache

LADDERS = Path(__file__).parent / "ladders"
STEEP = 0.3
VISIBLE_STEP = 1.5


def _ladder(path):
    recorded = json.loads(path.read_text(encoding="utf-8"))
    points = [Point(x=float(size), y=seconds) for size, seconds in recorded["points"]]
    return points, recorded["caches"]


def _is_steep(points, at):
    rise = math.log2(points[at + 1].y / points[at].y)
    return rise / math.log2(points[at + 1].x / points[at].x) >= STEEP


def _undisturbed(points):
    """Each time lowered to the least of all larger sizes: disturbance only ever adds."""
    least = [min(point.y for point in points[at:]) for at in range(len(points))]
    return [Point(x=point.x, y=y) for point, y in zip(points, least, strict=True)]


def _climbs(points):
    """Runs of steep steps as size from, size to; a single flat step between two belongs to both."""
    points = _undisturbed(points)
    steep = [_is_steep(points, at) for at in range(len(points) - 1)]
    bridged = [
        here or (0 < at < len(steep) - 1 and steep[at - 1] and steep[at + 1])
        for at, here in enumerate(steep)
    ]
    for climbing, run in groupby(range(len(bridged)), key=bridged.__getitem__):
        steps = list(run)
        first, last = steps[0], steps[-1] + 1
        cut_off = last == len(points) - 1
        if climbing and not cut_off and points[last].y >= VISIBLE_STEP * points[first].y:
            yield points[first].x, points[last].x


def _informed(points, caches):
    """Each reported cache's effective size, as `hwinfo --measure` tells it."""
    kinds = {"L1d": "Data"}
    known = [
        Cache(int(name[1]), kinds.get(name, "Unified"), CpuSet([0]), size) for name, size in caches
    ]
    for knee in find_knees(points, known):
        if knee.effective_bytes:
            yield knee.cache, knee.effective_bytes


def traces():
    """Trace files by name: what they say, and a step a line."""
    ladders = {path.stem: _ladder(path) for path in sorted(LADDERS.glob("*.json"))}
    return {
        "climbs.json": {
            "says": "a ladder and where it climbs, as sizes from and to",
            "steps": [[name, list(_climbs(points))] for name, (points, _) in ladders.items()],
        },
        "informed.json": {
            "says": "a ladder and the effective size of each cache that hwinfo knows of",
            "steps": [[name, list(_informed(*ladder))] for name, ladder in ladders.items()],
        },
    }
