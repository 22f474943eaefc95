"""Asks a store with our own SELECTs and gives rows of RDF terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.vocab import PREFIXES

_CHARACTERS: Final = 30_000
"""IRIs of one VALUES list, in characters: half of what the shortest query limit of a service allows."""

PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
"""All prefixes of the project, for the head of a query."""


@dataclass(frozen=True, order=True)
class Term:
    """An IRI or a literal.

    Attributes:
        value: the IRI or the lexical form.
        is_iri: whether it is an IRI.
        language: tag of a string, or empty.
        datatype: IRI of the datatype of a typed literal, or empty.
    """

    value: str
    is_iri: bool = False
    language: str = ""
    datatype: str = ""


Row = Mapping[str, Term]
"""Variable name without ``?`` → its value; unbound variables are left out."""


def read_rows(body: bytes) -> list[Row]:
    """Read a SPARQL 1.1 result in JSON.

    >>> body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}}]}}'
    >>> read_rows(body)[0]["x"].value
    'urn:a'
    """
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: _term(value) for name, value in row.items()} for row in bindings]


def _term(value: Mapping[str, str]) -> Term:
    return Term(value["value"], value["type"] == "uri", value.get("xml:lang", ""), value.get("datatype", ""))


async def ask_rows(store: Store, query: str, variables: Mapping[str, str] | None = None) -> list[Row]:
    """Return the rows of a SELECT, to whose text the prologue is added."""
    result = await store.query(PROLOGUE + query, variables=variables)
    return read_rows(result.body)


async def ask_about(store: Store, query: str, iris: Iterable[str]) -> list[Row]:
    """Return the rows of a SELECT that holds ``VALUES … { $iris }``; long lists are asked in batches."""
    rows: list[Row] = []
    for batch in batches(iris):
        rows.extend(await ask_rows(store, query.replace("$iris", batch)))
    return rows


def batches(iris: Iterable[str], characters: int = _CHARACTERS) -> Iterator[str]:
    """Spell IRIs for VALUES lists, each once and sorted, in pieces of bounded length.

    >>> list(batches(["urn:b", "urn:a", "urn:a"]))
    ['<urn:a> <urn:b>']
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


def group_rows(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    """Group rows by the value of one variable, in the order of first appearance."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key].value, []).append(row)
    return found
