"""A small graph that has every relation that these tests walk, and a name that attacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import LocalStore, load_local

SnapshotWriter = Callable[[Path, str, list[str]], Path]
_GRAPH = Path(__file__).parents[2] / "fixtures" / "pages.nq"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, write_snapshot: SnapshotWriter) -> LocalStore:
    """The small graph in this process."""
    folder = tmp_path_factory.mktemp("small") / "snapshot"
    return load_local(write_snapshot(folder, "small-1", _GRAPH.read_text("utf-8").splitlines()))
