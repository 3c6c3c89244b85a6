"""What a path means in a report, and how its figure is worded: asked of `hwinfo` and `explainer`.

Paths are resolved by `hwinfo.codec.value_at` on the loaded model, the rule of `hwinfo --explain`;
words come from `explainer.figures`, which fills the pages.
"""

import json
from pathlib import Path

from explainer.figures import ITEMS, UNITS, figure
from hwinfo.codec import report_from_plain, to_plain, value_at
from hwinfo.errors import UnreadableInput
from hwinfo.model import Machine

MACHINES = Path(__file__).parents[3] / "docs" / "machines"
NOWHERE = (
    "",
    ".",
    "caches.L9.size_bytes",
    "caches.L2.size_bytes.more",
    "cpu.model.length",
    "cpus.online.mask",
    "counts..cores",
    "counts.index",
    "constructor",
    "caches.constructor.name",
    "caches.__proto__",
    "toString",
    "numa.nodes.0.id",
)
VALUES = (
    ("memory.total_bytes", (0, 1, 512, 1023, 1024, 1536, 10_496, 10_752, 49_152, 33_554_432)),
    ("memory.total_bytes", (25_230_000_128, 8_192_000_000, 2**40, 2**50, 3 * 2**60, -2048)),
    ("memory.total_bytes", (1_100, 2_000, 3_333, 10_200, 1_048_575, 1_048_577, 1_054_000)),
    ("cpu.frequency_max_hz", (0, 800_000_000, 3_690_000_000, 5_005_000_000, 4_125_000_000)),
    ("counts.cores", (0, 1, 999, 1_000, 1_234_567)),
    ("quota.cpus", (0.5, 1.5, 2.0, 0.125, 0.375, 10.25, 10.75, 1234.56, 0.001, 2.675)),
    ("python.gil_enabled", (True, False)),
    ("cpu.model", ("AMD EPYC", "", "<b>bold</b>")),
    ("counts.threads_per_core", ([], [1], [1, 2])),
    ("caches.L2.sizes_bytes", ([1_048_576, 2_097_152], [])),
    ("numa.distances", ([[10, 21], [21, 10]],)),
)


def _paths(value, prefix=""):
    """Every path that names something, sections and leaves alike."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{prefix}{name}"
            yield from _paths(inner, f"{prefix}{name}.")


def _resolved(machine: Machine, path: str):
    """The plain value at a path; a list or a section by its size, for they are long."""
    value = to_plain(value_at(machine, path))
    if isinstance(value, dict):
        return {"fields": len(value)}
    if isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        return {"items": len(value)}
    return value


def _steps():
    for file in sorted(MACHINES.glob("*.json")):
        machine = report_from_plain(json.loads(file.read_text(encoding="utf-8"))).machine
        for path in (*_paths(to_plain(machine)), *NOWHERE):
            yield [file.stem, path, _resolved(machine, path)]


def _words():
    for field, values in VALUES:
        for value in values:
            yield [field, value, "", "", figure(field, value)]
    for value in (1_048_576, 33_554_432, 100, 49_152, 26_738_688_000):
        yield from ([F, value, per, "", figure(F, value, per)] for per in ITEMS)
        yield from ([F, value, "", unit, figure(F, value, "", unit)] for unit in UNITS)
    yield [F, None, "float64", "", figure(F, None, "float64")]


F = "caches.L2.size_bytes"
DAMAGED = "hybrid-2p4e"
PLACES = (
    "machine",
    "machine.cpu",
    "machine.cpu.model",
    "machine.cpu.features",
    "machine.cpus.online",
    "machine.counts.cores",
    "machine.counts.threads_per_core",
    "machine.caches",
    "machine.caches.L2",
    "machine.caches.L2.kind",
    "machine.caches.L2.size_bytes",
    "machine.caches.L2.count",
    "machine.cores",
    "machine.numa.distances",
    "machine.quota.cpus",
    "machine.quota.cpus_limited",
    "machine.python.pgo",
    "facts",
    "gaps",
    "measurements",
    "taken_at",
)
WRONG = (
    None,
    True,
    -1,
    1.5,
    2**70,
    "x",
    "",
    "yes",
    "0-3,8",
    "3-1",
    "0-99999",
    [],
    [1],
    [[1, 2]],
    {},
)


def _checks():
    """Whether hwinfo loads a report with one value changed, and where it finds the fault."""
    text = (MACHINES / f"{DAMAGED}.json").read_text(encoding="utf-8")
    for place in PLACES:
        for value in WRONG:
            report = json.loads(text)
            *sections, name = place.split(".")
            holder = report
            for section in sections:
                holder = holder[section]
            holder[name] = value
            try:
                report_from_plain(report)
                yield [place, value, None]
            except UnreadableInput as error:
                yield [place, value, str(error).partition(":")[0].removeprefix("report.")]


def traces():
    """Trace files by name: what they say, and a step a line."""
    return {
        "paths.json": {"says": "a report, a path, and what is there", "steps": list(_steps())},
        "checks.json": {
            "says": f"{DAMAGED} with another value at a path: null if it loads, else where not",
            "steps": list(_checks()),
        },
        "words.json": {
            "says": "a field, its value, `per`, `as`, and the words on the page",
            "steps": list(_words()),
        },
    }
