"""The language in which field tables are written: kinds of value, fields, record types.

One table per record type drives the reader, the JSON Schema, the lift to RDF and the check that table,
shapes and ontology agree. A field states its key, kind of value, cardinality, predicate and labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rdflib import URIRef


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LABEL = "label"
    DAY = "day"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    ENUM = "enum"
    SLUG = "slug"
    REF = "ref"
    SPANS = "spans"
    PART = "part"


@dataclass(frozen=True)
class Field:
    """One row of a field table.

    Attributes:
        key: the YAML key, kebab-case.
        kind: what the value is.
        card: ``1`` exactly one, ``?`` at most one, ``+`` one or more, ``*`` any number.
        predicate: the property that carries the value in RDF; ``None`` where a lift rule makes it.
        scheme: for ``ENUM``, the scheme of `kg.vocab.SCHEMES`.
        target: for ``REF``, what the id names (``person``, ``org``, ``event``, …).
        part: for ``PART``, the record type of the value.
        choices: for ``ENUM`` without a scheme, the values allowed.
        also: further words that an ``ENUM``, ``BOOLEAN`` or ``REF`` field accepts.
        vi: label in Vietnamese. en: label in English.
    """

    key: str
    kind: Kind
    card: str
    predicate: URIRef | None
    vi: str
    en: str
    scheme: str = ""
    target: str = ""
    part: RecordType | None = None
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether the key must be there."""
        return self.card in {"1", "+"}

    @property
    def many(self) -> bool:
        """Whether a list is allowed."""
        return self.card in {"+", "*"}


@dataclass(frozen=True)
class RecordType:
    """A field table with its name and the rules that hold between its keys.

    Attributes:
        name: singular name of the record type.
        fields: rows in canonical order.
        one_of: groups of keys of which exactly one must be present.
        shorthand: key that a bare scalar stands for (``2020-05-27`` for ``{on: 2020-05-27}``).
        vi: label in Vietnamese. en: label in English.
    """

    name: str
    fields: tuple[Field, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    shorthand: str = ""
    vi: str = ""
    en: str = ""

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """Rows by key, in canonical order."""
        return {row.key: row for row in self.fields}

    def parts(self) -> Iterator[RecordType]:
        """Yield the record types that fields of this one hold."""
        for row in self.fields:
            if row.part is not None:
                yield row.part

    def __hash__(self) -> int:
        return hash(self.name)


def text(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """A string kept as written."""
    return Field(key, Kind.TEXT, card, predicate, vi, en)


def label(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """A mapping ``{vi, en}`` in our own words or an official name."""
    return Field(key, Kind.LABEL, card, predicate, vi, en)


def day(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """An ISO 8601 calendar day."""
    return Field(key, Kind.DAY, card, predicate, vi, en)


def decimal(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """A decimal number with a point."""
    return Field(key, Kind.DECIMAL, card, predicate, vi, en)


def integer(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """A whole number, not negative."""
    return Field(key, Kind.INTEGER, card, predicate, vi, en)


def boolean(key: str, card: str, predicate: URIRef | None, vi: str, en: str, *also: str) -> Field:
    """``true`` or ``false``, or one of the words in `also`."""
    return Field(key, Kind.BOOLEAN, card, predicate, vi, en, also=also)


def enum(key: str, card: str, predicate: URIRef | None, scheme: str, vi: str, en: str, *also: str) -> Field:
    """A value of a scheme of `kg.vocab.SCHEMES`, or one of the words in `also`."""
    return Field(key, Kind.ENUM, card, predicate, vi, en, scheme=scheme, also=also)


def choice(key: str, card: str, choices: tuple[str, ...], vi: str, en: str) -> Field:
    """One of some words that decide the class of the thing, so that no property carries them."""
    return Field(key, Kind.ENUM, card, None, vi, en, choices=choices)


def slug(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """A local id: small letters, digits and hyphens; ``/`` between levels where the id is global."""
    return Field(key, Kind.SLUG, card, predicate, vi, en)


def ref(key: str, card: str, predicate: URIRef | None, target: str, vi: str, en: str, *also: str) -> Field:
    """The id of something of another record (rule R4), or one of the words in `also`."""
    return Field(key, Kind.REF, card, predicate, vi, en, target=target, also=also)


def spans(key: str, card: str, predicate: URIRef | None, vi: str, en: str) -> Field:
    """Passages (rule R1): ``[s, e]`` or ``[[s, e], …]``, half-open, code points."""
    return Field(key, Kind.SPANS, card, predicate, vi, en)


def part(key: str, card: str, predicate: URIRef | None, record_type: RecordType, vi: str, en: str) -> Field:
    """A nested record."""
    return Field(key, Kind.PART, card, predicate, vi, en, part=record_type)
