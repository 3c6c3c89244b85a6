"""The micro-architecture's name from archspec's list, by vendor and features.

Its JSON is read directly: importing archspec starts compilers' tables and costs 30 ms, and its
functions know only the running machine, never a recorded one.
"""

from __future__ import annotations

from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any

from hwinfo.model import Fact, Gap
from hwinfo.readers.arm_parts import core_name
from hwinfo.readers.linux_cpuinfo import common_features, first_processor, processors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hwinfo.host import Host

FIELD = "cpu.microarchitecture"
Targets = dict[str, dict[str, Any]]


def read(host: Host) -> Iterator[Fact | Gap]:
    """The most specific known micro-architecture whose features are all there.

    Source: archspec, microarchitectures.json; for ARM the core's own ID register.
    """
    parts = _arm_names(host)
    if parts:
        yield Fact(FIELD, parts, "CPU implementer and part in /proc/cpuinfo")
        return
    targets = _load_targets()
    if targets is None:
        yield Gap(FIELD, "archspec is not installed", ("archspec",))
        return
    root, features = host.uname("machine") or "", set(common_features(host))
    name = most_specific(targets, root, first_processor(host), features)
    if name:
        yield Fact(FIELD, name, "archspec, the most specific with these features")
    else:
        reason = "no known design has exactly these features, as when a hypervisor hides some"
        if root not in targets:
            reason = f"archspec has no designs of {root or 'an unknown architecture'}"
        elif not features:
            reason = "the features are not known"
        yield Gap(FIELD, reason, ("archspec",))


def _arm_names(host: Host) -> str | None:
    names: dict[str, None] = {}
    for fields in processors(host).values():
        try:
            ids = int(fields["CPU implementer"], 16), int(fields["CPU part"], 16)
        except (KeyError, ValueError):
            continue
        names[core_name(*ids)] = None
    return " + ".join(names) or None


def _load_targets() -> Targets | None:
    import json

    spec = PathFinder.find_spec("archspec")
    if spec is None or spec.origin is None:
        return None
    folder = spec.origin.rpartition("__init__")[0]
    try:
        with open(f"{folder}json/cpu/microarchitectures.json", "rb") as stream:  # noqa: PTH123
            targets = json.load(stream)["microarchitectures"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return targets if isinstance(targets, dict) else None


def most_specific(
    targets: Targets, root: str, processor: Mapping[str, str], features: set[str]
) -> str | None:
    """The deepest compatible descendant of an architecture, None without any.

    As in archspec, it must descend from the best generic level: a Zen 4 whose hypervisor hides a
    feature or two would otherwise be called a Zen 2. POWER is told by its generation.
    """
    power = processor.get("cpu", "").split(" ")[0].lower()
    if power.startswith("power") and power in targets:
        return power
    lines = {name: _ancestors(targets, name) for name in targets}
    fitting = [
        name
        for name, target in targets.items()
        if features and root in lines[name] and features.issuperset(target.get("features", ()))
    ]
    generic = [name for name in fitting if targets[name].get("vendor") == "generic"]
    best = max(generic, key=lambda name: len(lines[name]), default=root)
    vendor = processor.get("vendor_id", "")
    own = [
        name for name in fitting if targets[name].get("vendor") == vendor and best in lines[name]
    ]
    return max(own, key=lambda name: (len(lines[name]), name), default=None)


def _ancestors(targets: Targets, name: str) -> set[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        current = pending.pop()
        if current not in found and current in targets:
            found.add(current)
            pending.extend(targets[current].get("from", ()))
    return found
