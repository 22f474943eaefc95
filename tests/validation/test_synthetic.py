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
from kg.validation.compiled import DataGraph, check, check_each, compile_shapes
from kg.validation.shapes import shape_files

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


def test_the_number_of_workers_changes_nothing(make: Maker) -> None:
    lines = make(12)
    data = DataGraph()
    assert data.load_lines("".join(line for line in lines if "ontology#happened>" not in line).encode())
    shapes = compile_shapes(shape_files(FOLDER))
    alone = check(data, shapes, workers=1)
    assert len(alone) >= 12
    assert check(data, shapes, workers=3) == alone
    by_shape = [result for _, results in check_each(data, shapes) for result in results]
    assert sorted(map(str, by_shape)) == sorted(map(str, alone))


def test_both_runners_say_the_same_of_damaged_records(make: Maker) -> None:
    """One in nine statements of the sources is gone: bounds, types, passages, labels, relations."""
    sources = "<https://w3id.org/diaban/id/source/"
    ontology = "<https://w3id.org/diaban/id/graph/ontology>"
    kept = [
        line
        for number, line in enumerate(make(14))
        if not (number % 9 == 0 and line.startswith(sources))
        and (ontology not in line or "#subClassOf>" in line)
    ]
    quads = "".join(kept).encode()
    found = comparable(validate(quads, FOLDER))
    assert len({(each.shape, each.component) for each in found}) > 20
    assert found == comparable(validate(quads, FOLDER, Runner.REFERENCE))
