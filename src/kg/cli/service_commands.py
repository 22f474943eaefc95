"""``kg serve`` and ``kg demo``: the graph over HTTP."""

from __future__ import annotations

import math
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from kg.cli.graph_commands import BuildOption, build
from kg.cli.load import remote_of
from kg.cli.output import stderr
from kg.errors import InputError, UsageError
from kg.settings import Settings, load_settings
from kg.store import Limits, open_store
from kg.store.foreign import read_file_argument, write_foreign
from kg.vocab import PREFIXES
from kg.web.app import create_app
from kg.web.clients import ClientLimits
from kg.web.config import WebConfig
from kg.web.transport import BoundedHttp

_MEBIBYTE = 1024 * 1024

HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on.")]
PortOption = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]
FilesOption = Annotated[
    list[str] | None,
    typer.Option("--data", help="Serve an RDF file, FILE or IRI=FILE, instead of the snapshot."),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help="Processes that run queries.")
]

ProxyOption = Annotated[
    bool | None, typer.Option("--proxy-headers", help="Believe X-Forwarded-For of the proxy in front.")
]

LogOption = Annotated[
    bool | None, typer.Option("--access-log", help="Write each request as a line of JSON, without addresses.")
]


def serve(
    build_folder: BuildOption = None,
    host: HostOption = None,
    port: PortOption = None,
    data: FilesOption = None,
    workers: WorkersOption = None,
    proxy_headers: ProxyOption = None,
    access_log: LogOption = None,
) -> None:
    """Serve the current snapshot, or any RDF files: pages, questions, SPARQL and linked data."""
    given = {"build": build_folder, "host": host, "port": port, "workers": workers}
    given |= {"proxy_headers": proxy_headers, "access_log": access_log}
    changes = {name: value for name, value in given.items() if value is not None}
    settings = load_settings().model_copy(update=changes)
    with _snapshot(settings, data or []) as snapshot:
        if not (snapshot / "graph.nq").exists():
            raise InputError(snapshot, "there is no snapshot here; make one with kg build")
        shown = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 - compared only
        start = f"http://{shown}:{settings.port}/"
        stderr().print(f"Serving {', '.join(data or [str(snapshot)])} on {start}")
        if not data:
            place = "huy%E1%BB%87n%20B%E1%BA%AFc%20S%C6%A1n"
            stderr().print(f"Look at {start}en/ask/who-inspected-where?place={place}")
        config = web_config(settings if not data else settings.model_copy(update={"store": ""}), snapshot)
        _require_remote(config)
        app = create_app(config)
        # uvicorn stops gracefully and then lets the signal have its way: that is to end in good order.
        signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_level="warning",
            access_log=False,
            http=BoundedHttp,
            # uvicorn believes local proxies unless it is told not to.
            proxy_headers=settings.proxy_headers,
            # A stop waits for running queries, and for nothing that hangs.
            timeout_graceful_shutdown=math.ceil(settings.timeout) + 5,
            forwarded_allow_ips=settings.proxies,
        )


def _require_remote(config: WebConfig) -> None:
    """See that a remote store holds the snapshot, before a server starts that could only say no."""
    if config.remote is not None:
        with open_store(config.snapshot, remote=config.remote):
            stderr().print(f"The graph is at {config.remote.access.url}")


@contextmanager
def _snapshot(settings: Settings, files: list[str]) -> Iterator[Path]:
    """Give the folder to serve: the current snapshot, or one of some files that is gone afterwards."""
    if not files:
        yield settings.snapshot
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        write_foreign([read_file_argument(file) for file in files], Path(folder))
        yield Path(folder)


def web_config(settings: Settings, snapshot: Path) -> WebConfig:
    """Return limits and folders of the service, from the settings."""
    limits = replace(
        Limits(),
        deadline=settings.timeout,
        query_characters=settings.query_characters,
        result_bytes=settings.result_mb * _MEBIBYTE,
        result_rows=settings.result_rows,
        worker_memory=settings.memory_mb * _MEBIBYTE,
        workers=settings.workers,
        queue=settings.queue,
    )
    clients = ClientLimits(
        running=settings.client_running,
        waiting=settings.client_waiting,
        cpu_seconds=settings.client_cpu_seconds,
        cpu_rate=settings.client_cpu_rate,
        refusals=settings.client_refusals,
    )
    home = settings.home
    return WebConfig(
        snapshot,
        limits,
        PREFIXES,
        home / "queries",
        settings.sources,
        home / "shapes",
        clients,
        settings.access_log,
        settings.data_folder,
        remote_of(settings),
    )


def demo(
    folder: Annotated[Path, typer.Argument(help="An empty folder, made if needed.")] = Path("diaban-demo"),
    host: HostOption = None,
    port: PortOption = None,
    only_build: Annotated[bool, typer.Option("--only-build", help="Stop before serving.")] = False,
) -> None:
    """Do the main job with the data of this installation: build, validate and serve in a folder."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "build" / "current").exists():
        raise UsageError(f"{folder} is not empty; name an empty folder")
    build_folder = folder / "build"
    build(None, build_folder)
    if not only_build:
        serve(build_folder, host, port)
