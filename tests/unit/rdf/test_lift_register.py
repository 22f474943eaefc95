"""Each statement of a change of units leads to the cell that says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf.graph import NamedGraph
from kg.rdf.lift_register import lift_register
from kg.records.register import read_register
from kg.vocab import DATA, KG

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "register"


@pytest.fixture(scope="module")
def graph() -> NamedGraph:
    return lift_register(read_register(FOLDER))


def test_statements_of_changes_lead_to_their_cells(graph: NamedGraph) -> None:
    columns = {
        str(KG.changeKind): "kind",
        str(KG.changeDate): "date",
        str(KG.changeDateEarliest): "date_earliest",
        str(KG.legalBasis): "legal_basis",
        str(KG.decided): "decided",
        str(KG.changeBefore): "unit",
        str(KG.changeAfter): "unit",
        str(KG.changeOf): "change",
        str(KG.unitVersion): "unit",
        str(KG.wholePart): "extent",
    }
    checked = set()
    for (subject, predicate), origin in graph.origins.items():
        if not subject.startswith(f"{DATA}unit-change/") or predicate not in columns:
            continue
        header, *rows = Path(origin.position.file).read_text("utf-8").splitlines()
        row = rows[origin.position.line - 2]
        place = header.split(",").index(columns[predicate])
        cells = row.split(",")
        assert '"' not in row
        assert origin.position.column == len(",".join(cells[:place])) + (2 if place else 1)
        checked.add(predicate)
    assert checked == columns.keys()
