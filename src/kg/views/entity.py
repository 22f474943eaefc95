"""What the graph says of one thing: facts, what lies inside it, what points to it; each with sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rdflib import RDF, RDFS
from rdflib.namespace import DCTERMS, FOAF, PROV

from kg.rdf import iri as iris
from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.store.solutions import Term
from kg.views.claims import Claim, read_claims
from kg.views.evidence import NONE, Evidence, read_evidence
from kg.views.names import UNKNOWN, Name, read_names
from kg.views.order import main_class, rank
from kg.views.rows import Row, ask_rows
from kg.vocab import KG, OA

GROUP_LIMIT: Final = 60
"""Rows of one group that are read unless the reader asks for all of it."""
WHOLE_GROUP: Final = 2_000
_MOST_COLUMNS: Final = 5

_NO_FACT: Final = frozenset(
    str(term)
    for term in (
        *(RDF.type, RDFS.label, FOAF.name, DCTERMS.title, KG.matchKey, PROV.wasQuotedFrom, OA.hasTarget),
        *(KG.evidence, KG.because, KG.dateStatement, KG.claimStatus, KG.earliestStart, KG.latestStart),
        *(KG.inArea, KG.withinVersion),
    )
)
_NO_LINK: Final = frozenset(
    str(term)
    for term in (
        *(RDF.subject, RDF.object, RDF.predicate, OA.hasSource, PROV.wasQuotedFrom, KG.evidence),
        *(KG.withinUnit, KG.todayWithinUnit, KG.formerlyWithinUnit, KG.withinVersion, KG.inArea),
        KG.part,
    )
)
"""Links that say nothing to a reader, or that the page shows in another way."""


@dataclass(frozen=True)
class Value:
    """One value of a fact, the graph that holds it, and its own evidence where it has any."""

    term: Term
    graph: str
    evidence: Evidence = NONE


@dataclass(frozen=True)
class Group:
    """Claims that stand in one relation to the thing.

    Attributes:
        predicate: IRI of the relation.
        main_class: IRI of the class of the claims.
        inverse: whether the claims point to the thing; else they lie inside it.
        total: how many there are; ``claims`` may hold fewer.
        columns: predicates that the claims share, the most telling first.
    """

    predicate: str
    main_class: str
    inverse: bool
    total: int
    claims: tuple[Claim, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Entity:
    """One thing with all that is said of it.

    Attributes:
        name: label, kind and days.
        facts: predicate → values.
        groups: what lies inside it, then what points to it.
        evidence: of the thing itself and of every claim, by IRI.
        names: of everything that occurs.
    """

    iri: str
    name: Name
    facts: Mapping[str, tuple[Value, ...]]
    groups: tuple[Group, ...]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    names: Mapping[str, Name] = field(default_factory=dict)


async def read_entity(store: Store, iri: str, *, whole: str = "") -> Entity | None:
    """Return what the graph says of a thing; None when it says nothing.

    Args:
        store: where to ask.
        iri: the thing.
        whole: IRI of a predicate whose inverse group is read whole, up to 2 000 rows.
    """
    spelled = spell_iri(iri)
    facts = await ask_rows(store, f"SELECT ?p ?o ?g WHERE {{ GRAPH ?g {{ {spelled} ?p ?o }} }}")
    counts = await _count_links(store, spelled)
    if not facts and not counts:
        return None
    inside = {row["o"].value: row["p"].value for row in facts if row["o"].value.startswith(f"{iri}/")}
    links = await _read_links(store, spelled, counts, whole)
    claims = await read_claims(store, {*inside, *(subject for _, subject in links)})
    ties = [(predicate, claims[node], False) for node, predicate in inside.items()]
    ties += [(predicate, claims[node], True) for predicate, node in links if node not in inside]
    groups = _groups(ties, counts)
    qualified = await ask_rows(
        store, f"SELECT ?q ?p ?o WHERE {{ ?q rdf:subject {spelled} ; rdf:predicate ?p ; rdf:object ?o }}"
    )
    evidence = await read_evidence(
        store, {iri, *(row["q"].value for row in qualified), *_cited(claims.values())}
    )
    names = await read_names(store, {iri, *_mentioned(facts, groups, evidence)})
    told = _facts(iri, facts, inside, qualified, evidence)
    return Entity(iri, names[iri], told, tuple(_by_day(group, names) for group in groups), evidence, names)


def _by_day(group: Group, names: Mapping[str, Name]) -> Group:
    """Order claims by their own day, else by that of the events that they speak of."""

    def key(claim: Claim) -> tuple[str, str]:
        spoken_of = (term.value for values in claim.facts.values() for term in values if term.is_iri)
        days = [names[iri].days.key for iri in (*claim.owners, *spoken_of) if names[iri].kind.name == "event"]
        return (min(days, default="9999") if claim.days == UNKNOWN else claim.days.key, claim.iri)

    return replace(group, claims=tuple(sorted(group.claims, key=key)))


async def _count_links(store: Store, spelled: str) -> dict[str, dict[str, int]]:
    """Count incoming links by predicate and class; the key "" counts all, whatever the class."""
    # Thousands of versions lie in a province: what is not shown is left out before it is joined.
    shown = f"FILTER(?p NOT IN ({', '.join(map(spell_iri, sorted(_NO_LINK)))}))"
    query = f"""SELECT ?p ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {{
      {{ ?s ?p {spelled} {shown} BIND("" AS ?class) }} UNION {{ ?s ?p {spelled} {shown} ?s a ?class }}
    }} GROUP BY ?p ?class"""
    counts: dict[str, dict[str, int]] = {}
    for row in await ask_rows(store, query):
        counts.setdefault(row["p"].value, {})[row["class"].value] = int(row["n"].value)
    return counts


async def _read_links(store: Store, spelled: str, counts: Iterable[str], whole: str) -> list[tuple[str, str]]:
    branches = [
        f"{{ SELECT ?p ?s WHERE {{ BIND({spell_iri(predicate)} AS ?p) ?s {spell_iri(predicate)} {spelled} }} "
        f"ORDER BY STR(?s) LIMIT {WHOLE_GROUP if predicate == whole else GROUP_LIMIT} }}"
        for predicate in sorted(counts)
    ]
    if not branches:
        return []
    rows = await ask_rows(store, f"SELECT DISTINCT ?p ?s WHERE {{ {' UNION '.join(branches)} }}")
    return sorted({(row["p"].value, row["s"].value) for row in rows if row["s"].is_iri})


def _facts(
    iri: str,
    rows: Iterable[Row],
    inside: Mapping[str, str],
    qualified: Iterable[Row],
    evidence: Mapping[str, Evidence],
) -> dict[str, tuple[Value, ...]]:
    own = {(row["p"].value, row["o"]): evidence.get(row["q"].value, NONE) for row in qualified}
    found: dict[str, list[Value]] = {}
    for row in sorted(rows, key=lambda row: (row["p"].value, row["o"])):
        predicate, term = row["p"].value, row["o"]
        if predicate in _NO_FACT or term.value in inside:
            continue
        proof = own.get((predicate, term), evidence.get(iri, NONE) if "/source/" in row["g"].value else NONE)
        found.setdefault(predicate, []).append(Value(term, row["g"].value, proof))
    order = sorted(found, key=rank)
    return {predicate: tuple(found[predicate]) for predicate in order}


def _groups(
    links: Iterable[tuple[str, Claim, bool]], counts: Mapping[str, Mapping[str, int]]
) -> tuple[Group, ...]:
    found: dict[tuple[str, str, bool], list[Claim]] = {}
    for predicate, claim, inverse in links:
        found.setdefault((predicate, main_class(claim.classes), inverse), []).append(claim)
    groups = []
    for (predicate, group_class, inverse), claims in found.items():
        total = len(claims)
        if inverse and counts[predicate][""] > sum(
            len(others) for (other, _, back), others in found.items() if back and other == predicate
        ):
            total = max(total, counts[predicate].get(group_class, 0))
        columns = _columns(claims, predicate if inverse else "")
        groups.append(Group(predicate, group_class, inverse, total, tuple(claims), columns))
    return tuple(sorted(groups, key=lambda group: (rank(group.main_class), rank(group.predicate))))


def _columns(claims: Sequence[Claim], skip: str) -> tuple[str, ...]:
    predicates = {predicate for claim in claims for predicate in claim.facts} - {skip}
    owners = {owner for claim in claims for owner in claim.owners}
    # The node inside which a claim stands is shown as the name of its row.
    predicates -= {
        predicate
        for predicate in predicates
        if {term.value for claim in claims for term in claim.facts.get(predicate, ())} <= owners
    }
    told: list[str] = []
    for predicate in sorted(predicates, key=rank):
        # An owner that is always the addressee says nothing more.
        if not any(_alike(claims, predicate, other) for other in told):
            told.append(predicate)
    return tuple(told[:_MOST_COLUMNS])


def _alike(claims: Iterable[Claim], one: str, other: str) -> bool:
    return all(claim.facts.get(one) == claim.facts.get(other) for claim in claims)


def _cited(claims: Iterable[Claim]) -> Iterable[str]:
    for claim in claims:
        yield claim.iri
        yield from claim.owners


def _mentioned(
    facts: Iterable[Row], groups: Iterable[Group], evidence: Mapping[str, Evidence]
) -> Iterable[str]:
    for row in facts:
        yield row["p"].value
        if row["o"].is_iri:
            yield row["o"].value
    for group in groups:
        yield from (group.predicate, group.main_class, *group.columns)
        for claim in group.claims:
            yield from (claim.iri, *claim.owners)
            yield from (term.value for values in claim.facts.values() for term in values if term.is_iri)
    for proof in evidence.values():
        yield from (passage.source for passage in proof.passages)
        if proof.status:
            yield proof.status


GRAPH_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    iris.GRAPH_REGISTRY: ("danh mục do người biên tập lập", "registry, kept by the curators"),
    iris.GRAPH_REGISTER: ("sổ đăng ký đơn vị hành chính", "register of administrative units"),
    iris.GRAPH_DERIVED: ("suy ra từ các khẳng định", "derived from the claims"),
    iris.GRAPH_ONTOLOGY: ("bộ từ vựng", "ontology"),
}
"""What the graphs that are no sources are called, in Vietnamese and in English."""
