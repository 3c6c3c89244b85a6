"""The model as plain data and back: one shape for JSON, the schema and the site.

Plain: named tuples as objects, CPU sets as list notation ("0-3,8"), tuples as arrays.
"""

from __future__ import annotations

import dataclasses
import math
import sys
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hwinfo.cpuset import CpuSet
from hwinfo.errors import UnreadableInput
from hwinfo.measurement import Measurement, Point
from hwinfo.model import SCHEMA, Fact, Machine, Report

NAMES = {"Measurement": Measurement, "Point": Point}
SCALARS = (bool, int, float, str, type(None))


def to_plain(value: Any) -> Any:
    """Any value of the model as JSON knows it; a number that is none, such as NaN, is unknown."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, CpuSet):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if is_record(type(value)):
        return {name: to_plain(getattr(value, name)) for name in field_names(type(value))}
    return [to_plain(each) for each in value]


def report_to_plain(report: Report) -> dict[str, Any]:
    """A report as JSON: a fact's value only where it is one figure or word."""
    plain: dict[str, Any] = to_plain(report._replace(facts=()))
    plain["facts"] = [_fact(fact) for fact in report.facts]
    return {"schema": plain.pop("schema"), **plain}


def _fact(fact: Fact) -> dict[str, Any]:
    said = {"field": fact.field, "source": fact.source, "reader": fact.reader}
    if isinstance(fact.value, (*SCALARS, CpuSet)):
        said["value"] = to_plain(fact.value)
    return said


def report_from_plain(plain: Any, where: str = "report") -> Report:
    """A saved report; fields it lacks are unknown, fields we do not know are skipped.

    Raises: UnreadableInput if it is no report or a value has the wrong type.
    """
    if not isinstance(plain, Mapping) or "schema" not in plain:
        raise UnreadableInput(f'{where}: not a hwinfo report: expected "schema": "{SCHEMA}"')
    schema = plain["schema"]
    if not isinstance(schema, str) or schema.partition("/")[0] != "hwinfo":
        raise UnreadableInput(f"{where}: schema {schema!r}; expected {SCHEMA!r}")
    report: Report = from_plain(Report, {"machine": {}, **plain}, where)
    facts = (_with_value(fact, report.machine) for fact in report.facts)
    return report._replace(facts=tuple(facts))


def _with_value(fact: Fact, machine: Machine) -> Fact:
    return fact if fact.value is not None else fact._replace(value=value_at(machine, fact.field))


def value_at(machine: Machine, path: str) -> Any:
    """The value at a path such as "caches.L2.size_bytes", None if there is none."""
    value: Any = machine
    for name in path.split("."):
        value = _member(value, name)
    return value


def _member(value: Any, name: str) -> Any:
    """A key or a field, never what the class adds to them: JSON has no methods."""
    if isinstance(value, Mapping):
        return value.get(name)
    known = is_record(type(value)) and name in field_names(type(value))
    return getattr(value, name) if known else None


def is_record(kind: Any) -> bool:
    """Whether a type is one of the model's records."""
    return hasattr(kind, "_fields") or dataclasses.is_dataclass(kind)


def field_names(kind: Any) -> tuple[str, ...]:
    """The names of a record's fields."""
    if hasattr(kind, "_fields"):
        return tuple(kind._fields)
    return tuple(spec.name for spec in dataclasses.fields(kind))


def field_types(kind: Any) -> dict[str, Any]:
    """The resolved types of a record's fields."""
    hints = get_type_hints(kind, localns=NAMES)
    return {name: hints[name] for name in field_names(kind)}


def required_fields(kind: Any) -> list[str]:
    """The fields without a default."""
    if hasattr(kind, "_fields"):
        return [name for name in kind._fields if name not in kind._field_defaults]
    missing = dataclasses.MISSING
    specs = dataclasses.fields(kind)
    return [
        spec.name for spec in specs if spec.default is missing and spec.default_factory is missing
    ]


def from_plain(kind: Any, plain: Any, where: str) -> Any:
    """A value of one of the model's types.

    Raises: UnreadableInput naming the path, what was found and what was expected.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in {Any, object}:
        return plain
    if origin in {Union, types.UnionType}:
        return _from_union(arguments, plain, where)
    if origin is Literal:
        return _expect(plain in arguments, plain, where, f"one of {list(arguments)}")
    if origin is tuple:
        _expect(isinstance(plain, list), plain, where, "an array")
        return tuple(
            from_plain(arguments[0], each, f"{where}[{at}]") for at, each in enumerate(plain)
        )
    if origin is Mapping:
        _expect(isinstance(plain, Mapping), plain, where, "an object")
        return {
            key: from_plain(arguments[1], each, f"{where}.{key}") for key, each in plain.items()
        }
    if is_record(kind):
        return _record(kind, plain, where)
    return _scalar(kind, plain, where)


def _from_union(arguments: tuple[Any, ...], plain: Any, where: str) -> Any:
    if plain is None and type(None) in arguments:
        return None
    kinds = [kind for kind in arguments if kind is not type(None)]
    return from_plain(kinds[0], plain, where)


def _record(kind: Any, plain: Any, where: str) -> Any:
    _expect(isinstance(plain, Mapping), plain, where, "an object")
    known = {name: hint for name, hint in field_types(kind).items() if name in plain}
    lacking = [name for name in required_fields(kind) if name not in known]
    if kind is Fact and lacking == ["value"]:
        known, lacking = {**known, "value": object}, []
    _expect(not lacking, plain, where, f"the fields {', '.join(lacking)}")
    return kind(
        **{
            name: from_plain(hint, plain.get(name), f"{where}.{name}")
            for name, hint in known.items()
        }
    )


def _scalar(kind: Any, plain: Any, where: str) -> Any:
    if kind is CpuSet:
        parsed = CpuSet.parse_list(plain) if isinstance(plain, str) else None
        _expect(parsed is not None, plain, where, 'a CPU list such as "0-3,8"')
        return parsed
    if kind is float:
        number = isinstance(plain, int | float) and not isinstance(plain, bool)
        _expect(number and abs(plain) <= sys.float_info.max, plain, where, "a finite number")
        return float(plain)
    fits = isinstance(plain, kind) and (kind is bool or not isinstance(plain, bool))
    _expect(fits, plain, where, kind.__name__)
    return _expect(kind is not int or abs(plain) < 1 << 64, plain, where, "at most 64 bits")


def _expect(right: bool, plain: Any, where: str, expected: str) -> Any:
    if not right:
        raise UnreadableInput(f"{where}: found {_shown(plain)}; expected {expected}")
    return plain


def _shown(plain: Any) -> str:
    """What was found, short and on one line whatever it is: a huge number has no decimal text."""
    if isinstance(plain, int) and abs(plain) >= 10**30:
        return "a number of more than 30 digits"
    if isinstance(plain, dict | list):
        return f"{'an object' if isinstance(plain, dict) else 'an array'} of {len(plain):,}"
    return repr(plain[:60] if isinstance(plain, str) else plain)
