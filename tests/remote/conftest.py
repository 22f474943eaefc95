"""Small HTTP servers on loopback that answer as a test says: what a store must not be taken in by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from fastapi import FastAPI
from tests.web.conftest import Server, serve_app

Answer = Callable[[BaseHTTPRequestHandler], None]
JSON = "application/sparql-results+json"


def reply(
    status: int = 200, body: bytes = b"", media_type: str = JSON, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that is the same for every request; ``_`` in names of headers stands for ``-``."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


class Stub:
    """A server whose answers are taken from a list; the last one goes on for ever."""

    def __init__(self, url: str, answers: list[Answer]) -> None:
        self.url = url
        self.answers = answers
        self.bodies: list[bytes] = []
        self.done = threading.Event()

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def serve_answers(*answers: Answer) -> Iterator[Stub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            stub.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            stub.next()(self)

        do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815 - the names of http.server

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub = Stub(f"http://127.0.0.1:{server.server_address[1]}/sparql", list(answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stub
    finally:
        stub.done.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def serve() -> Callable[[FastAPI], AbstractContextManager[Server]]:
    """Serves an application for a ``with`` block."""
    return serve_app


@pytest.fixture
def answering() -> Callable[..., Any]:
    """Serves answers for a ``with`` block: ``with answering(reply(500)) as stub``."""
    return serve_answers


@pytest.fixture
def answer_of() -> Callable[..., Answer]:
    """Makes an answer: (status, body, media_type, **headers)."""
    return reply
