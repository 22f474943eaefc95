"""Material for the tests of the text floor: the source texts and the names of the register, where present."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def source_texts() -> list[str]:
    """The source texts of the folder that KG_SOURCES names."""
    folder = os.environ.get("KG_SOURCES")
    if not folder:
        pytest.skip("KG_SOURCES does not name the folder of the source texts")
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    assert texts, f"no *.txt in {folder}"
    return texts


@pytest.fixture(scope="session")
def register_names() -> list[str]:
    """All names in the register snapshots (snapshots/*.csv) of the folder that KG_REGISTER names."""
    folder = os.environ.get("KG_REGISTER")
    if not folder:
        pytest.skip("KG_REGISTER does not name the folder of the register snapshots")
    names: set[str] = set()
    for path in sorted(Path(folder).glob("snapshots/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            names.update(row["name"] for row in csv.DictReader(file))
    assert names, f"no names in {folder}/snapshots"
    return sorted(names)
