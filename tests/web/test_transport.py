"""What a connection may do before there is a request, over plain sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from tests.web.conftest import Server, serve_app

from kg.store import Limits
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits
from kg.web.transport import BoundedHttp

POINT = "ASK { <https://example.org/id/1> ?p ?o }"
GET = f"GET /sparql?query={quote(POINT)} HTTP/1.1\r\nHost: x\r\n"
POST = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"


class Hurried(BoundedHttp):
    """Waits so shortly that a test need not wait long."""

    head_seconds = 0.3


@pytest.fixture(scope="module")
def hurried(sample_snapshot: Path) -> Iterator[Server]:
    config = WebConfig(
        sample_snapshot, Limits(workers=2), clients=ClientLimits(cpu_seconds=0), body_seconds=0.3
    )
    with serve_app(create_app(config), Hurried) as server:
        yield server


def connect(server: Server) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=30)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes the connection."""
    content = b""
    try:
        while piece := connection.recv(65_536):
            content += piece
    except ConnectionResetError:
        # The system may say so where we sent more than was read.
        pass
    return content


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def code_of(answer: bytes) -> str:
    return str(json.loads(answer.partition(b"\r\n\r\n")[2])["code"])


@pytest.mark.parametrize(
    "head",
    [GET + "X: " + "a" * 400_000, GET + "X-Header: a\r\n" * 20_000, "GET /" + "a" * 400_000],
    ids=["one header", "many headers", "request line"],
)
def test_a_head_without_an_end_is_refused(sparql_server: Server, head: str) -> None:
    with closing(connect(sparql_server)) as connection:
        for start in range(0, len(head), 10_000):
            try:
                connection.sendall(head[start : start + 10_000].encode())
            except OSError:
                break
        answer = read_all(connection)
    # Where the connection was reset, the answer may be lost with it.
    assert not answer or (status_of(answer), code_of(answer)) == (431, "head-too-long")
    assert sparql_server.client.get("/healthz").status_code == 200


def test_a_whole_head_that_is_too_long_is_refused(sparql_server: Server) -> None:
    answers = []
    for length in (65_536, 60_000):
        target = f"/sparql?query={quote(POINT)}%23{'a' * length}"
        with closing(connect(sparql_server)) as connection:
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            answers.append(read_all(connection))
    assert (status_of(answers[0]), code_of(answers[0])) == (431, "head-too-long")
    assert b"by POST" in answers[0]
    assert status_of(answers[1]) == 200


def test_a_head_that_does_not_come_is_not_waited_for(hurried: Server) -> None:
    with closing(connect(hurried)) as silent, closing(connect(hurried)) as slow:
        slow.sendall(GET[:30].encode())
        answer = read_all(slow)
        assert (status_of(answer), code_of(answer)) == (408, "head-too-slow")
        assert read_all(silent) == b""


def test_a_later_head_is_not_waited_for_either(hurried: Server) -> None:
    with closing(connect(hurried)) as connection:
        connection.sendall(f"{GET}\r\n".encode() + GET[:30].encode())
        answer = read_all(connection)
    assert status_of(answer) == 200
    assert answer.endswith(b'"code": "head-too-slow"}')


def test_a_body_that_does_not_come_is_not_waited_for(hurried: Server) -> None:
    with closing(connect(hurried)) as connection:
        connection.sendall(f"{POST}Content-Length: 99\r\nConnection: close\r\n\r\nASK".encode())
        answer = read_all(connection)
    assert (status_of(answer), code_of(answer)) == (408, "body-too-slow")


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA\x00b: c\r\n\r\n",
        "GET / HTTP/9.1\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["two lengths of different kinds", "two lengths", "a zero byte", "another version", "TLS"],
)
def test_what_is_no_request_gets_a_problem_document(sparql_server: Server, head: str) -> None:
    with closing(connect(sparql_server)) as connection:
        connection.sendall(head.encode("latin-1"))
        answer = read_all(connection)
    assert (status_of(answer), code_of(answer)) == (400, "malformed")


def test_requests_behind_each_other_are_answered_in_order(sparql_server: Server) -> None:
    body = b"ASK {" + b" " * 100_000 + b"}"
    post = f"{POST}Content-Length: {len(body)}\r\n\r\n"
    last = f"{GET}Connection: close\r\n\r\n"
    with closing(connect(sparql_server)) as connection:
        connection.sendall(f"{GET}\r\n{post}".encode() + body[:60_000])
        connection.sendall(body[60_000:] + last.encode())
        answer = read_all(connection)
    # The query of the body is longer than queries may be.
    assert [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]] == [200, 413, 200]


def test_an_offer_to_change_the_protocol_is_not_taken(sparql_server: Server) -> None:
    offer = "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    with closing(connect(sparql_server)) as connection:
        connection.sendall(f"{GET}{offer}".encode())
        assert status_of(read_all(connection)) == 200
