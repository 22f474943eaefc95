"""The SPARQL page over HTTP: its form, its table, its bounds."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi import FastAPI

from kg.store import Limits
from kg.store.foreign import RdfFile, write_foreign
from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits

if TYPE_CHECKING:
    from tests.web.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
DATA = """@prefix : <http://example.org/> .
:a :says "<img src=x onerror=alert(1)>"@vi, "7"^^<http://www.w3.org/2001/XMLSchema#integer>, _:b .
<javascript:alert(1)> :says "\u202e</script>" .
<https://w3id.org/diaban/id/person/p> a :Person ; :says "x" .
"""
MANY = "SELECT ?a ?b { VALUES ?a { 1 2 3 4 5 6 7 8 9 10 } ?x ?b ?y . ?u ?v ?w . ?k ?l ?m . ?n ?o ?q }"
BIG = f'SELECT ?x {{ BIND("{"a" * 4000}" AS ?y) VALUES ?z {{ 1 2 3 }} '
BIG += f"BIND(CONCAT({','.join(['?y'] * 300)}) AS ?x) }}"


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], AbstractContextManager[Server]]
) -> Iterator[Server]:
    """Foreign data whose values attack."""
    folder = tmp_path_factory.mktemp("query-page")
    (folder / "data.ttl").write_text(DATA, "utf-8")
    (folder / "snapshot").mkdir()
    write_foreign([RdfFile(folder / "data.ttl", "http://example.org/g")], folder / "snapshot")
    limits, clients = Limits(deadline=2), ClientLimits(cpu_seconds=0)
    config = WebConfig(
        folder / "snapshot", limits, prefixes=PREFIXES, queries=ROOT / "queries", clients=clients
    )
    with serve(create_app(config)) as server:
        yield server


def asked(site: Server, query: str, language: str = "en") -> httpx.Response:
    return site.client.get(f"/{language}/sparql", params={"query": query})


def test_the_form_leads_to_the_address_of_its_query(site: Server) -> None:
    response = site.client.post("/vi/sparql", data={"query": "ASK {\r\n?s ?p ?o }"})
    assert response.status_code == 303
    assert response.headers["location"] == "/vi/sparql?query=ASK+%7B%0A%3Fs+%3Fp+%3Fo+%7D"
    followed = site.client.get(response.headers["location"])
    assert '<h2 id="result">có</h2>' in followed.text


def test_a_query_too_long_for_an_address_is_answered_at_once(site: Server) -> None:
    query = f"SELECT ?s {{ ?s ?p ?o }} # {'x' * 7000}"
    response = site.client.post("/en/sparql", data={"query": query})
    assert response.status_code == 200
    assert "<table" in response.text
    assert "too long for an address" in response.text
    assert '<form class="downloads" method="post" action="/sparql">' in response.text
    download = site.client.post("/sparql", data={"query": query, "format": "csv"})
    assert download.headers["content-type"].startswith("text/csv")


def test_the_first_address_of_the_page_leads_here(site: Server) -> None:
    response = site.client.get("/en/query?query=ASK%20%7B%7D")
    assert (response.status_code, response.headers["location"]) == (301, "/en/sparql?query=ASK%20%7B%7D")


def test_terms_are_shown_with_their_kind_and_never_run(site: Server) -> None:
    text = asked(site, "SELECT ?s ?o { ?s <http://example.org/says> ?o } ORDER BY ?s").text
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert 'lang="vi"' in text
    assert '<span class="tag">xsd:integer</span>' in text
    assert "_:" in text
    assert 'href="javascript:' not in text
    assert "\u202e" not in text
    assert 'href="http://example.org/a" rel="noreferrer"' in text
    assert 'href="/en/doc/person/p"' in text


def test_an_unbound_variable_keeps_its_column(site: Server) -> None:
    text = asked(site, "SELECT ?never ?s { ?s ?p ?o } LIMIT 1").text
    assert '<th scope="col">?never</th>' in text


def test_a_graph_is_shown_as_turtle_with_its_own_downloads(site: Server) -> None:
    text = asked(site, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").text
    assert "6 statements" in text
    assert 'value="jsonld"' in text
    assert "&lt;img src=x" in text


def test_of_a_big_answer_a_bounded_part_is_shown_and_the_rest_is_counted(site: Server) -> None:
    response = asked(site, MANY)
    assert response.status_code == 200, response.text
    assert "12960 rows" in response.text
    assert "the first 300 are shown" in response.text
    assert response.text.count("<tr>") == 301
    assert len(response.content) < 200_000


def test_giant_values_are_shortened_and_giant_rows_left_out(site: Server) -> None:
    response = asked(site, BIG)
    assert response.status_code == 200, html.unescape(response.text)
    assert "3 rows" in response.text
    assert "the first 0 are shown" in response.text
    assert len(response.content) < 100_000
    graph = asked(site, BIG.replace("SELECT ?x {", "CONSTRUCT { <urn:a> <urn:b> ?x } {"))
    assert "The beginning is shown" in graph.text
    assert len(graph.content) < 300_000


def test_an_example_is_the_text_of_a_question(site: Server) -> None:
    assert "kg:Tenure" in site.client.get("/vi/sparql?example=career").text
    unknown = site.client.get("/vi/sparql?example=no-such")
    assert unknown.status_code == 404
    assert unknown.headers["content-type"].startswith("text/html")


def test_completion_knows_the_terms_of_the_data_and_their_use(site: Server) -> None:
    response = site.client.get("/en/sparql/terms")
    document = response.json()
    assert document["prefixes"]["kg"] == "https://w3id.org/diaban/ontology#"
    found = {term["name"]: term for term in document["terms"]}
    assert found["<http://example.org/says>"]["used"] == 5
    assert found["<http://example.org/Person>"]["kind"] == "class"
    again = site.client.get("/en/sparql/terms", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_completion_knows_the_ontology_in_both_languages(
    snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]
) -> None:
    with serve(create_app(WebConfig(snapshot, prefixes=PREFIXES))) as server:
        for language, label in (("vi", "sự kiện"), ("en", "event")):
            terms = server.client.get(f"/{language}/sparql/terms").json()["terms"]
            found = {(term["name"], term["kind"]): term for term in terms}
            assert found["kg:Event", "class"]["label"] == label
            assert "kg:Event" in found["kg:happened", "property"]["domains"]
            assert found["kg:happened", "property"]["used"] > 0
            assert [term for term in terms if not term["label"]] == []


JOIN = " ".join(f"?{name}1 ?{name}2 ?{name}3 ." for name in "abcdefg")
WRONG = {
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }": "SERVICE sẽ hỏi máy chủ khác",
    "INSERT DATA { <urn:a> <urn:b> 1 }": "dịch vụ này chỉ đọc",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }": "ở đây không có đồ thị",
    "SELECT * { ?s ?p }": "không phải SPARQL 1.1; máy truy vấn báo",
    "SELECT * { ?s ?p ?o": "chưa được đóng",
    "SELECT * " + "{" * 300 + "}" * 300: "lồng nhau sâu hơn 200 tầng",
    f"SELECT * {{ {JOIN} }}": "hãy thêm LIMIT",
    f"SELECT (COUNT(*) AS ?n) {{ {JOIN} {JOIN.replace('?', '?x')} }}": "và đã bị dừng",
    "#" * 66_000: "hơn mức 65536; hãy rút ngắn",
}


@pytest.mark.parametrize("query", WRONG, ids=[words[:20] for words in WRONG.values()])
def test_what_is_wrong_is_said_in_the_language_of_the_page(site: Server, query: str) -> None:
    vietnamese = site.client.post("/vi/sparql", data={"query": query}, follow_redirects=True)
    assert vietnamese.status_code in {400, 413, 503}
    assert WRONG[query] in html.unescape(vietnamese.text)
    english = site.client.post("/en/sparql", data={"query": query}, follow_redirects=True)
    assert WRONG[query] not in html.unescape(english.text)
