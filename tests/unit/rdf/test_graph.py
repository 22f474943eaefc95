from __future__ import annotations

from kg.errors import Position
from kg.rdf.graph import NamedGraph, Origin
from kg.vocab import KG

ORIGIN = Origin(Position("data/sources/a.yaml", 3, 7), "events[0].date")


def test_where_a_statement_was_written_is_found_by_plain_strings() -> None:
    graph = NamedGraph("https://example.org/g")
    graph.node("https://example.org/a", (KG.Event,), ORIGIN)
    graph.link("https://example.org/a", KG.dateStatement, "https://example.org/a/date", ORIGIN)
    graph.value("https://example.org/a", str(KG.value), 3, ORIGIN)
    assert graph.origins == {
        ("https://example.org/a", ""): ORIGIN,
        ("https://example.org/a", "https://w3id.org/diaban/ontology#dateStatement"): ORIGIN,
        ("https://example.org/a", "https://w3id.org/diaban/ontology#value"): ORIGIN,
    }


def test_the_first_place_where_a_statement_was_written_counts() -> None:
    graph = NamedGraph("https://example.org/g")
    later = Origin(Position("data/sources/a.yaml", 9, 1), "events[1].date")
    graph.value("https://example.org/a", KG.value, 3, ORIGIN)
    graph.value("https://example.org/a", KG.value, 4, later)
    assert graph.origins == {("https://example.org/a", "https://w3id.org/diaban/ontology#value"): ORIGIN}
