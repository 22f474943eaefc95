"""A store that is down, slow, wrong or half: every answer is one clear error, and none is taken for data."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from kg.errors import (
    EndpointDown,
    EndpointFault,
    EndpointSlow,
    KgError,
    QuerySyntaxError,
    ResultTooLarge,
    UsageError,
)
from kg.store import Limits, Remote, RemoteStore
from kg.store.dialects import DialectName
from kg.store.publication import write_publication
from kg.store.remote.endpoint import Access
from kg.web import WebConfig, create_app

Answering = Callable[..., AbstractContextManager[Any]]
AnswerOf = Callable[..., Any]

VERSION = json.dumps(
    {"head": {}, "results": {"bindings": [{"version": {"type": "literal", "value": "small-1"}}]}}
).encode()
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}}]}}'
KG = Path(sys.executable).with_name("kg")
QUERY = "SELECT ?s { ?s ?p ?o }"


@pytest.fixture(scope="module")
def small(small_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small snapshot with its counts, which a remote store needs."""
    folder = tmp_path_factory.mktemp("with-counts")
    for name in ("graph.nq", "manifest.json", "search.sqlite"):
        (folder / name).write_bytes((small_snapshot / name).read_bytes())
    write_publication(folder, json.loads((folder / "manifest.json").read_text("utf-8"))["graphs"])
    return folder


async def ask(
    snapshot: Path, url: str, query: str = QUERY, limits: Limits | None = None, **more: Any
) -> bytes:
    remote = Remote(Access(url), more.pop("dialect", DialectName.AUTO))
    store = RemoteStore(snapshot, remote, limits or Limits(workers=1, deadline=20))
    await store.start()
    try:
        return (await store.query(query, **more)).body
    finally:
        await store.stop()


def hang(stub_holder: list[Any]) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(_handler: BaseHTTPRequestHandler) -> None:
        stub_holder[0].done.wait(60)

    return answer


def break_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(ROWS)
    handler.close_connection = True


BAD: dict[str, tuple[tuple[Any, ...], dict[str, str], type[KgError], str]] = {
    "an HTML page": ((200, b"<html>", "text/html"), {}, EndpointFault, "an HTML page"),
    "an HTML error page": ((500, b"<html>", "text/html"), {}, EndpointFault, "500: an HTML page"),
    "an error": ((500, b"out of ideas", "text/plain"), {}, EndpointFault, "500: out of ideas"),
    "no JSON": ((200, b"{{{"), {}, EndpointFault, "no SPARQL result"),
    "other JSON": ((200, b'{"hello": []}'), {}, EndpointFault, "no SPARQL result"),
    "a list": ((200, b"[]"), {}, EndpointFault, "no SPARQL result"),
    "terms of no kind": (
        (200, b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"x","value":"y"}}]}}'),
        {},
        EndpointFault,
        "cannot be read",
    ),
    "a boolean for a table": ((200, b'{"head":{},"boolean":true}'), {}, EndpointFault, "none to SELECT"),
    "another format": (
        (200, b"<sparql/>", "application/sparql-results+xml"),
        {},
        EndpointFault,
        "in place of",
    ),
    "nothing": ((200, b"", ""), {}, EndpointFault, "in place of"),
    "a redirect": ((302, b""), {"Location": "http://127.0.0.1/x"}, EndpointFault, "leads on to"),
    "no entry": ((401, b""), {"WWW-Authenticate": "Basic"}, EndpointFault, "KG_STORE_USER"),
    "not there": ((404, b"none", "text/plain"), {}, EndpointFault, "404"),
    "busy": ((503, b"later", "text/plain"), {}, EndpointDown, "503: later"),
    "too often": ((429, b"", "text/plain"), {}, EndpointDown, "429"),
    "a slow gateway": ((504, b"", "text/plain"), {}, EndpointSlow, "504"),
    "a refusal": ((400, b"syntax error at 'x'", "text/plain"), {}, QuerySyntaxError, "syntax error at 'x'"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_answer_is_an_error_that_says_what_came(
    name: str, small: Path, answering: Answering, answer_of: AnswerOf
) -> None:
    arguments, headers, error, words = BAD[name]
    with answering(answer_of(200, VERSION), answer_of(*arguments, **headers)) as stub:
        with pytest.raises(error, match=words):
            asyncio.run(ask(small, stub.url))
        assert len(stub.bodies) == 2  # one request, and no second try


@pytest.mark.parametrize(
    ("headers", "status", "error"),
    [
        ({"X_SPARQL_MaxRows": "1"}, 200, ResultTooLarge),
        ({"X_SQL_State": "S1TAT"}, 200, EndpointSlow),
        ({}, 500, EndpointSlow),
    ],
)
def test_half_an_answer_of_virtuoso_is_none(
    headers: dict[str, str],
    status: int,
    error: type[KgError],
    small: Path,
    answering: Answering,
    answer_of: AnswerOf,
) -> None:
    body = ROWS if status == 200 else b"Virtuoso S1T00 Error SR171: Transaction timed out"
    media_type = "application/sparql-results+json" if status == 200 else "text/plain"
    with (
        answering(answer_of(200, VERSION), answer_of(status, body, media_type, **headers)) as stub,
        pytest.raises(error),
    ):
        asyncio.run(ask(small, stub.url, dialect=DialectName.VIRTUOSO))


def test_what_breaks_off_and_what_is_too_long_are_told_apart(
    small: Path, answering: Answering, answer_of: AnswerOf
) -> None:
    with (
        answering(answer_of(200, VERSION), break_off) as stub,
        pytest.raises(EndpointFault, match="broke off"),
    ):
        asyncio.run(ask(small, stub.url))
    tight = Limits(workers=1, deadline=20, result_bytes=2_000)
    with (
        answering(answer_of(200, VERSION), answer_of(200, b" " * 3_000)) as stub,
        pytest.raises(ResultTooLarge, match="2000 bytes"),
    ):
        asyncio.run(ask(small, stub.url, limits=tight))


@pytest.mark.parametrize("ours", [False, True])
def test_the_deadline_holds_while_a_store_is_silent(
    ours: bool, small: Path, answering: Answering, answer_of: AnswerOf
) -> None:
    holder: list[Any] = []
    with answering(answer_of(200, VERSION), hang(holder)) as stub:
        holder.append(stub)
        dialect = DialectName.VIRTUOSO if ours else DialectName.STANDARD
        with pytest.raises(EndpointSlow, match=r"0\.3 s"):
            asyncio.run(ask(small, stub.url, deadline=0.3, ours=ours, dialect=dialect))


def test_a_store_with_other_data_is_not_served(
    small: Path, answering: Answering, answer_of: AnswerOf
) -> None:
    other = VERSION.replace(b"small-1", b"older-9")
    with (
        answering(answer_of(200, other)) as stub,
        pytest.raises(EndpointFault, match=r"older-9.*kg load --to"),
    ):
        asyncio.run(ask(small, stub.url))
    none = b'{"head":{},"results":{"bindings":[]}}'
    wrong = b'{"head":{},"results":{"bindings":[{"n":{"type":"literal","value":"7"}}]}}'
    with (
        answering(answer_of(200, none), answer_of(200, wrong)) as stub,
        pytest.raises(EndpointFault, match="holds 7 statements of"),
    ):
        asyncio.run(ask(small, stub.url))


@pytest.mark.parametrize(
    "url", ["localhost:8890/sparql", "ftp://localhost/", "http:///sparql", "http://dba:secret@localhost/"]
)
def test_an_address_that_is_none_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Access(url)
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(Access("http://localhost/", "dba", "secret"))


def test_queries_are_refused_before_they_are_sent(
    small: Path, answering: Answering, answer_of: AnswerOf
) -> None:
    with answering(answer_of(200, VERSION)) as stub:
        for query in (
            "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
            "LOAD <http://x/>",
            "ASK FROM <urn:x> {}",
        ):
            with pytest.raises(KgError, match=r"^\d+:\d+: "):
                asyncio.run(ask(small, stub.url, query))
        assert len(stub.bodies) == 3  # only what data version it holds, each time


def test_a_strangers_query_sees_the_graphs_of_the_data_only(
    small: Path, answering: Answering, answer_of: AnswerOf
) -> None:
    graphs = json.loads((small / "manifest.json").read_text("utf-8"))["graphs"]
    with answering(answer_of(200, VERSION), answer_of(200, ROWS)) as stub:
        asyncio.run(ask(small, stub.url))
        sent = stub.bodies[1].decode()
    assert sent.count("default-graph-uri=") == sent.count("named-graph-uri=") == len(graphs)


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"


@pytest.mark.parametrize(
    "command", [["ask", "people-across-sources"], ["serve", "--port", "1"], ["view", "x", "-o", "x"]]
)
def test_a_command_ends_with_4_when_the_store_is_down(
    command: list[str], small: Path, tmp_path: Path
) -> None:
    environment = os.environ | {"KG_STORE": free_address()}
    arguments = [*command, "--snapshot", str(small)]
    if command[0] == "serve":
        (tmp_path / "current").symlink_to(small)
        arguments = [*command, "--build", str(tmp_path)]
    ended = subprocess.run(
        [str(KG), *arguments],
        check=False,
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 4, ended.stderr
    assert "cannot be reached" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        ((500, b"<html>", "text/html"), 502, "endpoint-fault"),
        ((503, b""), 503, "endpoint-down"),
        ((504, b""), 504, "endpoint-slow"),
    ],
)
def test_the_service_answers_with_a_problem_document(
    answer: tuple[Any, ...],
    status: int,
    code: str,
    small: Path,
    answering: Answering,
    answer_of: AnswerOf,
    serve: Callable[[FastAPI], AbstractContextManager[Any]],
) -> None:
    with answering(answer_of(200, VERSION), answer_of(*answer)) as stub:
        config = WebConfig(small, Limits(workers=1, deadline=20), remote=Remote(Access(stub.url)))
        with serve(create_app(config)) as server:
            got = server.client.get("/sparql", params={"query": QUERY})
            assert (got.status_code, got.json()["code"]) == (status, code)
            assert got.headers["content-type"] == "application/problem+json"
            ready = server.client.get("/readyz")
            assert ready.status_code == 503
            assert stub.url in ready.json()["store_failure"]
            assert server.client.get("/healthz").status_code == 200
