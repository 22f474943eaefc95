"""Spell RDF terms as N-Quads text (W3C RDF 1.1 N-Quads, canonical escapes of RDF 1.1 N-Triples §3).

Terms are written by hand because building rdflib terms costs ten times as much and the writer is the hot
path of a build.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pyoxigraph import NamedNode
from rdflib import XSD

Scalar = date | Decimal | int | bool
"""A value that has a datatype of its own."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_SPECIAL = re.compile(r'[\\"\n\r]')
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_MEANT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def iri(value: str) -> str:
    """Spell an IRI.

    >>> iri("https://w3id.org/diaban/id/person/a")
    '<https://w3id.org/diaban/id/person/a>'

    Raises:
        ValueError: a character that N-Triples forbids in IRIs.
    """
    if _FORBIDDEN.search(value):
        raise ValueError(f"not an IRI: {value!r}")
    return f"<{value}>"


def foreign_iri(value: str) -> str:
    """Spell an IRI that a stranger wrote: it must be one by RFC 3987, absolute, as the engine reads it.

    >>> foreign_iri("https://w3id.org/diaban/id/a")
    '<https://w3id.org/diaban/id/a>'

    Raises:
        ValueError: it is none.
    """
    return str(NamedNode(value))


def string(value: str, language: str = "", datatype: str = "") -> str:
    r"""Spell a string, with a language tag or a datatype where one is given.

    >>> string('xã "A"', "vi")
    '"xã \\"A\\""@vi'
    """
    escaped = _SPECIAL.sub(lambda match: _ESCAPES[match.group()], value)
    if datatype:
        return f'"{escaped}"^^{iri(datatype)}'
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def literal(value: Scalar) -> str:
    """Spell a typed value; decimals keep the form that the engine gives them (no trailing zeros).

    >>> literal(Decimal("1.50")), literal(True)
    ('"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    """
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{XSD.boolean}>'
    if isinstance(value, int):
        return f'"{value}"^^<{XSD.integer}>'
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f'"{text}"^^<{XSD.decimal}>'
    return f'"{value.isoformat()}"^^<{XSD.date}>'


def read_string(spelled: str) -> str:
    r"""Read what stands between the quotes of a string: all escapes of N-Triples (RDF 1.1 N-Triples §2.3).

    >>> read_string(r'x\u1EA1 \"A\"')
    'xạ "A"'
    """
    return _ESCAPED.sub(_unescape, spelled) if "\\" in spelled else spelled


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _MEANT.get(match[3], match[3])
