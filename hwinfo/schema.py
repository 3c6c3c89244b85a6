"""The JSON Schema of a report, generated from the model: `python -m hwinfo.schema` prints it."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin

from hwinfo.codec import field_types, is_record, required_fields
from hwinfo.cpuset import CpuSet
from hwinfo.model import SCHEMA, Fact, Report

CPU_LIST = "^([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?$"
PLAIN = {bool: "boolean", int: "integer", float: "number", str: "string"}
Schema = dict[str, Any]


def report_schema() -> Schema:
    """The schema of `hwinfo/1`; unknown fields are allowed, so that newer reports still load."""
    definitions: dict[str, Schema] = {}
    _definition(Report, definitions)
    top = definitions.pop("Report")
    top["properties"]["schema"] = {"type": "string", "pattern": "^hwinfo/1(\\.|$)"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A hardware report",
        "description": f"{SCHEMA}, as `hwinfo --format json` writes it. null means unknown.",
        **top,
        "required": ["schema", "machine"],
        "$defs": dict(sorted(definitions.items())),
    }


def _definition(kind: Any, definitions: dict[str, Schema]) -> None:
    made: Schema = {"type": "object"}
    definitions[kind.__name__] = made
    summary = (kind.__doc__ or "").strip().splitlines()[0]
    hints = field_types(kind)
    made["description"] = summary
    made["properties"] = {name: _schema(hint, definitions) for name, hint in hints.items()}
    required = [name for name in required_fields(kind) if (kind, name) != (Fact, "value")]
    if required:
        made["required"] = required


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in {Any, object}:
        return {}
    if origin in {Union, types.UnionType}:
        choices = [_schema(each, definitions) for each in arguments if each is not type(None)]
        return {"anyOf": [*choices, {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if kind is CpuSet:
        return {"type": "string", "pattern": CPU_LIST}
    if is_record(kind):
        if kind.__name__ not in definitions:
            _definition(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return {"type": PLAIN[kind]}


if __name__ == "__main__":
    print(json.dumps(report_schema(), indent=1))
