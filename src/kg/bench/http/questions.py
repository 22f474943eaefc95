"""The point and neighbourhood questions that are measured, each about things drawn from the data.

They are plain SPARQL 1.1, so any endpoint with the same graph answers them. ``$x`` stands for the thing. A
path stands in a SELECT of its own with a LIMIT above any real answer, as in the project's questions
(``docs/decisions/0015-place-filters.md``): it tells an engine that orders joins by estimates that few rows
come.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.vocab import PREFIXES


@dataclass(frozen=True)
class PointQuestion:
    """One question.

    Attributes:
        name: for the report.
        draw: SELECT of what ``$x`` may be, and other ``$variables`` of the text.
        text: query without prologue.
    """

    name: str
    draw: str
    text: str


QUESTIONS: Final = (
    PointQuestion(
        "who inspected where in a district and a year",
        """SELECT DISTINCT ?x (SUBSTR(STR(?day), 1, 4) AS ?year) {
          ?event kg:placement/kg:unit ?x ; kg:latestStart ?day ; a kg:Inspection }""",
        """SELECT ?event ?day ?person ?role ?place {
          ?version kg:withinUnit <$x> . ?placement kg:unitVersion ?version .
          ?event kg:placement ?placement ; a ?kind ; kg:happened kg:happened-held ; kg:latestStart ?day .
          FILTER(?kind IN (kg:Inspection, kg:Survey, kg:SiteVisit))
          FILTER(?day >= "$year-01-01"^^xsd:date && ?day <= "$year-12-31"^^xsd:date)
          ?placement kg:unit ?place . ?participation kg:event ?event ; kg:agent ?person ; cv:role ?role .
        } ORDER BY ?day ?event ?person ?role""",
    ),
    PointQuestion(
        "a resolution through its amendments to projects, communes and sums",
        "SELECT DISTINCT ?x { ?statement kg:underDocument ?x }",
        """SELECT ?document ?project ?place ?sum {
          { SELECT ?document { ?document (eli:amends|kg:supplements)* <$x> } LIMIT 1000 }
          ?statement kg:underDocument ?document ; kg:project ?project .
          OPTIONAL { ?statement kg:placement/kg:unit ?place } OPTIONAL { ?statement kg:amount/kg:value ?sum }
        } ORDER BY ?document ?project ?place""",
    ),
    PointQuestion(
        "holder of a post on a date",
        """SELECT DISTINCT ?x (STR(?day) AS ?on) {
          ?tenure kg:post ?x ; kg:latestStart ?day ; kg:earliestEnd ?end . FILTER(?end > ?day) }""",
        """SELECT ?person ?capacity ?tenure {
          { SELECT ?post { ?post kg:narrowerPostOf* <$x> } LIMIT 1000 }
          ?tenure kg:post ?post ; a kg:Tenure ; kg:person ?person ; kg:capacity ?capacity ;
            kg:latestStart ?start ; kg:earliestEnd ?end .
          FILTER(?start <= "$on"^^xsd:date && ?end > "$on"^^xsd:date) } ORDER BY ?person""",
    ),
    PointQuestion(
        "co-participants of a person",
        "SELECT DISTINCT ?x { ?x a kg:Official . ?participation kg:agent ?x }",
        """SELECT ?person (COUNT(DISTINCT ?event) AS ?events) {
          ?mine kg:agent <$x> ; kg:event ?event . ?theirs kg:event ?event ; kg:agent ?person .
          FILTER(?person != <$x>) } GROUP BY ?person ORDER BY DESC(?events) ?person""",
    ),
    PointQuestion(
        "two-hop network of a person (CONSTRUCT)",
        "SELECT DISTINCT ?x { ?x a kg:Official . ?participation kg:agent ?x }",
        """CONSTRUCT { <$x> ?p ?o . ?s ?q <$x> . ?s ?r ?t } {
          { <$x> ?p ?o } UNION { ?s ?q <$x> . ?s ?r ?t FILTER(ISIRI(?t)) } }""",
    ),
    PointQuestion(
        "path closure of a place",
        "SELECT DISTINCT ?x { ?x a kg:UnitVersion }",
        """SELECT ?around ?label ?level {
          <$x> kg:within* ?around . ?around rdfs:label ?label ; kg:unitLevel ?level
        } ORDER BY ?level ?label""",
    ),
    PointQuestion(
        "sources of one statement",
        "SELECT ?x { ?x a kg:Attestation ; prov:wasQuotedFrom ?passage }",
        """SELECT ?source ?start ?end {
          <$x> prov:wasQuotedFrom ?passage .
          ?passage oa:hasSource ?source ; oa:start ?start ; oa:end ?end } ORDER BY ?source ?start""",
    ),
)


def prologue_of(text: str) -> str:
    """Return the declarations of the prefixes that a query uses.

    >>> prologue_of("ASK { ?x a kg:Event }")
    'PREFIX kg: <https://w3id.org/diaban/ontology#> '
    """
    used = (prefix for prefix in PREFIXES if f"{prefix}:" in text)
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in used)


def write_queries(
    question: PointQuestion, rows: Iterable[Mapping[str, str]], number: int, seed: int
) -> list[str]:
    """Return queries about ``number`` different things, or as many as there are; the same for the same seed.

    Args:
        question: the question.
        rows: what its ``draw`` gave: variable → value.
        number: of queries.
        seed: of the choice.
    """
    things = sorted(tuple(sorted(row.items())) for row in rows)
    chosen = random.Random(seed).sample(things, min(number, len(things)))  # noqa: S311 - a choice, no secret
    queries = []
    for thing in chosen:
        text = " ".join(question.text.split())
        for name, value in thing:
            text = text.replace(f"${name}", value)
        queries.append(prologue_of(text) + text)
    return queries
