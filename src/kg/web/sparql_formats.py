"""The formats that the endpoint offers, by media type and by short name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from kg.store import QueryForm, ResultFormat
from kg.web.negotiation import choose
from kg.web.problems import RequestError

TABLE_OFFERS: Final[Mapping[str, ResultFormat]] = MappingProxyType(
    {
        "application/sparql-results+json": ResultFormat.JSON,
        "application/json": ResultFormat.JSON,
        "application/sparql-results+xml": ResultFormat.XML,
        "application/xml": ResultFormat.XML,
        "text/xml": ResultFormat.XML,
        "text/csv": ResultFormat.CSV,
        "text/tab-separated-values": ResultFormat.TSV,
    }
)
GRAPH_OFFERS: Final[Mapping[str, ResultFormat]] = MappingProxyType(
    {
        "text/turtle": ResultFormat.TURTLE,
        "application/n-triples": ResultFormat.N_TRIPLES,
        "application/n-quads": ResultFormat.N_QUADS,
        "application/trig": ResultFormat.TRIG,
        "application/ld+json": ResultFormat.JSON_LD,
        "application/json": ResultFormat.JSON_LD,
        "application/rdf+xml": ResultFormat.RDF_XML,
        "application/xml": ResultFormat.RDF_XML,
        "text/xml": ResultFormat.RDF_XML,
    }
)
TABLE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
    }
)
GRAPH_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ttl": "text/turtle",
        "turtle": "text/turtle",
        "nt": "application/n-triples",
        "nq": "application/n-quads",
        "trig": "application/trig",
        "jsonld": "application/ld+json",
        "json": "application/ld+json",
        "rdf": "application/rdf+xml",
        "xml": "application/rdf+xml",
    }
)


_SHORT: Final = 256
"""Characters of an Accept header whose choice is remembered: every client sends the same again and again."""


def choose_format(form: QueryForm, accept: str | None, name: str) -> tuple[ResultFormat, str]:
    """Return the format of an answer and the value of its Content-Type.

    Args:
        form: of the query.
        accept: the Accept header, if there is one.
        name: a short name or media type that overrides it; empty for none.

    Raises:
        RequestError: 406, when the client accepts nothing that can carry the answer.

    >>> choose_format(QueryForm.ASK, "text/html, application/xml;q=0.9", "")[1]
    'application/xml'
    """
    offers = GRAPH_OFFERS if form.is_graph else TABLE_OFFERS
    names = GRAPH_NAMES if form.is_graph else TABLE_NAMES
    if name:
        wanted = name.lower().partition(";")[0].strip()
        media_type = names.get(wanted, wanted if wanted in offers else None)
    else:
        media_type = _choose(accept, offers)
    if media_type is None:
        asked = f"format={name}" if name else f"Accept: {accept}"
        message = f"{asked} names nothing that can carry the answer of {form}; ask for one of the offers"
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", message, [*names, *offers])
    chosen = offers[media_type]
    own = chosen.media_type
    return chosen, own if own.partition(";")[0] == media_type else media_type


def _choose(accept: str | None, offers: Mapping[str, ResultFormat]) -> str | None:
    if accept is not None and len(accept) > _SHORT:
        return choose(accept, list(offers))
    return _choose_again(accept, tuple(offers))


_choose_again: Final = lru_cache(maxsize=256)(choose)
