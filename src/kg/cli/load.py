"""``kg load``: the current snapshot into another store; and which store the settings name."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import progress
from kg.errors import InputError, UsageError
from kg.settings import Settings, load_settings
from kg.store import Remote
from kg.store.dialects import DialectName
from kg.store.remote.bulk_files import write_files
from kg.store.remote.endpoint import Access
from kg.store.remote.loading import Plan, Target
from kg.store.remote.loading import load as load_by_protocol


class Method(StrEnum):
    """How a store is filled."""

    GSP = "gsp"
    FILES = "files"


def load(
    to: Annotated[
        str,
        typer.Option("--to", metavar="URL", help="Query endpoint of the store; with files: a new folder."),
    ],
    method: Annotated[
        Method, typer.Option("--method", help="Graph Store Protocol, or files for a bulk loader.")
    ] = Method.GSP,
    graph_store: Annotated[
        str,
        typer.Option("--graph-store", metavar="URL", help="Where graphs are sent; default: by the engine."),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    snapshot: Annotated[
        Path | None, typer.Option("--snapshot", help="Folder of a snapshot; default: the current one.")
    ] = None,
) -> None:
    """Fill a SPARQL store with the current snapshot, and check what it holds afterwards."""
    settings = load_settings()
    folder = snapshot if snapshot is not None else settings.snapshot
    if not (folder / "graph.nq").exists():
        raise InputError(folder, "there is no snapshot here; make one with kg build")
    if method is Method.FILES:
        _write(folder, to, graph_store, dry_run=dry_run)
        return
    target = Target(_access(settings, to), graph_store, DialectName(settings.store_dialect))
    plan = asyncio.run(load_by_protocol(folder, target, progress, dry_run=dry_run))
    typer.echo(_told(plan, to, dry_run=dry_run))


def _write(folder: Path, to: str, graph_store: str, *, dry_run: bool) -> None:
    if "://" in to or graph_store or dry_run:
        raise UsageError(
            "--method files writes a new folder: --to FOLDER, without --graph-store or --dry-run"
        )
    graphs = write_files(folder, Path(to))
    typer.echo(f"{graphs} graphs for bulk loaders in {to}; its README says what to type there")


def _told(plan: Plan, to: str, *, dry_run: bool) -> str:
    total = sum(plan.counts.values())
    if dry_run:
        there = f"it holds data version {plan.held}" if plan.held else "it holds no data version"
        gone = f"; would remove {', '.join(plan.gone)}" if plan.gone else ""
        graphs = "".join(f"\n  {graph}: {count}" for graph, count in plan.counts.items())
        sent = f"{total} statements in {len(plan.counts)} graphs to {plan.graph_store}"
        return f"would load data version {plan.version}: {sent}; {there}{gone}{graphs}"
    held = f"{total} statements in {len(plan.counts)} graphs, counted there"
    return f"{to} holds data version {plan.version}: {held}"


def _access(settings: Settings, url: str) -> Access:
    return Access(url, settings.store_user, settings.store_password.get_secret_value())


def remote_of(settings: Settings) -> Remote | None:
    """Return the service that holds the graph; None where the snapshot itself is asked.

    Raises:
        UsageError: KG_STORE is no address of a service.
    """
    if not settings.store:
        return None
    return Remote(_access(settings, settings.store), DialectName(settings.store_dialect))
