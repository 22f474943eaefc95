"""Field tables as JSON Schema (draft 2020-12), for editors that complete and check records while one types.

The schemas accept what the reader accepts: numbers and truth values with quotes or without, one value or a
list where a list may stand, the short form of records that have one. What lies between records (references,
positions, dates and their words) is told by ``kg check`` only.
"""

from __future__ import annotations

import json
from typing import Any

from kg.records.dossier_types import DOSSIER
from kg.records.fields import Field, Kind, RecordType
from kg.records.files import registry_file
from kg.records.reader import ID
from kg.records.registry_types import REGISTRIES
from kg.vocab import SCHEMES

Schema = dict[str, Any]
"""A JSON Schema as plain values."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DIGITS = "^[0-9]{1,18}$"
_POSITION: Schema = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _DIGITS}]}
_SHARED: dict[str, Schema] = {
    "label": {
        "type": "object",
        "description": "nhãn song ngữ — label in two languages",
        "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
        "required": ["vi", "en"],
        "additionalProperties": False,
    },
    "passage": {
        "type": "array",
        "description": "đoạn [đầu, cuối) — passage [start, end)",
        "items": _POSITION,
        "minItems": 2,
        "maxItems": 2,
    },
    "passages": {
        "anyOf": [
            {"$ref": "#/$defs/passage"},
            {"type": "array", "items": {"$ref": "#/$defs/passage"}, "minItems": 1},
        ]
    },
}


def schema_files() -> dict[str, str]:
    """Give the text of every schema file by name: one for dossiers, one for each registry."""
    schemas = {"dossier": schema_of(DOSSIER)}
    for name, entry in REGISTRIES.items():
        schemas[name] = schema_of(registry_file(name))
        # Unlike other fields, the one key of a registry always holds a list, be it empty.
        schemas[name]["properties"][name] = {"type": "array", "items": {"$ref": f"#/$defs/{entry.name}"}}
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }


def schema_of(record_type: RecordType) -> Schema:
    """Give the schema of a file whose top-level mapping has a field table.

    >>> schema_of(registry_file("roles"))["properties"]["roles"]["anyOf"][0]
    {'$ref': '#/$defs/role'}
    """
    parts: dict[str, RecordType] = {}
    _collect(record_type, parts)
    own = {name: _object(part) for name, part in parts.items()}
    return {
        "$schema": _DIALECT,
        **_object(record_type),
        "$defs": dict(sorted((_SHARED | own).items())),
    }


def _collect(record_type: RecordType, found: dict[str, RecordType]) -> None:
    for part in record_type.parts():
        if part.name not in found:
            found[part.name] = part
            _collect(part, found)
        elif found[part.name] != part:
            raise ValueError(f"two field tables are called {part.name!r}: give one of them another name")


def _object(record_type: RecordType) -> Schema:
    schema: Schema = {"title": record_type.name, "type": "object"}
    if record_type.vi:
        schema["description"] = _description(record_type.vi, record_type.en)
    schema["properties"] = {row.key: _field(row) for row in record_type.fields}
    required = [row.key for row in record_type.fields if row.required]
    if required:
        schema["required"] = required
    alternatives = [{"oneOf": [{"required": [key]} for key in group]} for group in record_type.one_of]
    if alternatives:
        schema["allOf"] = alternatives
    schema["additionalProperties"] = False
    return schema


def _description(vi: str, en: str) -> str:
    return f"{vi} — {en}"


def _field(row: Field) -> Schema:
    one = _one(row)
    described: Schema = {"description": _description(row.vi, row.en)}
    if not row.many:
        return {**described, **one}
    many: Schema = {"type": "array", "items": one}
    if row.required:
        many["minItems"] = 1
    return {**described, "anyOf": [one, many]}


def _one(row: Field) -> Schema:
    if row.kind is Kind.PART and row.part is not None:
        whole: Schema = {"$ref": f"#/$defs/{row.part.name}"}
        short = row.part.shorthand
        return {"anyOf": [_one(row.part.by_key[short]), whole]} if short else whole
    if row.kind is Kind.SPANS:
        return {"$ref": "#/$defs/passages"}
    if row.kind is Kind.LABEL:
        return {"$ref": "#/$defs/label"}
    return _scalar(row)


def _scalar(row: Field) -> Schema:
    if row.kind is Kind.DAY:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if row.kind is Kind.DECIMAL:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
    if row.kind is Kind.INTEGER:
        return _POSITION
    if row.kind is Kind.BOOLEAN:
        return {"enum": [True, False, "true", "false", *row.also]}
    if row.kind is Kind.ENUM:
        return {"enum": [*(SCHEMES[row.scheme] if row.scheme else row.choices), *row.also]}
    if row.kind is Kind.TEXT or row.target == "measure-unit":
        return {"type": "string"}
    word: Schema = {"type": "string", "pattern": f"^(?:{ID.pattern})$"}
    return {"anyOf": [word, {"enum": list(row.also)}]} if row.also else word
