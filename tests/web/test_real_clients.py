"""Programs that people use for SPARQL get the same rows from the service as it gives itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd
import pytest
from rdflib import RDFS, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

if TYPE_CHECKING:
    from tests.web.conftest import Server

EX = "https://example.org/"
NEXT = URIRef(f"{EX}ns#next")
PAIRS = f"SELECT ?s ?name {{ ?s <{NEXT}> <{EX}id/7> ; <{RDFS.label}> ?name }} ORDER BY ?s"
CONSTRUCT = f"CONSTRUCT {{ <{EX}id/5> ?p ?o }} {{ <{EX}id/5> ?p ?o }}"

# SPARQLWrapper and rdflib use names that they deprecate themselves.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def endpoint(sparql_server: Server) -> str:
    return f"{sparql_server.url}/sparql"


@pytest.fixture
def expected(sparql_server: Server) -> list[dict[str, str]]:
    response = sparql_server.client.get("/sparql", params={"query": PAIRS})
    rows = [{name: cell["value"] for name, cell in row.items()} for row in bindings(response.json())]
    assert rows == [{"s": f"{EX}id/1", "name": "thứ 1"}]
    return rows


def bindings(document: Any) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = document["results"]["bindings"]
    return found


def answer(client: SPARQLWrapper) -> Any:
    return client.query().convert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_select(endpoint: str, expected: list[dict[str, str]], method: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setQuery(PAIRS)
    client.setReturnFormat(JSON)
    rows = bindings(answer(client))
    assert [{name: cell["value"] for name, cell in row.items()} for row in rows] == expected


def test_sparqlwrapper_other_forms_and_formats(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setQuery(PAIRS)
    client.setReturnFormat(CSV)
    assert answer(client).decode() == f"s,name\r\n{EX}id/1,thứ 1\r\n"
    client.setReturnFormat(XML)
    assert "thứ 1" in answer(client).toxml()
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    graph = Graph().parse(data=answer(client), format="turtle")
    assert (URIRef(f"{EX}id/5"), RDFS.label, Literal("thứ 5", lang="vi")) in graph
    client.setQuery("ASK { ?s ?p ?o }")
    client.setReturnFormat(JSON)
    assert answer(client)["boolean"] is True


def test_rdflib_sparqlstore(endpoint: str, expected: list[dict[str, str]]) -> None:
    graph = Dataset(SPARQLStore(endpoint), default_union=True)
    found: Any = graph.query(PAIRS)
    rows = [{name: str(row[name]) for name in ("s", "name")} for row in found]
    assert rows == expected
    subject = URIRef(f"{EX}id/5")
    assert {triple[1] for triple in graph.triples((subject, None, None))} >= {RDFS.label, NEXT}
    assert graph.value(subject, RDFS.label) == Literal("thứ 5", lang="vi")
    assert len(list(graph.subjects(NEXT, URIRef(f"{EX}id/35")))) == 1


def test_pandas_reads_csv(endpoint: str, expected: list[dict[str, str]]) -> None:
    frame = pd.read_csv(f"{endpoint}?format=csv&query={quote(PAIRS)}")
    assert frame.to_dict("records") == expected
    numbers = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    counts = pd.read_csv(f"{endpoint}?format=csv&query={quote(numbers)}", index_col="g")
    assert counts["n"].sum() == 6000


def test_comunica(endpoint: str, expected: list[dict[str, str]], run_client: Callable[..., str]) -> None:
    printed = run_client("comunica.mjs", endpoint, PAIRS)
    assert [json.loads(line) for line in printed.splitlines()] == expected
