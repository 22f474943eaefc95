"""Field tables as JSON Schema (draft 2020-12), for editors that complete and check records while one types.

The schemas accept what the reader accepts: numbers and truth values with quotes or without, one value or a
list where a list may stand, the short form of records that have one. What lies between records (references,
positions, dates and their words) is told by ``kg check`` only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.records.dossier_types import DOSSIER
from kg.records.fields import Field, Kind, RecordType
from kg.records.files import registry_file
from kg.records.model import Label
from kg.records.reader import ID
from kg.records.registry_types import REGISTRIES
from kg.vocab import SCHEMES

Schema = dict[str, Any]
"""A JSON Schema as plain values."""
Meanings = Mapping[str, Mapping[str, Label]]
"""Scheme → value as records write it → what it means."""

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


def schema_files(meanings: Meanings | None = None) -> dict[str, str]:
    """Give the text of every schema file by name: one for dossiers, one for each registry.

    Args:
        meanings: what the values of closed lists mean, for editors to show.
    """
    schemas = {"dossier": schema_of(DOSSIER, meanings)}
    for name, entry in REGISTRIES.items():
        schemas[name] = schema_of(registry_file(name), meanings)
        # Unlike other fields, the one key of a registry always holds a list, be it empty.
        schemas[name]["properties"][name] = {"type": "array", "items": {"$ref": f"#/$defs/{entry.name}"}}
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }


def schema_of(record_type: RecordType, meanings: Meanings | None = None) -> Schema:
    """Give the schema of a file whose top-level mapping has a field table.

    Args:
        record_type: the field table.
        meanings: what the values of closed lists mean.

    >>> schema_of(registry_file("roles"))["properties"]["roles"]["anyOf"][0]
    {'$ref': '#/$defs/role'}
    """
    parts: dict[str, RecordType] = {}
    _collect(record_type, parts)
    known = meanings or {}
    own = {name: _object(part, known) for name, part in parts.items()}
    return {
        "$schema": _DIALECT,
        **_object(record_type, known),
        "$defs": dict(sorted((_SHARED | own).items())),
    }


def _collect(record_type: RecordType, found: dict[str, RecordType]) -> None:
    for part in record_type.parts():
        if part.name not in found:
            found[part.name] = part
            _collect(part, found)
        elif found[part.name] != part:
            raise ValueError(f"two field tables are called {part.name!r}: give one of them another name")


def _object(record_type: RecordType, meanings: Meanings) -> Schema:
    schema: Schema = {"title": record_type.name, "type": "object"}
    if record_type.vi:
        schema["description"] = _description(record_type.vi, record_type.en)
    schema["properties"] = {row.key: _field(row, meanings) for row in record_type.fields}
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


def _field(row: Field, meanings: Meanings) -> Schema:
    one = _one(row, meanings)
    described: Schema = {"description": _description(row.vi, row.en)}
    if not row.many:
        return {**described, **one}
    many: Schema = {"type": "array", "items": one}
    if row.required:
        many["minItems"] = 1
    return {**described, "anyOf": [one, many]}


def _one(row: Field, meanings: Meanings) -> Schema:
    if row.kind is Kind.PART and row.part is not None:
        whole: Schema = {"$ref": f"#/$defs/{row.part.name}"}
        short = row.part.shorthand
        return {"anyOf": [_one(row.part.by_key[short], meanings), whole]} if short else whole
    if row.kind is Kind.SPANS:
        return {"$ref": "#/$defs/passages"}
    if row.kind is Kind.LABEL:
        return {"$ref": "#/$defs/label"}
    return _scalar(row, meanings)


def _scalar(row: Field, meanings: Meanings) -> Schema:
    if row.kind is Kind.DAY:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if row.kind is Kind.DECIMAL:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
    if row.kind is Kind.INTEGER:
        return _POSITION
    if row.kind is Kind.BOOLEAN:
        return {"enum": [True, False, "true", "false", *row.also]}
    if row.kind is Kind.ENUM:
        return _enumeration(row, meanings.get(row.scheme, {}))
    if row.kind is Kind.TEXT or row.target == "measure-unit":
        return {"type": "string"}
    word: Schema = {"type": "string", "pattern": f"^(?:{ID.pattern})$"}
    return {"anyOf": [word, {"enum": list(row.also)}]} if row.also else word


def _enumeration(row: Field, meanings: Mapping[str, Label]) -> Schema:
    """Write a closed list; ``enumDescriptions`` is a keyword of editors, which validators pass over."""
    values = [*(SCHEMES[row.scheme] if row.scheme else row.choices), *row.also]
    schema: Schema = {"enum": values}
    if any(value in meanings for value in values):
        unknown = Label("", "")
        known = (meanings.get(value, unknown) for value in values)
        schema["enumDescriptions"] = [_description(label.vi, label.en) if label.vi else "" for label in known]
    return schema
