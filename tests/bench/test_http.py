"""``kg bench http`` on the real records: what it prints is measured, not how fast it is."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.serving import KG, Process, kg_serve
from typer.testing import CliRunner

from kg.bench.http.answers import _content, count_alike
from kg.bench.http.client import Client, Reply
from kg.bench.http.measure import Peer, Times, draw_all, time_load, time_questions
from kg.bench.http.processor import descendants, processor_seconds
from kg.bench.http.questions import QUESTIONS, write_queries
from kg.bench.http.report import http_tables
from kg.cli.main import app
from kg.errors import InputError
from kg.store import load_local


@pytest.fixture(scope="module")
def build(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    (folder / "current").symlink_to(snapshot)
    return folder


@pytest.fixture(scope="module")
def service(build: Path) -> Iterator[Process]:
    with kg_serve(build, "--proxy-headers", KG_CLIENT_CPU_SECONDS="0") as served:
        yield served


def test_the_command_prints_and_keeps_questions_load_and_isolation(
    build: Path, service: Process, tmp_path: Path
) -> None:
    kept = tmp_path / "http.json"
    words = ["bench", "http", "--build", str(build), "--rounds", "3", "--clients", "3", "--seconds", "0.5"]
    done = subprocess.run(
        [str(KG), *words, "--other", f"{service.url}/sparql", "--json", str(kept)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(kept.read_text("utf-8"))
    assert done.stdout == http_tables(found)
    for question in QUESTIONS:
        row = rf"^\| {re.escape(question.name)} \|( \d+\.\d+ \|){{6}}  \| \d+\.\d \|  \| (\d+) of \2 \|$"
        assert re.search(row, done.stdout, re.MULTILINE), done.stdout
    own, other = found["endpoints"]
    assert own["all"]["answers"] == other["all"]["answers"] == 3 * len(QUESTIONS)
    assert own["all"]["server_cpu"] > 0
    assert own["all"]["workers_cpu"] > 0
    assert [load["errors"] for load in found["load"].values()] == [0, 0]
    assert found["load"]["diaban"]["answers"] > 0
    assert found["isolation"]["inside"]["cpu"] > 0
    assert found["statements"] > 10_000
    assert re.search(r"^diaban: 3 clients, \d+ s: [1-9]\d* answers, 0 errors", done.stdout, re.MULTILINE)
    assert re.search(r"^isolation: p50 .* cost -?\d+\.\d\d ms\.$", done.stdout.splitlines()[-1])


def test_every_question_has_an_answer_with_rows_for_most_things(snapshot: Path, service: Process) -> None:
    drawn = asyncio.run(draw_all(f"{service.url}/sparql", 10, 1))
    assert drawn == asyncio.run(draw_all(f"{service.url}/sparql", 10, 1))
    assert list(drawn) == [question.name for question in QUESTIONS]
    store = load_local(snapshot)
    for name, queries in drawn.items():
        assert len(queries) == len(set(queries))
        rows = [store.answer(query).rows for query in queries]
        assert sum(count > 0 for count in rows) * 2 >= len(rows), name


def test_an_answer_is_the_services_own(service: Process, snapshot: Path) -> None:
    async def ask() -> tuple[int, bytes]:
        client = Client(f"{service.url}/sparql", "192.0.2.1")
        try:
            first = await client.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            second = await client.ask("SELECT")
            assert second.status == 400
            return first.status, first.body
        finally:
            client.close()

    status, body = asyncio.run(ask())
    quads = json.loads((snapshot / "manifest.json").read_text("utf-8"))["quads"]
    assert status == 200
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == str(quads)


def test_errors_under_load_are_counted(service: Process) -> None:
    load = asyncio.run(time_load(f"{service.url}/sparql", {"wrong": ["SELECT"]}, 2, 0.2, 1))
    assert load.errors == len(load.times.milliseconds) > 0


def test_a_wrong_answer_of_ours_ends_the_measurement_and_one_of_another_is_counted(service: Process) -> None:
    peer = Peer("one", f"{service.url}/sparql")
    with pytest.raises(InputError, match="answers 400"):
        asyncio.run(time_questions([peer], {"wrong": ["SELECT"]}, 2))
    deaf = Peer("two", f"{service.url}/dump")
    taken = asyncio.run(time_questions([peer, deaf], {"any": ["ASK {}"]}, 2))
    assert [len(one["any"].seconds) for one in taken] == [2, 2]
    lost = Peer("three", f"{service.url}/nowhere")
    taken = asyncio.run(time_questions([peer, lost], {"any": ["ASK {}"]}, 2))
    assert (taken[1]["any"].seconds, taken[1]["any"].errors) == ([], 5)


def test_answers_are_compared_whatever_their_order(service: Process) -> None:
    url = f"{service.url}/sparql"
    queries = ["SELECT * { VALUES (?a ?b) { (1 2) (3 4) } }", "CONSTRUCT { <urn:a> <urn:b> 1 } {}"]
    assert asyncio.run(count_alike(url, url, {"any": queries})) == {"any": (2, 2)}
    one, other = (
        Reply(200, f'{{"results":{{"bindings":[{rows}]}}}}'.encode(), 0.0)
        for rows in ('{"a":{"value":"1"}},{"a":{"value":"2"}}', '{"a":{"value":"2"}},{"a":{"value":"1"}}')
    )
    assert _content(one) == _content(other)
    assert _content(one) != _content(Reply(200, b'{"results":{"bindings":[{"a":{"value":"2"}}]}}', 0.0))


def test_what_cannot_be_reached_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="start the service"):
        asyncio.run(draw_all("http://127.0.0.1:9/sparql", 2, 1))
    result = CliRunner().invoke(app, ["bench", "http", "--build", str(tmp_path)])
    assert isinstance(result.exception, InputError)
    assert "kg serve, which says why" in str(result.exception)


def test_tables_tell_ratios_and_what_was_refused() -> None:
    times = {"p50": 2.0, "p95": 3.0, "server_cpu": 0.5, "workers_cpu": 0.5, "answers": 3, "errors": 0}
    theirs = times | {"p50": 4.0, "server_cpu": 3.0, "workers_cpu": 0.0, "alike": 1, "compared": 3}
    load = {"clients": 2, "seconds": 1.0, "answers": 10, "errors": 0, "p50": 1.0, "p95": 2.0, "p99": 3.0}
    isolation = {"inside": {"p50": 1.0, "cpu": 1.0}, "isolated": {"p50": 1.5, "cpu": 1.25}}
    endpoints = [
        {"name": "diaban", "questions": {"a": times, "b": times}, "all": times},
        {"name": "peer", "questions": {"a": theirs, "b": {"errors": 3}}, "all": theirs},
    ]
    alone = endpoints[0] | {"questions": {name: times | {"p50": 1.5} for name in "ab"}}
    document = {"alone": alone, "load": {"diaban": load}, "isolation": isolation}
    text = http_tables(document | {"endpoints": endpoints})
    assert "| a | 1.50 | 3.00 | 0.50 | 0.50 | 2.00 | 4.00 | 3.00 | 2.0 | 3.0 | 1 of 3 |" in text
    assert "| b | 1.50 | 3.00 | 0.50 | 0.50 | 2.00 | refused |" in text
    assert "| a | 1.50 | 3.00 | 0.50 | 0.50 |\n" in http_tables(document | {"endpoints": endpoints[:1]})
    assert "peer: geometric mean of the ratios of the medians 2.0." in text
    assert "p99/p50 3.0." in text
    assert "cost 0.50 ms; processor time 1.00 ms and 1.25 ms, cost 0.25 ms." in text
    assert Times((5.0,)).percentile(99) == 5.0


def test_what_processes_take_is_counted() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert process.pid in descendants(os.getpid())
        process.communicate(b"\n")
    before = processor_seconds(os.getpid())
    assert sum(number * number for number in range(1_000_000)) > 0
    assert processor_seconds(os.getpid()) > before > 0
    assert processor_seconds(process.pid) == 0


def test_the_choice_follows_the_seed_and_spells_every_variable() -> None:
    rows = [{"x": f"urn:{number}", "year": "2024"} for number in range(20)]
    one, again, other = (write_queries(QUESTIONS[0], rows, 5, seed) for seed in (1, 1, 2))
    assert one == again != other
    assert not any("$" in query for query in one)
