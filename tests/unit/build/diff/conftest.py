"""The invented records in two states, as folders that ``kg diff`` compares."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build.diff.revisions import write_graph

ROOT = Path(__file__).resolve().parents[4]
SMALL = ROOT / "tests" / "fixtures" / "small"
Edits = dict[str, tuple[tuple[str, str], ...]]
WriteState = Callable[[str, Edits], Path]


@pytest.fixture(scope="session")
def write_state(tmp_path_factory: pytest.TempPathFactory) -> WriteState:
    """Writes the graph of the small records after some edits: (name, {file: ((old, new), …)}) → folder."""

    def write(name: str, edits: Edits) -> Path:
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(SMALL, folder / "data")
        for file, changes in edits.items():
            path = folder / "data" / file
            text = path.read_text("utf-8")
            for old, new in changes:
                assert text.count(old) == 1, (file, old)
                text = text.replace(old, new)
            path.write_text(text, "utf-8")
        (folder / "snapshot").mkdir()
        write_graph(folder / "data", ROOT / "ontology", folder / "snapshot", name)
        return folder / "snapshot"

    return write


@pytest.fixture(scope="session")
def before(write_state: WriteState) -> Path:
    return write_state("before", {})
