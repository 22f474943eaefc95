from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Server

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MIXED = "SELECT ?o { ?s <https://example.org/ns#value> ?o } ORDER BY ?o"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
DIRECT = {"Content-Type": "application/sparql-query"}


def post(server: Server, query: str, **parameters: str) -> httpx.Response:
    return server.client.post("/sparql", params=parameters, content=query.encode(), headers=DIRECT)


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert (document["status"], document["code"]) == (status, code)
    if status == 503:
        assert int(response.headers["retry-after"]) > 0
    return document


@pytest.fixture(autouse=True)
def _next_request_is_answered(sparql_server: Server) -> Any:
    """After whatever a test sends, the service answers."""
    yield
    answer = post(sparql_server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "6000"


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> {} }", "1:12: SERVICE would ask another host"),
        ("PREFIX : <http://127.0.0.1/>\nASK { SERVICE:x {} }", "2:7: SERVICE would ask another host"),
        ("LOAD <http://127.0.0.1/>", "1:1: LOAD changes data, and this service only reads"),
        ("DELETE WHERE { ?s ?p ?o }", "1:1: DELETE changes data"),
        ("SELECT * FROM <file:///etc/passwd> {}", "1:10: there is no graph <file:///etc/passwd> here"),
        ("ASK FROM NAMED <http://127.0.0.1/> {}", "1:5: there is no graph <http://127.0.0.1/> here"),
        (f"SELECT * {'{' * 3000}{'}' * 3000}", "nested more than 200 levels deep; make the query flatter"),
        ("SELECT * {", "1:10: this '{' is never closed; close it"),
        ("SELECT * { ?s ?p 'x }", "1:18: this string has no end"),
        ("", "1:1: no SELECT, ASK, CONSTRUCT or DESCRIBE; write one of them"),
    ],
)
def test_refused_with_place_and_advice(sparql_server: Server, query: str, detail: str) -> None:
    document = problem(post(sparql_server, query), 400, "query-refused")
    assert detail in document["detail"]
    assert document["detail"].startswith(f"{document['line']}:{document['column']}: ")


def test_syntax_error(sparql_server: Server) -> None:
    document = problem(post(sparql_server, "SELECT * { ?s ?p }"), 400, "query-syntax")
    assert document["detail"].startswith("not SPARQL 1.1: error at 1:")


def test_cross_join_is_ended_at_its_deadline(sparql_server: Server) -> None:
    document = problem(post(sparql_server, ENDLESS, timeout="0.5"), 503, "deadline")
    assert document["detail"] == "the query ran longer than 0.5 s and was ended; narrow it or add LIMIT"


def test_timeout_may_only_lower(sparql_server: Server) -> None:
    document = problem(post(sparql_server, ENDLESS, timeout="3600"), 503, "deadline")
    assert "longer than 5 s" in document["detail"]


@pytest.mark.parametrize("timeout", ["0", "-1", "soon", "nan", "inf", ""])
def test_an_impossible_timeout(sparql_server: Server, timeout: str) -> None:
    document = problem(post(sparql_server, "ASK {}", timeout=timeout), 400, "usage")
    assert "write a number above 0" in document["detail"]


def test_order_by_over_mixed_types(sparql_server: Server) -> None:
    document = problem(post(sparql_server, MIXED), 503, "worker-died")
    assert "sort by one type, as in ORDER BY STR(?x)" in document["detail"]
    assert post(sparql_server, MIXED.replace("BY ?o", "BY STR(?o)")).status_code == 200


def test_a_sort_beyond_the_memory_limit(sparql_server: Server) -> None:
    document = problem(post(sparql_server, HUNGRY), 503, "worker-died")
    assert "needed more than 256 MiB of memory" in document["detail"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "more than 4000000 bytes; add LIMIT"),
        ("SELECT (1 AS ?n) { ?a ?b ?c VALUES ?x { 1 2 } }", "has 12000 rows, more than 10000; add LIMIT"),
        ("CONSTRUCT { ?a <urn:b> ?f } { ?a ?b ?c . ?d ?e ?f }", "more than 10000 triples; add LIMIT"),
    ],
)
def test_a_giant_answer_is_never_cut_off(sparql_server: Server, query: str, detail: str) -> None:
    assert detail in problem(post(sparql_server, query), 400, "result-too-large")["detail"]


def test_a_long_query_and_a_long_body(sparql_server: Server) -> None:
    long = problem(post(sparql_server, f"ASK {{}} #{'x' * 70_000}"), 413, "query-too-long")
    assert "more than 65536; shorten or divide it" in long["detail"]
    giant = post(sparql_server, "ASK {}" + " " * 1_000_000)
    assert "shorten or divide the query" in problem(giant, 413, "body-too-long")["detail"]


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/sparql-query; charset=latin-1", ""]
)
def test_unknown_media_type(sparql_server: Server, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = sparql_server.client.post("/sparql", content=b"ASK {}", headers=headers)
    document = problem(response, 415, "unsupported-media-type")
    assert "application/sparql-query" in document["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(sparql_server: Server, method: str) -> None:
    response = sparql_server.client.request(method, "/sparql")
    problem(response, 405, "method-not-allowed")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_updates_by_protocol(sparql_server: Server) -> None:
    client = sparql_server.client
    headers = {"Content-Type": "application/sparql-update"}
    direct = client.post("/sparql", content=b"CLEAR ALL", headers=headers)
    by_form = client.post("/sparql", data={"update": "CLEAR ALL"})
    for response in (direct, by_form):
        assert "only reads" in problem(response, 400, "query-refused")["detail"]


@pytest.mark.parametrize(
    ("url", "content", "detail"),
    [
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, "query is given 2 times; give it once"),
        ("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%FF%22%20%7D", None, "UTF-8"),
        ("/sparql", b"", "a POST needs a query"),
        ("/sparql", b"quer=ASK", "a POST needs a query"),
        ("/sparql", b"query=%FF", "UTF-8"),
        ("/sparql", b"\xff", "not UTF-8 at byte 0"),
        ("/sparql", b"a&" * 2000, "at most 1000"),
    ],
)
def test_malformed_requests(sparql_server: Server, url: str, content: bytes | None, detail: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if content is None:
        response = sparql_server.client.get(url)
    else:
        response = sparql_server.client.post(url, content=content, headers=headers)
    assert detail in problem(response, 400, "usage")["detail"]


def test_an_unknown_address(sparql_server: Server) -> None:
    problem(sparql_server.client.get("/no/such/page"), 404, "not-found")


def test_others_are_served_while_one_runs_away(sparql_server: Server) -> None:
    with ThreadPoolExecutor(1) as attacker:
        runaway = attacker.submit(post, sparql_server, ENDLESS, timeout="3")
        answers = [post(sparql_server, "SELECT * { ?s ?p ?o } LIMIT 3") for _ in range(30)]
        assert not runaway.done()
        assert {answer.status_code for answer in answers} == {200}
        problem(runaway.result(), 503, "deadline")


def test_attackers_in_turn_leave_a_full_pool(sparql_server: Server) -> None:
    for query in (MIXED, HUNGRY, MIXED):
        problem(post(sparql_server, query), 503, "worker-died")
    ready = sparql_server.client.get("/readyz").json()
    assert ready["ended"] >= 3
    assert ready["waiting"] == 0
