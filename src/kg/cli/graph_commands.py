"""``kg build``, ``kg serve`` and ``kg demo``: the main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from kg.build import Inputs, build_snapshot
from kg.cli.output import print_findings, progress, stderr
from kg.errors import InputError, UsageError
from kg.settings import Settings, load_settings
from kg.store import Limits
from kg.vocab import PREFIXES
from kg.web.app import create_app
from kg.web.config import WebConfig

_MEBIBYTE = 1024 * 1024

BuildOption = Annotated[Path | None, typer.Option("--build", help="Folder of the snapshots.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of the records.")]
HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on.")]
PortOption = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]


def _settings(data: Path | None = None, build: Path | None = None) -> Settings:
    settings = load_settings()
    changes = {key: value for key, value in {"data": data, "build": build}.items() if value is not None}
    return settings.model_copy(update=changes)


def _inputs(settings: Settings) -> Inputs:
    return Inputs(settings.home, settings.data_folder, settings.build, settings.sources)


def build(data: DataOption = None, build_folder: BuildOption = None) -> None:
    """Make the graph from the records, validate it, and make it the current snapshot."""
    built = build_snapshot(_inputs(_settings(data, build_folder)), progress)
    print_findings(built.findings)
    typer.echo(f"{built.quads} statements, data version {built.data_version}, in {built.folder}")


def serve(
    build_folder: BuildOption = None,
    host: HostOption = None,
    port: PortOption = None,
) -> None:
    """Serve the current snapshot: pages, questions, SPARQL and linked data."""
    settings = _settings(None, build_folder)
    if not (settings.snapshot / "graph.nq").exists():
        raise InputError(settings.snapshot, "there is no snapshot here; make one with kg build")
    address, number = host or settings.host, port or settings.port
    config = web_config(settings)
    start = f"http://{'127.0.0.1' if address == '0.0.0.0' else address}:{number}/"  # noqa: S104 - compared only
    stderr().print(f"Serving {settings.snapshot} on {start}")
    stderr().print(f"Look at {start}en/ask/who-inspected-where?place=huy%E1%BB%87n%20B%E1%BA%AFc%20S%C6%A1n")
    uvicorn.run(create_app(config), host=address, port=number, log_level="warning", access_log=False)


def web_config(settings: Settings) -> WebConfig:
    """Limits and folders of the service, from the settings."""
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
    return WebConfig(settings.snapshot, limits, PREFIXES, settings.home / "queries", settings.sources)


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
