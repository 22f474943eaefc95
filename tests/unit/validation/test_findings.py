from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.records import copy_records

from kg.errors import Finding, Position, Severity
from kg.rdf import iri
from kg.rdf.graph import Origin
from kg.rdf.lift import lift_dataset
from kg.records.dataset import read_dataset
from kg.validation import Result, ValidationReport, relocate, to_findings, validate
from kg.validation.findings import NOWHERE
from kg.vocab import DATA, KG, SHAPES

ROOT = Path(__file__).parents[3]
TASK = f"{DATA}source/a/directive/g/task/t"
RESULT = Result(
    TASK, f"{SHAPES}X7", "c", str(KG.dueBefore), "2020-05-01", Severity.VIOLATION, "Too early.", "Quá sớm."
)


def origin(line: int, field: str = "") -> Origin:
    return Origin(Position("data/sources/a.yaml", line, 3), field)


def finding(result: Result, origins: dict[tuple[str, str], Origin]) -> Finding:
    (found,) = to_findings(ValidationReport((result,)), origins)
    return found


def test_a_finding_says_where_what_and_how_bad() -> None:
    found = finding(RESULT, {(TASK, str(KG.dueBefore)): origin(7, "directives[0].tasks[0].due.before")})
    assert str(found.position) == "data/sources/a.yaml:7:3"
    assert (found.rule, found.severity) == ("X7", Severity.VIOLATION)
    assert (found.message, found.message_vi) == ("Too early.", "Quá sớm.")
    assert (found.field, found.value) == ("directives[0].tasks[0].due.before", "2020-05-01")
    assert (found.focus, found.shape) == (TASK, f"{SHAPES}X7")
    assert (found.component, found.path) == ("c", str(KG.dueBefore))


def test_the_closest_origin_wins() -> None:
    partner = f"{DATA}source/a/attestation/x"
    result = replace(RESULT, value=partner)
    places = [
        (TASK, str(KG.dueBefore)),
        (TASK, ""),
        (partner, ""),
        (f"{DATA}source/a/directive/g", ""),
        (f"{DATA}source/a", ""),
    ]
    origins = {place: origin(line) for line, place in enumerate(places, 1)}
    for line, place in enumerate(places, 1):
        assert finding(result, origins).position.line == line
        del origins[place]
    assert finding(result, origins).position == NOWHERE


def test_a_passage_leads_to_its_source() -> None:
    result = replace(RESULT, focus=f"{DATA}source/a#char=3,9", path="")
    assert finding(result, {(f"{DATA}source/a", ""): origin(2)}).position.line == 2


def test_values_are_short_and_not_repeated() -> None:
    assert finding(replace(RESULT, value=TASK), {}).value == ""
    assert finding(replace(RESULT, value=f"{DATA}person/a"), {}).value == "person/a"
    assert len(finding(replace(RESULT, value="x" * 200), {}).value) == 80


def test_findings_are_sorted_by_file_and_line() -> None:
    other = f"{DATA}source/b/event/e"
    report = ValidationReport((RESULT, replace(RESULT, focus=other, path="")))
    found = to_findings(report, {(TASK, ""): origin(9), (other, ""): origin(4)})
    assert [item.position.line for item in found] == [4, 9]


def test_a_stored_finding_gets_the_position_of_today() -> None:
    stored = finding(RESULT, {(TASK, str(KG.dueBefore)): origin(7, "directives[0].due")})
    moved = relocate(stored, {(TASK, str(KG.dueBefore)): origin(9, "directives[1].due")})
    assert (moved.position.line, moved.field) == (9, "directives[1].due")
    assert replace(moved, position=stored.position, field=stored.field) == stored
    assert relocate(stored, {}).position == NOWHERE


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with one dossier whose deadline lies before its issue."""
    home = tmp_path_factory.mktemp("home")
    copy_records(home / "data")
    for dossier in (home / "data" / "sources").glob("*.yaml"):
        text = dossier.read_text("utf-8")
        if "before: 2020-06-10" in text:
            dossier.write_text(text.replace("before: 2020-06-10", "before: 2020-05-10"), "utf-8")
        else:
            dossier.unlink()
    return home / "data"


def test_a_defect_of_a_real_dossier_is_led_back_to_its_character(broken: Path) -> None:
    problems: list[Finding] = []
    lifted = lift_dataset(read_dataset(broken, problems))
    (dossier,) = (broken / "sources").glob("*.yaml")
    graph = lifted.graphs[iri.source(dossier.stem)]
    registry, register = lifted.graphs[iri.GRAPH_REGISTRY], lifted.graphs[iri.GRAPH_REGISTER]
    quads = "".join(line for part in (graph, registry, register) for line in part.quads())
    report = validate(quads.encode(), ROOT / "shapes")
    (found,) = [item for item in to_findings(report, graph.origins) if item.rule == "X7"]
    assert found.severity is Severity.VIOLATION
    assert found.position.file == f"data/sources/{dossier.name}"
    line = dossier.read_text("utf-8").splitlines()[found.position.line - 1]
    assert line[found.position.column - 1 :].startswith("2020-05-10")
    assert "2020-05-27" in found.message
    assert "2020-05-27" in found.message_vi
