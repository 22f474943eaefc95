"""A real server on a free port, for tests over real HTTP."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route, sync_playwright
from tests.web.axe import axe_config

from kg.store import Limits
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits
from kg.web.transport import BoundedHttp

CLIENTS = Path(__file__).resolve().parents[1] / "clients"


@dataclass(frozen=True)
class Server:
    """A running service: a client with its address, and the application for looking inside."""

    client: httpx.Client
    url: str
    app: FastAPI


class _Announcing(uvicorn.Server):
    """Says when it serves, so that nobody has to poll."""

    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()


@contextmanager
def serve_app(app: FastAPI, http: type[BoundedHttp] = BoundedHttp) -> Iterator[Server]:
    ready = threading.Event()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = _Announcing(uvicorn.Config(app, log_level="warning", lifespan="on", http=http), ready)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        assert ready.wait(60), "the server did not start; its log says why"
        with httpx.Client(base_url=url, timeout=60) as client:
            yield Server(client, url, app)
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def serve() -> Callable[[FastAPI], AbstractContextManager[Server]]:
    """Serves an application for a ``with`` block: ``with serve(create_app(…)) as server``."""
    return serve_app


@pytest.fixture(scope="session")
def full_server(few_snapshot: Path) -> Iterator[Server]:
    """The service on the real records with everything that pages may show; only to be read."""
    with serve_app(create_app(axe_config(few_snapshot))) as server:
        yield server


@pytest.fixture(scope="session")
def sparql_server(sample_snapshot: Path) -> Iterator[Server]:
    """The service on the sample snapshot, with a short deadline and little memory."""
    limits = Limits(deadline=5, worker_memory=256 * 1024 * 1024, result_rows=10_000, result_bytes=4_000_000)
    # One client sends everything, attacks too; tests/web/test_clients.py bounds its time.
    clients = ClientLimits(cpu_seconds=0)
    config = WebConfig(sample_snapshot, limits, {"ex": "https://example.org/ns#"}, clients=clients)
    with serve_app(create_app(config)) as server:
        yield server


ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Callable[..., AbstractContextManager[Page]]:
    """Opens a page for a ``with`` block; it fails on foreign requests, script errors, policy violations."""

    @contextmanager
    def open_page(
        *,
        scripts: bool = True,
        width: int = 1200,
        scheme: str = "light",
        locale: str = "vi-VN",
        missing: bool = False,
    ) -> Iterator[Page]:
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
        )
        faults: list[str] = []

        def only_local(route: Route) -> None:
            parts = urlsplit(route.request.url)
            if parts.hostname == "127.0.0.1" or parts.scheme in {"data", "file"}:
                route.continue_()
            else:
                faults.append(f"request to {route.request.url}")
                route.abort()

        def refuse(dialog: Dialog) -> None:
            faults.append(f"a script ran: {dialog.message}")
            dialog.dismiss()

        context.route(re.compile(".*"), only_local)
        page = context.new_page()

        def hear(message: ConsoleMessage) -> None:
            # Chromium reports every answer 404, also to a reader who asked for a page that is not there.
            if message.type == "error" and not (missing and "status of 404" in message.text):
                faults.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", refuse)
        try:
            yield page
        finally:
            context.close()
        assert faults == []

    return open_page


@pytest.fixture(scope="session")
def run_client() -> Callable[..., str]:
    """Runs a program of ``tests/clients`` with Node.js and gives what it printed."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not here")
    if not (CLIENTS / "node_modules").exists():
        pytest.skip("the node modules are not here: npm ci --prefix tests/clients")

    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [node, *arguments],
            cwd=CLIENTS,
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
