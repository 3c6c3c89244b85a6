"""Who was asked about a field, what each said, whom the report believes and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.compare import ALWAYS_DIFFERENT
from hwinfo.cpuset import CpuSet
from hwinfo.errors import UnknownField
from hwinfo.model import Machine
from hwinfo.readers import READERS
from hwinfo.wording import shorten, words_of_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hwinfo.model import Fact, Gap, Report

TRUST = {reader.name: reader.trust for reader in READERS}


def explain(report: Report, asked: str) -> str:
    """The opinions about a field, or about every field below it, as text.

    Raises: UnknownField, with the nearest names, if no machine has such a field.
    """
    path = asked.removeprefix("machine.").strip(".")
    fields = [name for name in _ordered_fields(report) if _is_below(name, path)]
    gaps = [gap for gap in report.gaps if _is_below(gap.field, path)]
    closed = [gap for gap in gaps if gap.field in fields]
    gaps = [gap for gap in gaps if gap not in closed]
    if not fields and not gaps:
        if path in known_fields(report):
            return f"{path}\n  nobody was asked: no reader for this operating system covers it\n"
        raise UnknownField(_suggest(asked, known_fields(report)))
    blocks = [
        _explain_field(field, report.opinions(field))
        + "".join(_explain_closed(gap) for gap in closed if gap.field == field)
        for field in fields
    ]
    blocks += [_explain_gap(gap) for gap in gaps]
    return "\n".join(blocks)


def _is_below(name: str, path: str) -> bool:
    return name == path or name.startswith(f"{path}.")


def _ordered_fields(report: Report) -> Iterable[str]:
    return dict.fromkeys(fact.field for fact in report.facts)


def known_fields(report: Report) -> list[str]:
    """Every name one may ask for: sections, their fields, and what this report speaks of."""
    names: dict[str, None] = {}
    for section, default in Machine._field_defaults.items():
        names[section] = None
        for field in getattr(default, "_fields", ()):
            names[f"{section}.{field}"] = None
    names.update(dict.fromkeys(fact.field for fact in report.facts))
    names.update(dict.fromkeys(gap.field for gap in report.gaps))
    return list(names)


def _suggest(asked: str, names: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(asked, names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "try one of cpu, caches, memory, quota"
    return f"--explain: no field {asked!r}; {hint}"


def _explain_field(field: str, opinions: Sequence[Fact]) -> str:
    believed = opinions[0]
    lines = [field, _line("believed", believed)]
    others = opinions[1:]
    moving = field in ALWAYS_DIFFERENT
    lines += [
        _line("later" if moving else _verdict(believed.value, each.value), each) for each in others
    ]
    lines.append(f"  why: {TRUST.get(believed.reader, 'the only source')}")
    doubted = () if moving else (each for each in others if each.value != believed.value)
    for reader in dict.fromkeys(each.reader for each in doubted):
        lines.append(f"  why not {reader}: {TRUST.get(reader, 'asked later')}")
    return "\n".join(lines) + "\n"


def _line(verdict: str, fact: Fact) -> str:
    value = shorten(words_of_value(fact.field, fact.value), 60)
    return f"  {verdict:<10}{value}\n  {'':<10}said by {fact.reader}, from {fact.source}"


def _verdict(believed: object, other: object) -> str:
    return "agrees" if _same(believed, other) else "differs"


def _same(believed: object, other: object) -> bool:
    if isinstance(believed, tuple) and isinstance(other, tuple):
        return believed == other or set(believed) == set(other)
    return believed == other if not isinstance(believed, CpuSet) else str(believed) == str(other)


def _explain_closed(gap: Gap) -> str:
    looked_at = ", ".join(gap.looked_at) or "nothing"
    return f"  asked in vain: {looked_at} ({gap.reason})\n"


def _explain_gap(gap: Gap) -> str:
    looked_at = ", ".join(gap.looked_at) or "nothing"
    return f"{gap.field}\n  unknown   {gap.reason}\n  {'':<10}looked at {looked_at}\n"
