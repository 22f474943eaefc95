"""Starts a real Virtuoso 7 on loopback for tests, or skips them where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.bench.http.virtuoso import COMMAND, Virtuoso
from kg.bench.http.virtuoso import run_virtuoso as run

__all__ = ["Virtuoso", "run_virtuoso"]


@contextmanager
def run_virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Virtuoso]:
    """Run a server with an empty database in a folder; ``rows`` is where it cuts answers off."""
    if shutil.which(COMMAND) is None:
        pytest.skip(f"virtuoso is not installed: no command {COMMAND}")
    with run(folder, rows=rows) as server:
        yield server
