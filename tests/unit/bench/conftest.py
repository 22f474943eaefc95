"""Synthetic records over the register and vocabularies of the project, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.bench.synth import synthesise
from kg.records.dataset import Dataset, read_dataset

DATA = Path(__file__).resolve().parents[3] / "data"
EVENTS, SEED = 400, 5


@pytest.fixture(scope="session")
def reference() -> Dataset:
    """The project's own records."""
    findings: list[object] = []
    dataset = read_dataset(DATA, findings)  # type: ignore[arg-type]
    assert findings == []
    return dataset


@pytest.fixture(scope="session")
def made(reference: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of some hundred events."""
    folder = tmp_path_factory.mktemp("synth") / "records"
    assert synthesise(reference, EVENTS, SEED, folder).events == EVENTS
    return folder


@pytest.fixture(scope="session")
def dataset(made: Path) -> Dataset:
    """The same, read."""
    return read_dataset(made, [])
