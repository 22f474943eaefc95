from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import rdflib

if TYPE_CHECKING:
    from tests.web.conftest import Server

SELECT = "SELECT ?s ?o { ?s <https://example.org/ns#next> ?o } ORDER BY ?s LIMIT 4"
CONSTRUCT = "CONSTRUCT { <https://example.org/id/5> ?p ?o } { <https://example.org/id/5> ?p ?o }"
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"

# rdflib's own parsers use names that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a response, after what holds for all of them."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["title"]
    assert len(document["detail"]) > 20
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    return document


def get(server: Server, query: str, accept: str | None = None, **parameters: str) -> httpx.Response:
    headers = {} if accept is None else {"Accept": accept}
    return server.client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def subjects_of_json(body: bytes) -> list[str]:
    return [row["s"]["value"] for row in json.loads(body)["results"]["bindings"]]


def subjects_of_xml(body: bytes) -> list[str]:
    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ET.fromstring(body)  # noqa: S314 - our own answer
    path = f"{space}results/{space}result/{space}binding[@name='s']/{space}uri"
    return [element.text or "" for element in root.findall(path)]


def subjects_of_csv(body: bytes) -> list[str]:
    return [row["s"] for row in csv.DictReader(io.StringIO(body.decode()))]


def subjects_of_tsv(body: bytes) -> list[str]:
    lines = body.decode().splitlines()
    assert lines[0] == "?s\t?o"
    return [line.split("\t")[0].strip("<>") for line in lines[1:]]


READERS = {
    "application/sparql-results+json": subjects_of_json,
    "application/json": subjects_of_json,
    "application/sparql-results+xml": subjects_of_xml,
    "application/xml": subjects_of_xml,
    "text/csv": subjects_of_csv,
    "text/tab-separated-values": subjects_of_tsv,
}
EXPECTED = [f"https://example.org/id/{number}" for number in (0, 1, 10, 100)]


@pytest.mark.parametrize("media_type", READERS)
def test_table_formats(sparql_server: Server, media_type: str) -> None:
    response = get(sparql_server, SELECT, media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert READERS[media_type](response.content) == EXPECTED


@pytest.mark.parametrize(
    ("media_type", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_graph_formats_are_read_by_another_library(
    sparql_server: Server, media_type: str, parser: str
) -> None:
    response = get(sparql_server, CONSTRUCT, media_type)
    assert response.headers["content-type"].partition(";")[0] == media_type
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=response.content, format=parser)
    assert len(dataset) == 3
    assert (None, rdflib.RDFS.label, rdflib.Literal("thứ 5", lang="vi")) in dataset


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (SELECT, "text/*;q=0.4, text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        (SELECT, "text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        (CONSTRUCT, "application/sparql-results+json, application/ld+json;q=0.1", "application/ld+json"),
        ("DESCRIBE <https://example.org/id/5>", "application/n-triples", "application/n-triples"),
    ],
)
def test_negotiation(sparql_server: Server, query: str, accept: str | None, expected: str) -> None:
    response = get(sparql_server, query, accept)
    assert response.headers["content-type"].partition(";")[0] == expected
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        (SELECT, "csv", "text/csv"),
        (SELECT, "xml", "application/sparql-results+xml"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "xml", "application/rdf+xml"),
        (CONSTRUCT, "jsonld", "application/ld+json"),
    ],
)
def test_format_overrides_accept(sparql_server: Server, query: str, name: str, expected: str) -> None:
    response = get(sparql_server, query, "application/json", format=name)
    assert response.headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("query", "accept", "parameters"),
    [
        (SELECT, "image/png", {}),
        (SELECT, "text/turtle", {}),
        (CONSTRUCT, "text/csv", {}),
        (SELECT, "application/json", {"format": "pdf"}),
        (SELECT, "*/*;q=0", {}),
    ],
)
def test_nothing_acceptable(
    sparql_server: Server, query: str, accept: str, parameters: dict[str, str]
) -> None:
    document = problem(get(sparql_server, query, accept, **parameters), 406)
    assert document["code"] == "not-acceptable"
    assert len(document["offers"]) > 5


def test_the_three_ways_to_send_a_query_give_the_same_answer(sparql_server: Server) -> None:
    by_get = get(sparql_server, SELECT)
    by_form = sparql_server.client.post("/sparql", data={"query": SELECT})
    headers = {"Content-Type": f"{DIRECT}; charset=UTF-8"}
    direct = sparql_server.client.post("/sparql", content=SELECT, headers=headers)
    assert by_get.content == by_form.content == direct.content
    assert subjects_of_json(by_get.content) == EXPECTED


def test_vietnamese_text_travels_in_every_way(sparql_server: Server) -> None:
    query = 'SELECT ?s { ?s ?p "thứ 7"@vi }'
    expected = ["https://example.org/id/7"]
    client = sparql_server.client
    assert subjects_of_json(get(sparql_server, query).content) == expected
    assert subjects_of_json(client.post("/sparql", data={"query": query}).content) == expected
    direct = client.post("/sparql", content=query.encode(), headers={"Content-Type": DIRECT})
    assert subjects_of_json(direct.content) == expected


def test_dataset_of_the_protocol(sparql_server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def count(**parameters: str | list[str]) -> int:
        response = sparql_server.client.get("/sparql", params={"query": query, **parameters})
        return int(response.json()["results"]["bindings"][0]["n"]["value"])

    graphs = [f"https://example.org/g{number}" for number in range(3)]
    assert count() == 6000
    assert count(**{"default-graph-uri": graphs[0]}) == 2001
    assert count(**{"default-graph-uri": graphs[:2]}) == 4002
    assert count(**{"named-graph-uri": graphs[0]}) == 0
    headers = {"Content-Type": DIRECT}
    url = f"/sparql?default-graph-uri={graphs[0]}"
    direct = sparql_server.client.post(url, content=query, headers=headers)
    assert direct.json()["results"]["bindings"][0]["n"]["value"] == "2001"


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_foreign_dataset_is_refused(sparql_server: Server, name: str) -> None:
    document = problem(get(sparql_server, SELECT, **{name: "file:///etc/passwd"}), 400)
    assert "there is no graph <file:///etc/passwd>" in document["detail"]


def test_head_tells_what_get_would(sparql_server: Server) -> None:
    by_get = get(sparql_server, SELECT)
    by_head = sparql_server.client.head("/sparql", params={"query": SELECT})
    assert by_head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert by_head.headers[name] == by_get.headers[name]


def test_options_and_preflight(sparql_server: Server) -> None:
    plain = sparql_server.client.options("/sparql")
    assert plain.status_code == 204
    assert plain.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = sparql_server.client.options("/sparql", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_scripts_of_other_sites_may_read_answers_and_errors(sparql_server: Server) -> None:
    for query, status in ((SELECT, 200), ("SELECT", 400)):
        parameters = {"query": query}
        headers = {"Origin": "https://app.example"}
        response = sparql_server.client.get("/sparql", params=parameters, headers=headers)
        assert response.status_code == status
        assert response.headers["access-control-allow-origin"] == "*"


def test_etag_spares_the_second_answer(sparql_server: Server) -> None:
    first = get(sparql_server, SELECT)
    tag = first.headers["etag"]
    assert tag.startswith('"sample-1-')

    def again(accept: str, known: str, query: str = SELECT) -> httpx.Response:
        headers = {"Accept": accept, "If-None-Match": known}
        return sparql_server.client.get("/sparql", params={"query": query}, headers=headers)

    spared = again("*/*", f'"other", W/{tag}')
    assert (spared.status_code, spared.content, spared.headers["etag"]) == (304, b"", tag)
    assert again("text/csv", tag).status_code == 200
    assert again("*/*", '"other"').status_code == 200


def test_answers_that_change_by_themselves_have_no_etag(sparql_server: Server) -> None:
    response = get(sparql_server, "SELECT (NOW() AS ?now) {}")
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("*/*", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_without_a_query_the_service_describes_itself(
    sparql_server: Server, accept: str, parser: str
) -> None:
    response = sparql_server.client.get("/sparql", headers={"Accept": accept})
    graph = rdflib.Graph().parse(data=response.content, format=parser)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoints = set(graph.objects(None, sd.endpoint))
    assert endpoints == {rdflib.URIRef(f"{sparql_server.url}/sparql")}
    names = {str(name) for name in graph.objects(None, sd.name)}
    assert names == {f"https://example.org/g{number}" for number in range(3)}


def test_a_page_may_take_browsers(sparql_server: Server) -> None:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response

    async def page(_request: Request) -> Response:
        return HTMLResponse("<form></form>")

    state = sparql_server.app.state
    before = state.sparql_page
    state.sparql_page = page
    try:
        shown = sparql_server.client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
        described = sparql_server.client.get("/sparql")
    finally:
        state.sparql_page = before
    assert shown.text == "<form></form>"
    assert described.headers["content-type"].startswith("text/turtle")
