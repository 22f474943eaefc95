from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.errors import QueryRefused, QuerySyntaxError, ResultTooLarge
from kg.store.contract import Dataset, Limits, Request
from kg.store.engine import run_query
from kg.store.formats import GRAPH_FORMATS, ResultFormat
from kg.store.guard import inspect

CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
_RDF = {
    ResultFormat.TURTLE: ox.RdfFormat.TURTLE,
    ResultFormat.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    ResultFormat.N_QUADS: ox.RdfFormat.N_QUADS,
    ResultFormat.TRIG: ox.RdfFormat.TRIG,
    ResultFormat.JSON_LD: ox.RdfFormat.JSON_LD,
    ResultFormat.RDF_XML: ox.RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    graph = ox.Store()
    lines = "".join(
        f'<http://x/s{n}> <http://x/p> "v{n}" <http://x/g{n % 2}> .\n'
        f"<http://x/s{n}> <http://x/q> <http://x/s0> <http://x/g0> .\n"
        for n in range(6)
    )
    graph.load(lines.encode(), format=ox.RdfFormat.N_QUADS)
    return graph


def ask(store: ox.Store, request: Request, limits: Limits | None = None) -> bytes:
    return run_query(store, request, inspect(request.text), limits or Limits()).body


def values(store: ox.Store, request: Request) -> list[str]:
    bindings = json.loads(ask(store, request))["results"]["bindings"]
    return sorted(row["o"]["value"] for row in bindings)


def test_default_graph_is_the_union(store: ox.Store) -> None:
    assert len(values(store, Request("SELECT ?o { ?s <http://x/p> ?o }"))) == 6


def test_from_and_dataset_narrow_the_default_graph(store: ox.Store) -> None:
    narrowed = ["v1", "v3", "v5"]
    assert values(store, Request("SELECT ?o FROM <http://x/g1> { ?s <http://x/p> ?o }")) == narrowed
    by_protocol = Request("SELECT ?o { ?s <http://x/p> ?o }", dataset=Dataset(("http://x/g1",)))
    assert values(store, by_protocol) == narrowed


def test_dataset_overrides_from(store: ox.Store) -> None:
    query = "SELECT ?o FROM <http://x/g0> { ?s <http://x/p> ?o }"
    assert values(store, Request(query, dataset=Dataset(("http://x/g1",)))) == ["v1", "v3", "v5"]


def test_from_named_leaves_the_default_graph_empty(store: ox.Store) -> None:
    query = "SELECT ?o FROM NAMED <http://x/g1> { GRAPH ?g { ?s <http://x/p> ?o } }"
    assert values(store, Request(query)) == ["v1", "v3", "v5"]
    assert values(store, Request("SELECT ?o FROM NAMED <http://x/g1> { ?s ?p ?o }")) == []


@pytest.mark.parametrize("result_format", GRAPH_FORMATS)
def test_graph_formats_carry_the_same_graph(store: ox.Store, result_format: ResultFormat) -> None:
    body = ask(store, Request(CONSTRUCT, result_format))
    triples = {str(quad.triple) for quad in ox.parse(body, format=_RDF[result_format])}
    assert len(triples) == 12


def test_equal_graphs_give_equal_bytes_without_duplicates(store: ox.Store) -> None:
    query = (
        "CONSTRUCT { <http://x/a> a ?c } { VALUES ?c { <http://x/2> <http://x/1> <http://x/2> } ?s ?p ?o }"
    )
    result = run_query(store, Request(query, ResultFormat.N_TRIPLES), inspect(query), Limits())
    assert result.rows == 2
    assert result.body.splitlines() == sorted(result.body.splitlines())


def test_prefixes_shorten_turtle(store: ox.Store) -> None:
    body = ask(store, Request(f"{CONSTRUCT} LIMIT 1", prefixes={"x": "http://x/"}))
    assert b"@prefix x: <http://x/> ." in body
    assert b"x:s" in body


def test_rdf_xml_is_well_formed_or_refused(store: ox.Store) -> None:
    assert ET.fromstring(ask(store, Request(CONSTRUCT, ResultFormat.RDF_XML))).tag.endswith("RDF")  # noqa: S314
    query = "CONSTRUCT { ?s <http://x/7> ?o } { ?s ?p ?o }"
    with pytest.raises(QueryRefused, match="RDF/XML cannot name the property <http://x/7>; ask for Turtle"):
        ask(store, Request(query, ResultFormat.RDF_XML))


@pytest.mark.parametrize(
    ("query", "result_format"), [("ASK {}", ResultFormat.TURTLE), (CONSTRUCT, ResultFormat.CSV)]
)
def test_a_format_of_the_other_kind_is_refused(
    store: ox.Store, query: str, result_format: ResultFormat
) -> None:
    with pytest.raises(QueryRefused, match="cannot carry the answer"):
        ask(store, Request(query, result_format))


def test_syntax_errors_speak_the_engines_words(store: ox.Store) -> None:
    with pytest.raises(QuerySyntaxError, match=r"not SPARQL 1\.1: error at 1:"):
        ask(store, Request("SELECT * { ?s ?p }"))


def test_an_answer_is_whole_or_refused(store: ox.Store) -> None:
    query = "SELECT * { ?s ?p ?o }"
    whole = ask(store, Request(query))
    assert ask(store, Request(query), Limits(result_bytes=len(whole), result_rows=12)) == whole
    with pytest.raises(ResultTooLarge, match=f"more than {len(whole) - 1} bytes; add LIMIT"):
        ask(store, Request(query), Limits(result_bytes=len(whole) - 1))
    with pytest.raises(ResultTooLarge, match="has 12 rows, more than 11; add LIMIT"):
        ask(store, Request(query), Limits(result_rows=11))
    with pytest.raises(ResultTooLarge, match="more than 11 triples"):
        ask(store, Request(CONSTRUCT), Limits(result_rows=11))
    with pytest.raises(ResultTooLarge, match="more than 9 bytes"):
        ask(store, Request(CONSTRUCT), Limits(result_bytes=9))


def test_a_function_that_the_engine_lacks_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryRefused, match=r"custom function <http://x/f> is not supported; ask without it"):
        ask(store, Request("SELECT (<http://x/f>(?x + 1) AS ?y) {}"))


def test_relative_iris_are_relative_to_the_data(store: ox.Store) -> None:
    body = ask(store, Request("SELECT (<person/x> AS ?iri) {}"))
    assert b'"https://w3id.org/diaban/id/person/x"' in body
    found = inspect("ASK FROM <graph/derived> {}")
    assert found.default_graphs == ("https://w3id.org/diaban/id/graph/derived",)
