"""Asks our own SELECTs and reads their solutions (SPARQL 1.1 Query Results JSON Format)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.store.contract import Store
from kg.store.formats import ResultFormat

_CHARACTERS: Final = 30_000
"""IRIs of one VALUES list, in characters: half of what the shortest query limit of a service allows."""


@dataclass(frozen=True, order=True)
class Term:
    """One RDF term: an IRI, or a literal with its language or datatype (empty for none)."""

    value: str
    is_iri: bool = False
    lang: str = ""
    datatype: str = ""


Solution = Mapping[str, Term]
"""Variable → term; unbound variables are absent."""


async def select(store: Store, query: str) -> list[Solution]:
    """Return the solutions of a query of ours, in its order.

    Raises:
        LimitError: a limit of the store was reached; its subclass says which.
    """
    result = await store.query(query, result_format=ResultFormat.JSON, ours=True)
    return read_solutions(result.body)


def read_solutions(body: bytes) -> list[Solution]:
    """Return the solutions of a result document.

    >>> read_solutions(b'{"head":{},"results":{"bindings":[{"a":{"type":"uri","value":"x:y"}}]}}')
    [{'a': Term(value='x:y', is_iri=True, lang='', datatype='')}]
    """
    bindings = json.loads(body)["results"]["bindings"]
    return [
        {
            name: Term(
                term["value"], term["type"] == "uri", term.get("xml:lang", ""), term.get("datatype", "")
            )
            for name, term in binding.items()
        }
        for binding in bindings
    ]


def batches(iris: Iterable[str], characters: int = _CHARACTERS) -> Iterator[str]:
    """Spell IRIs for VALUES lists, each once and sorted, in pieces of bounded length.

    >>> list(batches(["urn:b", "urn:a", "urn:a"])), list(batches(["a:1", "a:2", "a:3"], 12))
    (['<urn:a> <urn:b>'], ['<a:1> <a:2>', '<a:3>'])
    """
    piece: list[str] = []
    length = 0
    for value in sorted(set(iris)):
        spelled = spell_iri(value)
        if piece and length + len(spelled) > characters:
            yield " ".join(piece)
            piece, length = [], 0
        piece.append(spelled)
        length += len(spelled) + 1
    if piece:
        yield " ".join(piece)
