"""Gives the statements of the graph that a network shows, for exports as RDF."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from kg.rdf import terms
from kg.store import Store
from kg.store.solutions import Term, batches
from kg.views.network import Network
from kg.views.relations import RELATIONS
from kg.views.rows import Row, ask_about, ask_rows

Statement = tuple[str, str, str]
"""Subject, predicate and object in N-Triples spelling."""

_NAMES: Final = """SELECT ?s ?p ?o WHERE { VALUES ?s { $iris } ?s ?p ?o
  FILTER(?p IN (rdf:type, rdfs:label, skos:prefLabel, dct:title, foaf:name)) }"""
_BETWEEN: Final = "SELECT ?s ?p ?o WHERE { VALUES ?s { $iris } ?s ?p ?o FILTER(ISIRI(?o)) }"
_ALL: Final = "SELECT ?s ?p ?o WHERE { VALUES ?s { $iris } ?s ?p ?o FILTER(!ISBLANK(?o)) }"
_PASSAGES: Final = """SELECT DISTINCT ?s ?p ?o WHERE { VALUES ?claim { $iris } ?claim ?link ?s
  FILTER(?link IN (prov:wasQuotedFrom, kg:evidence, oa:hasTarget)) ?s oa:hasSource ?source ; ?p ?o
  FILTER(!ISBLANK(?o)) }"""
_ENDS: Final = frozenset({"source", "target", "detail"})


async def read_statements(store: Store, network: Network) -> list[Statement]:
    """Return what the graph states of a network in view, sorted.

    These are the types and names of its nodes, the statements that join two of them directly, all statements
    of the claims and other nodes that stand between them, and the passages that those were read from. Blank
    nodes, which only foreign data have, are left out.

    Args:
        store: where to ask.
        network: what is in view.
    """
    between = await _between(store, network)
    rows = await ask_about(store, _NAMES, network.names)
    direct = await ask_about(store, _BETWEEN, network.names)
    rows += [row for row in direct if row["o"].value in network.names]
    rows += await ask_about(store, _ALL, between)
    rows += await ask_about(store, _PASSAGES, between)
    return sorted({(terms.iri(row["s"].value), terms.iri(row["p"].value), _spell(row["o"])) for row in rows})


async def _between(store: Store, network: Network) -> set[str]:
    """Return the IRIs that the patterns of the relations go through, on the way between drawn ends."""
    found: set[str] = set()
    for kind in sorted({edge.kind for edge in network.edges}):
        pairs = {(edge.source, edge.target) for edge in network.edges if edge.kind == kind}
        for batch in batches({source for source, _ in pairs}):
            pattern = f"VALUES ?source {{ {batch} }} {RELATIONS[kind].pattern}"
            rows = await ask_rows(store, f"SELECT DISTINCT * WHERE {{ {pattern} }}")
            found |= set(_inner(rows, pairs))
    return found


def _inner(rows: Iterable[Row], pairs: Collection[tuple[str, str]]) -> Iterable[str]:
    for row in rows:
        if (row["source"].value, row["target"].value) in pairs:
            yield from (term.value for name, term in row.items() if name not in _ENDS and term.is_iri)


def _spell(term: Term) -> str:
    return terms.iri(term.value) if term.is_iri else terms.string(term.value, term.lang, term.datatype)
