"""Find the things that a difference touches: those whose answers may have changed, and the days to ask for.

A changed statement touches the things that its subject is or stands inside, the thing that is its value, and
for a claim (a node that is no thing of its own: an attestation, a participation, a placement, a tenure) the
things that the claim leads to and that lead to the claim, in either graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import XSD

from kg.build.diff.statements import Changes, Statement
from kg.build.diff.things import path_of, read_things
from kg.rdf import iri as iris
from kg.store import Store
from kg.store.search import SearchIndex
from kg.store.solutions import Term
from kg.views.rows import ask_about
from kg.vocab import DATA

MOST_CLAIMS: Final = 2_000
"""Claims that are followed to the things around them; a difference with more is told as too large for it."""

_AROUND: Final = """SELECT DISTINCT ?x ?y WHERE { VALUES ?x { $iris }
  { ?x ?p ?y . FILTER(ISIRI(?y) || DATATYPE(?y) = xsd:date) } UNION { ?y ?p ?x } }"""


@dataclass(frozen=True)
class Touched:
    """One thing that a difference touches.

    Attributes:
        iri: the thing.
        kind: as the search index calls it.
        weight: number of changed statements that touch it.
        days: ISO days that these statements name; where they name none, those of their claims. Sorted.
    """

    iri: str
    kind: str
    weight: int
    days: tuple[str, ...]


@dataclass(frozen=True)
class Reach:
    """What a difference touches.

    Attributes:
        things: the most touched first.
        followed: whether changed claims were followed to the things around them.
    """

    things: tuple[Touched, ...]
    followed: bool


async def read_touched(changes: Changes, stores: Sequence[Store], indexes: Sequence[SearchIndex]) -> Reach:
    """Return the things that a difference touches.

    Args:
        changes: what differs; statements of the ontology touch nothing.
        stores: both graphs.
        indexes: of both.
    """
    statements = [item for item in changes.all if item.graph != iris.GRAPH_ONTOLOGY]
    paths = {item.subject: tuple(path_of(item.subject)) for item in statements}
    named = {node for path in paths.values() for node in path}
    named |= {item.object.value for item in statements if item.object.is_iri}
    things = dict(read_things(indexes, named))
    claims = {node for path in paths.values() for node in _claims(path, things)}
    around: dict[str, set[Term]] = {}
    if len(claims) <= MOST_CLAIMS:
        around = await _read_around(stores, claims)
        ends = {term.value for terms in around.values() for term in terms if term.is_iri}
        things |= read_things(indexes, ends)
    return Reach(_weigh(statements, paths, things, around), len(claims) <= MOST_CLAIMS)


def _claims(path: Sequence[str], things: Mapping[str, str]) -> Iterable[str]:
    """Yield the nodes of a path up to the first thing; a passage is no claim."""
    for node in path:
        if node in things or not node.startswith(DATA) or "#" in node:
            return
        yield node


async def _read_around(stores: Sequence[Store], claims: Iterable[str]) -> dict[str, set[Term]]:
    found: dict[str, set[Term]] = {}
    wanted = set(claims)
    for store in stores:
        for row in await ask_about(store, _AROUND, wanted):
            found.setdefault(row["x"].value, set()).add(row["y"])
    return found


def _weigh(
    statements: Iterable[Statement],
    paths: Mapping[str, Sequence[str]],
    things: Mapping[str, str],
    around: Mapping[str, Iterable[Term]],
) -> tuple[Touched, ...]:
    weights: dict[str, int] = {}
    named: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    for statement in statements:
        terms = {term for node in _claims(paths[statement.subject], things) for term in around.get(node, ())}
        reached = {node for node in paths[statement.subject] if node in things}
        reached |= {term.value for term in terms if term.value in things}
        reached |= {statement.object.value} & things.keys()
        for thing in reached:
            weights[thing] = weights.get(thing, 0) + 1
            named.setdefault(thing, set()).update(_days([statement.object]))
            told.setdefault(thing, set()).update(_days(terms))
    found = [
        Touched(iri, things[iri], weight, tuple(sorted(named[iri] or told[iri])))
        for iri, weight in weights.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.weight, item.iri)))


def _days(terms: Iterable[Term]) -> Iterable[str]:
    return (term.value for term in terms if term.datatype == str(XSD.date))
