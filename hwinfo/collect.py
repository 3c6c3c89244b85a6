"""Ask the readers in order of trust, keep every opinion, and assemble the machine they describe."""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING, Any

from hwinfo import __version__
from hwinfo.model import CacheLevel, Fact, Gap, Machine, Report
from hwinfo.readers import READERS, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hwinfo.host import Host

NAME_LIMIT = 400
SECTIONS: dict[str, Any] = {
    name: type(default) for name, default in Machine._field_defaults.items() if default is not None
}


def collect(
    host: Host, readers: Sequence[Reader] = READERS, *, ask_everyone: bool = False
) -> Report:
    """The report of one machine: no reader's failure reaches another.

    Shape: with `ask_everyone`, also the slow readers whose answers are already known, and also
    the gaps that another reader closed.
    """
    facts: list[Fact] = []
    gaps: list[Gap] = []
    for reader in readers:
        if _is_for(reader, host) and (ask_everyone or _is_needed(reader, facts)):
            _ask(reader, host, facts, gaps)
    gaps.extend(_silent_fields(host, facts, gaps))
    known = set() if ask_everyone else {fact.field for fact in facts}
    open_gaps = tuple(dict.fromkeys(gap for gap in gaps if gap.field not in known))
    return Report(
        machine=assemble(facts),
        facts=tuple(facts),
        gaps=open_gaps,
        origin=host.origin,
        taken_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        hwinfo_version=__version__,
    )


def _silent_fields(host: Host, facts: Iterable[Fact], gaps: Iterable[Gap]) -> Iterator[Gap]:
    """A gap for every field of the machine that no reader spoke of at all."""
    said = {fact.field for fact in facts} | {gap.field for gap in gaps}
    said |= {field.split(".")[0] for field in said if field.startswith("caches.")}
    live = host.origin == "live"
    reason = f"no reader for {host.system} covers it" if live else "not recorded"
    plain = [name for name in Machine._fields if name not in SECTIONS]
    fields = [f"{name}.{field}" for name, kind in SECTIONS.items() for field in kind._fields]
    for field in (*plain, *fields):
        if field not in said and field.split(".")[0] not in said:
            yield Gap(field, reason, (f"every reader for {host.system}",))


def _is_for(reader: Reader, host: Host) -> bool:
    if reader.systems and host.system not in reader.systems:
        return False
    return host.origin == "live" or not reader.live


def _is_needed(reader: Reader, facts: Iterable[Fact]) -> bool:
    known = {fact.field for fact in facts} if reader.only_for else set()
    return not reader.only_for or any(field not in known for field in reader.only_for)


def _ask(reader: Reader, host: Host, facts: list[Fact], gaps: list[Gap]) -> None:
    try:
        for said in importlib.import_module(reader.module).read(host):
            if isinstance(said, Gap):
                gaps.append(said)
            elif isinstance(said.value, str) and len(said.value) > NAME_LIMIT:
                reason = f"a text of {len(said.value):,} characters is damage, not a name"
                gaps.append(Gap(said.field, reason, (said.source,)))
            else:
                facts.append(said._replace(reader=reader.name))
    except Exception as error:  # noqa: BLE001 - one reader must never spoil a report
        said_error = str(error)
        detail = "" if "/" in said_error or "\\" in said_error else f": {said_error}"  # no paths
        reason = f"the reader failed: {type(error).__name__}{detail}"
        gaps.append(Gap(f"readers.{reader.name}", reason, (reader.module,)))


def assemble(facts: Iterable[Fact]) -> Machine:
    """The machine that the most trusted fact of each field describes."""
    believed: dict[str, Any] = {}
    for fact in facts:
        believed.setdefault(fact.field, fact.value)
    values: dict[str, Any] = {name: _section(name, believed) for name in SECTIONS}
    plain = [name for name in Machine._fields if name not in SECTIONS]
    values.update({name: believed.get(name) for name in plain})
    values["caches"] = _caches(believed)
    return Machine(**values)


def _section(name: str, believed: dict[str, Any]) -> object:
    section: Any = SECTIONS[name]
    paths = {field: f"{name}.{field}" for field in section._fields}
    return section(**{f: believed[path] for f, path in paths.items() if path in believed})


def _caches(believed: dict[str, Any]) -> dict[str, CacheLevel] | None:
    levels = {value.name: value for value in believed.values() if isinstance(value, CacheLevel)}
    return levels or None
