"""Reads the solutions of a SELECT as Python values (SPARQL 1.1 Query Results JSON Format)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from kg.store.contract import Store
from kg.store.formats import ResultFormat


@dataclass(frozen=True)
class Term:
    """One RDF term: an IRI, or a literal with its language or datatype (empty for none)."""

    value: str
    is_iri: bool
    lang: str = ""
    datatype: str = ""


Solution = Mapping[str, Term]
"""Variable → term; unbound variables are absent."""


async def select(store: Store, query: str) -> list[Solution]:
    """Return the solutions of a query of ours, in its order.

    Raises:
        LimitError: a limit of the store was reached; its subclass says which.
    """
    result = await store.query(query, result_format=ResultFormat.JSON)
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
