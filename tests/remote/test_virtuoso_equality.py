"""Every question, page, view and format is the same, to the byte, on the embedded graph and on Virtuoso."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.virtuoso import Virtuoso
from tests.web.conftest import Server, serve_app

from kg.store import Limits, Remote, load_local
from kg.vocab import DATA, PREFIXES
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits

ROOT = Path(__file__).resolve().parents[2]
CHAIR = "org/lang-son/peoples-committee/post/chair"
LOC_BINH = f"{DATA}source/lang-son-2024-04-23-loc-binh-notice"

QUESTIONS: dict[str, list[dict[str, str]]] = {
    "attended": [{"event": f"{LOC_BINH}/event/inspection"}],
    "career": [{"person": "Hồ Tiến Thiệu"}, {"person": "Dương Công Hiệp", "lang": "en"}],
    "co-participants": [{"person": "Lại Xuân Môn"}],
    "compare-indicator": [{"indicator": "thu ngân sách", "subjects": "huyện Than Uyên;huyện Hòa An"}],
    "connection": [{"from": "Hồ Tiến Thiệu", "to": "xã Xuân Dương", "lang": "en"}],
    "dates-of-source": [{"source": LOC_BINH}],
    "deadlines": [{"from": "2020-06", "to": "2020-06"}],
    "directives": [{"place": "xã Xuân Dương"}, {"event": f"{LOC_BINH}/event/inspection"}],
    "document-lineage": [{"document": "Nghị quyết 08"}],
    "documents": [{}, {"numbered": "true"}],
    "event-findings": [{"event": f"{LOC_BINH}/event/inspection"}],
    "events": [{}, {"from": "2020", "to": "2022"}],
    "holder-on": [
        {"post": "Chủ tịch UBND tỉnh Lạng Sơn", "date": "2022-06-22"},
        {"person": "Hồ Tiến Thiệu", "date": "2024-04"},
    ],
    "holders": [
        {"post": "Chủ tịch UBND tỉnh Lạng Sơn"},
        {"organisation": "UBND tỉnh Lạng Sơn", "lang": "en"},
    ],
    "indicators": [{"source": LOC_BINH}],
    "parallel-posts": [{"branch_a": "party", "branch_b": "state"}],
    "people-across-sources": [{}],
    "petitions": [{"event": f"{LOC_BINH}/event/inspection"}],
    "places-visited": [{"event": f"{LOC_BINH}/event/inspection"}],
    "posts-without-holder": [{"source": LOC_BINH}],
    "programmes": [{"programme": "OCOP"}],
    "projects": [{"status": "requested"}],
    "proposals-by-funding": [{"place": "huyện Hòa An"}],
    "resolution-to-projects": [{"document": "Nghị quyết 08"}],
    "signatures": [{"source": LOC_BINH}],
    "sources-of": [{"subject": "huyện Bắc Sơn"}],
    "unit-history": [{"unit": "xã Chiến Thắng, huyện Bắc Sơn"}],
    "unit-today": [{"unit": "huyện Bắc Sơn"}, {"code": "06364", "lang": "en"}],
    "who-inspected-where": [{"from": "2022", "to": "2024"}, {"place": "tỉnh Lạng Sơn"}],
}
PAGES = [
    "/vi/", "/en/about", "/vi/search?q=bac+son", "/vi/network?center=person/ho-tien-thieu",
    "/en/network?center=person/ho-tien-thieu&to=unit/lang-son.huyen.bac-son", "/vi/places",
    "/vi/places/lang-son.huyen.bac-son", "/en/ontology", "/en/ontology/Official", "/vi/validation",
    "/vi/ask/who-inspected-where?place=huyện+Bắc+Sơn", "/.well-known/void", "/dump",
    "/en/doc/person/nobody-of-this-name",
]  # fmt: skip
ENDINGS = [".ttl", ".nt", ".jsonld", ".rdf"]
CLASSES = "SELECT ?class (MIN(STR(?s)) AS ?thing) { ?s a ?class } GROUP BY ?class ORDER BY ?class"


@pytest.fixture(scope="module")
def both(few_snapshot: Path, filled_virtuoso: Virtuoso) -> Iterator[tuple[Server, Server]]:
    """The service on the snapshot, and the service on the same data in Virtuoso."""
    with ExitStack() as stack:
        servers = []
        for remote in (None, Remote(filled_virtuoso.access)):
            config = WebConfig(
                few_snapshot,
                Limits(workers=2, deadline=120),
                PREFIXES,
                ROOT / "queries",
                shapes=ROOT / "shapes",
                clients=ClientLimits(cpu_seconds=0),
                remote=remote,
            )
            servers.append(stack.enter_context(serve_app(create_app(config))))
        yield servers[0], servers[1]


def differences(both: tuple[Server, Server], path: str, **parameters: str) -> str:
    """Nothing when both give the same answer; what they gave where they do not."""
    answers = [server.client.get(path, params=parameters or None, timeout=180) for server in both]
    texts = [answer.text.replace(server.url, "") for answer, server in zip(answers, both, strict=True)]
    states = [(answer.status_code, answer.headers.get("content-type")) for answer in answers]
    if states[0] != states[1]:
        return f"{path}: {states}: {texts[1][:300]}"
    if texts[0] != texts[1]:
        at = next((n for n, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), 0)
        return f"{path}: {texts[0][at - 80 : at + 120]!r} is not {texts[1][at - 80 : at + 120]!r}"
    return ""


def test_there_is_a_case_for_every_question(both: tuple[Server, Server]) -> None:
    listed = both[0].client.get("/api/questions").json()
    names = {item["name"] for item in (listed["questions"] if isinstance(listed, dict) else listed)}
    assert names == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_have_equal_rows_evidence_and_notices(name: str, both: tuple[Server, Server]) -> None:
    for parameters in QUESTIONS[name]:
        assert both[0].client.get(f"/api/questions/{name}", params=parameters).status_code == 200
        assert differences(both, f"/api/questions/{name}", **parameters) == ""


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_equal(path: str, both: tuple[Server, Server]) -> None:
    assert differences(both, path) == ""


def test_a_thing_of_every_class_has_equal_pages_and_descriptions(
    both: tuple[Server, Server], few_snapshot: Path
) -> None:
    rows = json.loads(load_local(few_snapshot).answer(CLASSES).body)["results"]["bindings"]
    things = sorted({row["thing"]["value"] for row in rows if row["thing"]["value"].startswith(str(DATA))})
    assert len(things) > 30
    found = []
    for number, thing in enumerate(things):
        path = thing.removeprefix(str(DATA))
        found.append(differences(both, f"/{'vi' if number % 2 else 'en'}/doc/{path}"))
        found.append(differences(both, f"/doc/{path}{ENDINGS[number % len(ENDINGS)]}"))
    assert [text for text in found if text] == []


STRANGERS = {
    # Plain SPARQL is answered alike, in every format.
    "SELECT ?s ?label { ?s a <https://w3id.org/diaban/ontology#Official> ; "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?s ?label": True,
    "ASK { <https://w3id.org/diaban/id/person/ho-tien-thieu> ?p ?o }": True,
    "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/diaban/ontology#visited> ?o }": True,
    "CONSTRUCT WHERE { <https://w3id.org/diaban/id/person/ho-tien-thieu> ?p ?o }": True,
    # What Virtuoso answers in its own way: known differences, each asserted.
    "SELECT ?x { VALUES ?x { 1 2 } BIND(?x = 1 AS ?y) FILTER(?y) }": True,
    "SELECT (EXISTS { ?s ?p ?o } AS ?x) {}": False,
    "SELECT (1/0 AS ?x) {}": False,
}


@pytest.mark.parametrize("query", STRANGERS)
def test_a_strangers_query_is_answered_by_virtuoso_itself(query: str, both: tuple[Server, Server]) -> None:
    formats = ("json", "csv", "tsv", "xml") if not query.startswith("CONSTRUCT") else ("turtle", "jsonld")
    same = all(not differences(both, "/sparql", query=query, format=name) for name in formats)
    assert same is STRANGERS[query]


def test_a_whole_answer_or_none_where_virtuoso_cuts_off(
    few_snapshot: Path,
    tmp_path: Path,
    serve: Callable[[FastAPI], AbstractContextManager[Any]],
) -> None:
    import asyncio

    from tests.virtuoso import run_virtuoso

    from kg.store.remote.loading import Target, load

    with run_virtuoso(tmp_path, rows=700) as server:
        asyncio.run(load(few_snapshot, Target(server.access), lambda _line: None))
        config = WebConfig(
            few_snapshot,
            Limits(workers=1, deadline=120),
            PREFIXES,
            ROOT / "queries",
            remote=Remote(server.access),
        )
        with serve(create_app(config)) as service:
            got = service.client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}, timeout=180)
            assert (got.status_code, got.json()["code"]) == (400, "result-too-large")
            assert "ResultSetMaxRows" in got.json()["detail"]
            few = service.client.get(
                "/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 3"}, timeout=180
            )
            assert len(few.json()["results"]["bindings"]) == 3
            # Lookups of ours are divided until each is whole.
            asked = service.client.get("/api/questions/people-across-sources", timeout=180)
            assert asked.status_code == 200, asked.text
