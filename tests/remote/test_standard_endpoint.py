"""An engine that keeps SPARQL 1.1 is asked as it is: another service of ours, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from kg.store import Limits, Remote, RemoteStore, ResultFormat, load_local
from kg.store.dialects import STANDARD
from kg.store.question_files import read_questions
from kg.store.remote.endpoint import Access
from kg.store.search import SearchIndex
from kg.views.questions import ask_any_question
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits

ROOT = Path(__file__).resolve().parents[2]
ASKED: list[tuple[str, dict[str, str]]] = [
    ("who-inspected-where", {"from": "2022", "to": "2024"}),
    ("holder-on", {"post": "Chủ tịch UBND tỉnh Lạng Sơn", "date": "2022-06-22"}),
    ("documents", {}),
    ("people-across-sources", {}),
    ("connection", {"from": "Hồ Tiến Thiệu", "to": "xã Xuân Dương"}),
]
FORMATS = {
    "SELECT ?s ?o { ?s <https://w3id.org/diaban/ontology#visited> ?o } ORDER BY ?s": "JSON XML CSV TSV",
    "CONSTRUCT WHERE { ?s <https://w3id.org/diaban/ontology#visited> ?o }": "TURTLE N_TRIPLES JSON_LD",
}


def test_questions_and_formats_are_equal(
    few_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Any]]
) -> None:
    here, index = load_local(few_snapshot), SearchIndex(few_snapshot / "search.sqlite")
    questions = read_questions(ROOT / "queries")
    config = WebConfig(few_snapshot, Limits(workers=1, deadline=120), clients=ClientLimits(cpu_seconds=0))

    async def compare(url: str) -> None:
        store = RemoteStore(few_snapshot, Remote(Access(url)), Limits(workers=1, deadline=120))
        await store.start()
        try:
            assert store.dialect is STANDARD
            for name, given in ASKED:
                wanted = await ask_any_question(here, index, questions[name], given)
                found = await ask_any_question(store, index, questions[name], given)
                assert found.to_json() == wanted.to_json()
                assert wanted.rows
            for query, names in FORMATS.items():
                for chosen in map(ResultFormat.__getitem__, names.split()):
                    one, other = (
                        here.answer(query, result_format=chosen),
                        await store.query(query, result_format=chosen),
                    )
                    assert (other.body, other.rows) == (one.body, one.rows)
        finally:
            await store.stop()

    with serve(create_app(config)) as server:
        asyncio.run(compare(f"{server.url}/sparql"))
