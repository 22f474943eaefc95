"""The protocol and service-description cases of the W3C SPARQL 1.1 test suite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from fastapi import FastAPI
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from tests.web.conformance import MF

from kg.store.foreign import RdfFile, write_foreign
from kg.vocab.service import SD
from kg.web import WebConfig, create_app

if TYPE_CHECKING:
    from tests.web.conftest import Server

HT: Final = Namespace("http://www.w3.org/2011/http#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
FOLDER: Final = os.environ.get("KG_CONFORMANCE", "")
SUITE: Final = Path(FOLDER) / "sparql11"
KASEI: Final = "http://kasei.us/2009/09/sparql/data/"

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="the W3C suite is not here: KG_CONFORMANCE names no folder"
)


@dataclass(frozen=True)
class Step:
    """One request of a case: what is sent, and what is expected."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    kind: str
    boolean: bool | None


def read_steps() -> dict[str, list[Step]]:
    """The requests of every case, by its name."""
    graph = Graph().parse(SUITE / "protocol" / "manifest.ttl")
    found = {}
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            action = graph.value(test, MF.action)
            lists = graph.objects(action, HT.requests)
            steps = [_step(graph, request) for first in lists for request in Collection(graph, first)]
            found[str(test).rpartition("#")[2]] = steps
    return found


def _step(graph: Graph, request: Node) -> Step:
    response, body = graph.value(request, HT.resp), graph.value(request, HT.body)
    headers = {}
    for listed in graph.objects(request, HT.headers):
        for header in Collection(graph, listed):
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
    boolean = graph.value(response, MF.expectedBoolean)
    return Step(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
        headers=headers,
        body=str(graph.value(body, CNT.chars) or "").encode(encoding),
        statuses=frozenset(str(code)[-3:] for code in graph.objects(response, MF.expectedStatus)),
        kind=str(graph.value(response, MF.expectedFormat) or ""),
        boolean=None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]
    )


STEPS: Final = read_steps() if FOLDER else {}
QUERIES: Final = [name for name in STEPS if "update" not in name]
UPDATES: Final = [name for name in STEPS if "update" in name]


@pytest.fixture(scope="module")
def protocol_server(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], AbstractContextManager[Server]]
) -> Iterator[Server]:
    """The graphs that the cases suppose: data1 to data3, and data0 that none of them describes."""
    folder = tmp_path_factory.mktemp("protocol")
    (folder / "data0.nt").write_text("", "utf-8")
    files = [RdfFile(SUITE / "protocol" / f"data{n}.nt", f"{KASEI}data{n}.rdf") for n in (1, 2, 3)]
    write_foreign([RdfFile(folder / "data0.nt", f"{KASEI}data0.rdf"), *files], folder)
    with serve(create_app(WebConfig(folder))) as server:
        yield server


def send(server: Server, step: Step) -> httpx.Response:
    return server.client.request(step.method, step.path, headers=step.headers, content=step.body)


KINDS: Final = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


@pytest.mark.parametrize("name", QUERIES)
def test_query_case(protocol_server: Server, name: str) -> None:
    assert STEPS[name]
    for step in STEPS[name]:
        response = send(protocol_server, step)
        assert f"{response.status_code // 100}xx" in step.statuses, response.text
        if step.kind:
            assert response.headers["content-type"].partition(";")[0] in KINDS[step.kind]
        if step.boolean is not None:
            assert response.json()["boolean"] is step.boolean


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_refused_and_changes_nothing(protocol_server: Server, name: str) -> None:
    refused = send(protocol_server, STEPS[name][0])
    assert refused.status_code in (400, 415), refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    bindings = protocol_server.client.get("/sparql", params=count).json()["results"]["bindings"]
    assert int(bindings[0]["n"]["value"]) == 3


def test_counts_of_the_document() -> None:
    assert (len(QUERIES), len(UPDATES)) == (20, 14)


# ---- Service description: the three cases have names, and no machine-readable content ----


@pytest.fixture(scope="module")
def description(protocol_server: Server) -> Graph:
    """``returns-rdf``: a GET of the endpoint without a query gives RDF."""
    response = protocol_server.client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"].partition(";")[0] == "text/turtle"
    return Graph().parse(data=response.content, format="turtle")


def test_has_endpoint_triple(description: Graph, protocol_server: Server) -> None:
    assert set(description.objects(None, SD.endpoint)) == {URIRef(f"{protocol_server.url}/sparql")}


RANGES: Final = {
    SD.defaultDataset: SD.Dataset,
    SD.defaultGraph: SD.Graph,
    SD.namedGraph: SD.NamedGraph,
}


def test_conforms_to_schema(description: Graph, protocol_server: Server) -> None:
    """Domains, ranges and cardinalities of the recommendation's §3 and §4."""
    services = set(description.subjects(RDF.type, SD.Service))
    assert len(services) == 1
    service = services.pop()
    assert isinstance(service, URIRef)
    assert SD.SPARQL11Query in set(description.objects(service, SD.supportedLanguage))
    for predicate, kind in RANGES.items():
        for value in description.objects(None, predicate):
            assert (value, RDF.type, kind) in description
    named = set(description.objects(None, SD.namedGraph))
    assert len(named) == 4
    for node in named:
        assert len(set(description.objects(node, SD.name))) == 1
    assert len(set(description.objects(None, SD.defaultGraph))) == 1
    spelled = {*description.predicates(), *description.objects(None, RDF.type)}
    own = {str(term).removeprefix(str(SD._NS)) for term in spelled if str(term).startswith(str(SD._NS))}
    assert own <= set(SD.__annotations__)
    assert RDFS.label not in spelled
