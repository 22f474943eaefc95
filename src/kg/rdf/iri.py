"""Mint the IRIs of things (model, section 1): patterns in one place, ids always from records."""

from __future__ import annotations

from collections.abc import Iterator

from kg.records.model import Span
from kg.vocab import DATA

GRAPH_REGISTRY = f"{DATA}graph/registry"
GRAPH_REGISTER = f"{DATA}graph/register"
GRAPH_ONTOLOGY = f"{DATA}graph/ontology"
GRAPH_DERIVED = f"{DATA}graph/derived"
GRAPH_LOADED = f"{DATA}graph/loaded"
"""In a remote store only: says which data version was loaded there, and completely."""


def of_kind(kind: str, identifier: str) -> str:
    """IRI of a thing that a registry or the register names; posts hang under their organisation.

    >>> of_kind("post", "lang-son/peoples-committee/chair").removeprefix(str(DATA))
    'org/lang-son/peoples-committee/post/chair'
    """
    if kind == "post":
        organisation, _, role = identifier.rpartition("/")
        return f"{DATA}org/{organisation}/post/{role}"
    if kind == "version":
        return f"{DATA}unit/{identifier}"
    return f"{DATA}{kind}/{identifier}"


def source(identifier: str) -> str:
    """IRI of a source document, which is its named graph too."""
    return f"{DATA}source/{identifier}"


def passage(source_iri: str, span: Span) -> str:
    """IRI of a passage (RFC 5147 fragment, code points).

    >>> passage("https://example.org/s", Span(3, 9))
    'https://example.org/s#char=3,9'
    """
    return f"{source_iri}#char={span.start},{span.end}"


def unit_version(unit: str, number: int) -> str:
    """IRI of a version of an administrative unit."""
    return f"{DATA}unit/{unit}/v/{number}"


def nested(parent: str, *steps: str) -> str:
    """IRI of something that stands inside another record.

    >>> nested("https://example.org/s", "event", "visit")
    'https://example.org/s/event/visit'
    """
    return "/".join((parent, *steps))


def local(value: str) -> str:
    """The part of an IRI after the data base, as redirects and mentions spell it."""
    return value.removeprefix(str(DATA))


def containers(value: str) -> Iterator[str]:
    """Yield the IRIs that something stands inside by its own IRI, the nearest first.

    >>> [local(iri) for iri in containers(f"{DATA}source/a/event/visit")]
    ['source/a/event', 'source/a', 'source']
    """
    head, _, fragment = value.partition("#")
    if fragment:
        yield head
    while head.startswith(str(DATA)) and "/" in head.removeprefix(str(DATA)):
        head = head.rpartition("/")[0]
        yield head
