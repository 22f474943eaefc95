"""Synthetic records break no shape; damaged ones break many, and both runners say the same of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.validation.test_equality import FOLDER, ROOT, comparable

from kg.bench.synth import synthesise
from kg.build.graphs import make_graphs, read_records
from kg.errors import Severity
from kg.records.dataset import Dataset, read_dataset
from kg.validation import Runner, validate

Maker = Callable[[int], list[str]]


@pytest.fixture(scope="module")
def reference() -> Dataset:
    return read_dataset(ROOT / "data", [])


@pytest.fixture(scope="module")
def make(reference: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Number of events → N-Quads of synthetic records."""

    def lines(events: int) -> list[str]:
        folder = tmp_path_factory.mktemp("synthetic") / "records"
        synthesise(reference, events, 3, folder)
        dataset, findings = read_records(folder, None)
        quads = make_graphs(dataset, ROOT / "ontology", findings).lines
        assert findings == []
        return quads

    return lines


def test_no_shape_is_broken(make: Maker) -> None:
    report = validate("".join(make(150)).encode(), FOLDER)
    assert [each for each in report.results if each.severity is not Severity.INFO] == []


def test_both_runners_say_the_same_of_damaged_records(make: Maker) -> None:
    """One in nine statements of the sources is gone: bounds, types, passages, labels, relations."""
    sources = "<https://w3id.org/diaban/id/source/"
    ontology = "<https://w3id.org/diaban/id/graph/ontology>"
    kept = [
        line
        for number, line in enumerate(make(12))
        if not (number % 9 == 0 and line.startswith(sources))
        and (ontology not in line or "#subClassOf>" in line)
    ]
    quads = "".join(kept).encode()
    found = comparable(validate(quads, FOLDER))
    assert len({(each.shape, each.component) for each in found}) > 20
    assert found == comparable(validate(quads, FOLDER, Runner.REFERENCE))
