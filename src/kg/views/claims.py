"""Nodes that make a claim, many at once: their values, and the node inside which each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rdflib import RDF, RDFS
from rdflib.namespace import DCTERMS, PROV

from kg.store import Store
from kg.store.solutions import Term
from kg.views.names import UNKNOWN, Days
from kg.views.rows import ask_about, group_rows
from kg.vocab import KG, OA

_FACTS: Final = "SELECT ?x ?p ?o WHERE { VALUES ?x { $iris } ?x ?p ?o }"
_OWNERS: Final = """SELECT DISTINCT ?x ?owner WHERE { VALUES ?x { $iris } ?owner ?p ?x .
  FILTER(STRSTARTS(STR(?x), CONCAT(STR(?owner), "/"))) }"""

_NO_COLUMN: Final = frozenset(
    str(term)
    for term in (
        *(RDF.type, RDFS.label, DCTERMS.title, PROV.wasQuotedFrom, OA.hasTarget),
        *(KG.claimStatus, KG.evidence, KG.because, KG.dateStatement, KG.dateStatus, KG.matchKey),
        *(KG.statedTitle, KG.surface, KG.normalised),
        *(
            KG.earliestStart,
            KG.latestStart,
            KG.observedEarliest,
            KG.observedLatest,
            KG.attestedBy,
            KG.derivedBound,
            KG.inCapacityOf,
            KG.strength,
            KG.correction,
        ),
    )
)
"""Predicates that a table of claims shows in its source column, in the name of the row, or not at all."""


@dataclass(frozen=True)
class Claim:
    """One node.

    Attributes:
        classes: its RDF classes.
        facts: predicate → values, without those that tables do not show.
        owners: nodes inside which it stands, by IRI (an event, for its participations).
        days: between which what it tells began, or was seen.
    """

    iri: str
    classes: frozenset[str] = frozenset()
    facts: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    days: Days = UNKNOWN


async def read_claims(store: Store, iris: Iterable[str]) -> dict[str, Claim]:
    """Return what each node says, by IRI."""
    wanted = set(iris)
    facts = group_rows(await ask_about(store, _FACTS, wanted), "x")
    owners = group_rows(await ask_about(store, _OWNERS, wanted), "x")
    return {
        iri: _claim(
            iri,
            [(row["p"].value, row["o"]) for row in facts.get(iri, ())],
            tuple(sorted(row["owner"].value for row in owners.get(iri, ()))),
        )
        for iri in sorted(wanted)
    }


def _claim(iri: str, pairs: list[tuple[str, Term]], owners: tuple[str, ...]) -> Claim:
    shown: dict[str, list[Term]] = {}
    for predicate, term in sorted(pairs):
        # What lies inside the claim has a page of its own; its node would say nothing in a cell.
        if predicate not in _NO_COLUMN and not term.value.startswith(f"{iri}/"):
            shown.setdefault(predicate, []).append(term)
    earliest = _bound(pairs, KG.earliestStart) or _bound(pairs, KG.observedEarliest)
    latest = _bound(pairs, KG.latestStart) or _bound(pairs, KG.observedLatest)
    classes = frozenset(term.value for predicate, term in pairs if predicate == str(RDF.type))
    return Claim(
        iri, classes, {key: tuple(values) for key, values in shown.items()}, owners, Days(earliest, latest)
    )


def _bound(pairs: Iterable[tuple[str, Term]], predicate: str) -> str:
    return min((term.value for found, term in pairs if found == str(predicate)), default="")
