"""Gathers every name by which a thing of the graph is known, for the search index.

A name is *full* (a label, a variant, a version's name with its type, the same with what it lies in) or
*loose* (a place without its type word, a form that a source uses). Full names win over loose ones. Forms that
only their context explains (coreference, elided) are no names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS

from kg.vocab import ELI, KG, OA, term_of

KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("person", KG.Official),
    ("post", KG.Post),
    ("delegation", KG.Delegation),
    ("organisation", KG.Organisation),
    ("group", KG.Group),
    ("unit", KG.AdministrativeUnit),
    ("site", KG.Site),
    ("event", KG.Event),
    ("document", KG.OfficialDocument),
    ("source", KG.SourceDocument),
    ("programme", KG.Programme),
    ("project", KG.Project),
    ("project", KG.ProjectSet),
    ("indicator", KG.Indicator),
    ("topic", KG.Topic),
    ("role", KG.Role),
    ("funding", KG.FundingSource),
    ("directive", KG.Directive),
    ("petition", KG.Petition),
)
"""Kind of thing and its class; of several classes the first counts."""

_LABELS: Final = (RDFS.label, SKOS.altLabel, FOAF.name, KG.abbreviation, DCTERMS.title, KG.surface)
_LEVELS: Final = ("country", "province", "district", "commune")
_UNION: Final = {"use_default_graph_as_union": True}


@dataclass(frozen=True)
class Thing:
    """One thing that can be found.

    Attributes:
        facts: how many statements of sources name it.
        depth: of a unit: 2 a province, 4 a district, 6 a commune, and 1 more where it has ended; else 0.
    """

    iri: str
    kind: str
    facts: int
    depth: int = 0


@dataclass(frozen=True)
class Name:
    """One name of a thing.

    Attributes:
        lang: empty where the graph gives none.
        full: whether it goes before loose names.
        around: the end of the text that names what the thing lies in; empty for most.
    """

    iri: str
    text: str
    lang: str
    full: bool
    around: str = ""


def gather_things(store: ox.Store) -> list[Thing]:
    """Return everything that has a kind, sorted by IRI."""
    kinds: dict[str, str] = {}
    for kind, cls in KINDS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(cls)):
            if isinstance(quad.subject, ox.NamedNode):
                kinds.setdefault(quad.subject.value, kind)
    facts, depths = _count_facts(store), _depths(store)
    return [Thing(iri, kind, facts.get(iri, 0), depths.get(iri, 0)) for iri, kind in sorted(kinds.items())]


def _depths(store: ox.Store) -> dict[str, int]:
    """How deep each unit lies in the country by its highest version, as ``Thing.depth`` says."""
    levels = {str(term_of("unitLevel", name)): depth for depth, name in enumerate(_LEVELS)}
    found: dict[str, int] = {}
    query = f"""SELECT ?unit ?level (MIN(?ended) AS ?gone) WHERE {{
      ?version <{KG.versionOf}> ?unit ; <{KG.unitLevel}> ?level .
      OPTIONAL {{ ?version <{KG.validUntil}> ?until }} BIND(BOUND(?until) AS ?ended)
    }} GROUP BY ?unit ?level"""
    for row in _rows(store, query):
        depth = 2 * levels.get(row["level"].value, len(_LEVELS)) + (row["gone"].value == "true")
        found[row["unit"].value] = min(depth, found.get(row["unit"].value, depth))
    return found


def _count_facts(store: ox.Store) -> dict[str, int]:
    """Count the statements of source graphs whose object a thing is."""
    rows = store.query(
        f"""SELECT ?thing (COUNT(*) AS ?facts) WHERE {{
              GRAPH ?source {{ ?source a <{KG.SourceDocument}> . ?claim ?property ?thing }}
              FILTER(ISIRI(?thing) && ?property != <{RDF.type}>)
            }} GROUP BY ?thing"""
    )
    counts: dict[str, int] = {}
    if isinstance(rows, ox.QuerySolutions):
        for row in rows:
            counts[row["thing"].value] = int(row["facts"].value)
    return counts


def gather_names(store: ox.Store) -> list[Name]:
    """Return all names of all things, each once, full ones before loose ones."""
    best: dict[tuple[str, str, str], Name] = {}
    for name in (*_own_names(store), *_unit_names(store), *_mentioned(store), *_composed(store)):
        key = (name.iri, name.text, name.lang)
        if key not in best or (name.full and not best[key].full):
            best[key] = name
    return sorted(best.values(), key=lambda name: (not name.full, name.iri, name.text, name.lang))


def _own_names(store: ox.Store) -> Iterator[Name]:
    for predicate in _LABELS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield Name(quad.subject.value, quad.object.value, quad.object.language or "", full=True)


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    rows = store.query(query, **_UNION)  # type: ignore[arg-type]
    if isinstance(rows, ox.QuerySolutions):
        yield from rows


def _unit_names(store: ox.Store) -> Iterator[Name]:
    """Names of all versions of a unit, alone, without their type word, and with what they lie in."""
    versions = {}
    for row in _rows(
        store,
        f"""SELECT ?version ?unit ?label ?type ?within WHERE {{
              ?version <{KG.versionOf}> ?unit ; <{RDFS.label}> ?label ; <{KG.unitType}> ?type .
              OPTIONAL {{ ?version <{KG.within}> ?within }}
            }}""",
    ):
        within = row["within"].value if row["within"] is not None else ""
        versions[row["version"].value] = (row["unit"].value, row["label"].value, row["type"].value, within)
    for unit, label, unit_type, within in versions.values():
        bare = label.removeprefix(f"{unit_type} ")
        yield Name(unit, label, "vi", full=True)
        if bare != label:
            yield Name(unit, bare, "vi", full=False)
        around = list(_around(versions, within))
        if around:
            whole = ", ".join(text for text, _ in around)
            yield Name(unit, f"{label}, {whole}", "vi", full=True, around=whole)
        for text, plain in around:
            yield Name(unit, f"{label}, {text}", "vi", full=True, around=text)
            yield Name(unit, f"{label}, {plain}", "vi", full=True, around=plain)


def _around(versions: Mapping[str, tuple[str, str, str, str]], within: str) -> Iterator[tuple[str, str]]:
    """Units that a version lies in, from the nearest, each with and without its type; without the country."""
    while within in versions:
        _, text, unit_type, parent = versions[within]
        if parent:
            yield text, text.removeprefix(f"{unit_type} ")
        within = parent


def _mentioned(store: ox.Store) -> Iterator[Name]:
    """Forms that sources use, as loose names: surfaces of mentions, titles of attestations."""
    coreference, broader = term_of("strength", "coreference"), term_of("strength", "broader")
    elided = term_of("correction", "elided")
    for row in _rows(
        store,
        f"""SELECT ?thing ?surface ?normal ?strength ?correction WHERE {{
              {{ ?mention <{OA.hasBody}> ?thing ; <{KG.surface}> ?surface }} UNION
              {{ ?mention <{KG.post}> ?thing ; <{KG.statedTitle}> ?surface }}
              OPTIONAL {{ ?mention <{KG.normalised}> ?normal }}
              OPTIONAL {{ ?mention <{KG.strength}> ?strength }}
              OPTIONAL {{ ?mention <{KG.correction}> ?correction }}
            }}""",
    ):
        strength, correction, normal = row["strength"], row["correction"], row["normal"]
        # A lesser title ("Phó Chủ tịch" of the permanent one) names another post.
        lesser = strength is not None and strength.value == str(broader)
        if (strength is not None and strength.value == str(coreference)) or lesser:
            continue
        if correction is None or correction.value != str(elided):
            yield Name(row["thing"].value, row["surface"].value, "vi", full=False)
        if normal is not None:
            yield Name(row["thing"].value, normal.value, "vi", full=False)


def _composed(store: ox.Store) -> Iterator[Name]:
    """Documents by type and number; sites with the unit that they lie in."""
    types = {
        str(term_of("documentType", key)): word
        for key, word in {
            "resolution": "Nghị quyết",
            "decision": "Quyết định",
            "plan": "Kế hoạch",
            "notice": "Thông báo",
            "report": "Báo cáo",
            "submission": "Tờ trình",
            "directive": "Chỉ thị",
        }.items()
    }
    for row in _rows(store, f"SELECT ?d ?t ?n WHERE {{ ?d <{ELI.type_document}> ?t ; <{ELI.number}> ?n }}"):
        number, word = row["n"].value, types.get(row["t"].value)
        yield Name(row["d"].value, number, "", full=False)
        if word is not None:
            yield Name(row["d"].value, f"{word} {number}", "vi", full=True)
            yield Name(row["d"].value, f"{word} số {number}", "vi", full=True)
    names: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _rows(
        store,
        f"""SELECT ?site ?label ?unit WHERE {{ ?site <{KG.siteIn}> ?in ; <{RDFS.label}> ?label .
              ?version <{KG.versionOf}> ?in ; <{RDFS.label}> ?unit . FILTER(LANG(?label) = "vi") }}""",
    ):
        names[row["site"].value].add((row["label"].value, row["unit"].value))
    for site, texts in names.items():
        for text, unit in texts:
            yield Name(site, f"{text}, {unit}", "vi", full=True, around=unit)
