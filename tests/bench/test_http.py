"""``kg bench http`` on the real records: what it prints is measured, not how fast it is."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.serving import KG, Process, kg_serve
from typer.testing import CliRunner

from kg.bench.http.client import Client
from kg.bench.http.measure import Times, draw_all, time_load, time_questions
from kg.bench.http.questions import QUESTIONS, write_queries
from kg.bench.http.report import isolation_line, join_times, question_lines
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


def test_the_command_prints_questions_load_and_isolation(build: Path, service: Process) -> None:
    words = ["bench", "http", "--build", str(build), "--rounds", "3", "--clients", "3", "--seconds", "0.5"]
    done = subprocess.run(
        [str(KG), *words, "--other", f"{service.url}/sparql"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    for question in QUESTIONS:
        assert re.search(rf"^\| {re.escape(question.name)} \|( \d+\.\d+ \|){{4}}$", done.stdout, re.MULTILINE)
    assert re.search(r"^3 clients, \d+ s: [1-9]\d* answers, 0 errors", lines[-2])
    assert re.search(r"^isolation: p50 .* cost -?\d+\.\d\d ms, ratio \d+\.\d$", lines[-1])


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


def test_a_wrong_answer_ends_the_measurement(service: Process) -> None:
    with pytest.raises(InputError, match="answers 400"):
        asyncio.run(time_questions(f"{service.url}/sparql", {"wrong": ["SELECT"]}, 2))


def test_what_cannot_be_reached_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="start the service"):
        asyncio.run(draw_all("http://127.0.0.1:9/sparql", 2, 1))
    result = CliRunner().invoke(app, ["bench", "http", "--build", str(tmp_path)])
    assert isinstance(result.exception, InputError)
    assert "kg serve, which says why" in str(result.exception)


def test_tables_and_lines() -> None:
    own, other = {"a": Times((1.0, 2.0, 3.0))}, {"a": Times((4.0, 4.0, 4.0))}
    lines = list(question_lines(own, {"peer": other}))
    assert lines[2] == "| a | 2.00 | 2.90 | 4.00 | 2.0 |"
    assert join_times({"a": Times((1.0,)), "b": Times((2.0,))}).milliseconds == (1.0, 2.0)
    assert Times((5.0,)).percentile(99) == 5.0
    assert "cost 1.00 ms, ratio 2.0" in isolation_line(Times((1.0, 1.0)), Times((2.0, 2.0)))


def test_the_choice_follows_the_seed_and_spells_every_variable() -> None:
    rows = [{"x": f"urn:{number}", "year": "2024"} for number in range(20)]
    one, again, other = (write_queries(QUESTIONS[0], rows, 5, seed) for seed in (1, 1, 2))
    assert one == again != other
    assert not any("$" in query for query in one)
