"""Sources that contradict each other: warnings of a kind of their own that name both passages."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from rdflib import SH

from kg.build.check import check_everything
from kg.errors import Finding, Position, Severity
from kg.validation.formats import ReportFormat, write_findings
from kg.validation.shapes import load_shapes
from kg.vocab import SHAPES

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "fixtures" / "small"
CHAIR = "{post: bm/peoples-committee/chair, event: same, said:"


def found_with(folder: Path, *edits: tuple[str, str, str]) -> list[Finding]:
    """What changes in the invented records make of findings, beyond what they give unchanged."""
    shutil.copytree(SMALL, folder / "data")
    before = {(item.rule, item.message) for item in check_everything(ROOT, folder / "data").findings}
    for file, old, new in edits:
        path = folder / "data" / "sources" / f"{file}.yaml"
        assert path.read_text("utf-8").count(old) == 1
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    found = check_everything(ROOT, folder / "data").findings
    return [item for item in found if (item.rule, item.message) not in before]


def finding_of(rule: str) -> Finding:
    return Finding(Position("a"), rule, "")


def conflicts(found: list[Finding], rule: str) -> list[Finding]:
    return [item for item in found if item.rule == rule]


def test_an_end_against_an_observation_of_another_source_is_a_conflict(tmp_path: Path) -> None:
    seen = (
        "observed: {on: 2018-06-01, status: stated, stated: 21/5/2022, at: [20, 29]}, ends: {on: 2019-01-01},"
    )
    old = "{post: bm/peoples-committee/chair, event: inspection, said:"
    found = found_with(tmp_path, ("beta", old, old.replace("event: inspection,", seen)))
    (conflict,) = conflicts(found, "Conflict-end")
    assert conflict.severity is Severity.WARNING
    assert conflict.kind == "conflict"
    assert len(set(re.findall(r"source/\w+#char=\d+,\d+", conflict.message))) == 2
    violations = [item.rule for item in found if item.severity is Severity.VIOLATION and item.shape]
    assert violations == []


def test_two_titles_for_one_day_are_a_conflict(tmp_path: Path) -> None:
    edit = ("gamma", CHAIR, CHAIR.replace("/chair", "/vice-chair"))
    found = found_with(tmp_path, edit)
    (conflict,) = conflicts(found, "Conflict-title")
    assert (conflict.severity, conflict.kind) == (Severity.WARNING, "conflict")
    assert "source/beta#char=" in conflict.message
    assert "source/gamma#char=" in conflict.message_vi


def test_every_rule_between_sources_is_a_warning_that_names_both_passages() -> None:
    shapes = load_shapes(ROOT / "shapes")
    rules = {
        str(shape)
        for shape in shapes.subjects(SH.target)
        if finding_of(str(shape).removeprefix(str(SHAPES))).kind == "conflict"
    }
    assert {rule.rpartition("#")[2] for rule in rules} == {
        "X1-conflict", "X2-conflict", "X8-conflict", "X10-conflict", "X15-conflict",
        "Conflict-end", "Conflict-start", "Conflict-title",
    }  # fmt: skip
    for shape in shapes.subjects(SH.target):
        if str(shape) in rules:
            assert shapes.value(shape, SH.severity) == SH.Warning
            constraint = shapes.value(shape, SH.sparql)
            for message in shapes.objects(constraint, SH.message):
                assert "{?passage}" in str(message)
                assert "{?otherPassage}" in str(message)


@pytest.mark.parametrize(
    ("rule", "kind"), [("X2-conflict", "conflict"), ("Conflict-end", "conflict"), ("X2", "fault")]
)
def test_every_form_carries_the_kind(rule: str, kind: str) -> None:
    finding = finding_of(rule)
    assert json.loads(write_findings([finding], ReportFormat.JSON))["findings"][0]["kind"] == kind
    sarif = json.loads(write_findings([finding], ReportFormat.SARIF))
    assert sarif["runs"][0]["results"][0]["properties"]["kind"] == kind
    text = write_findings([finding], ReportFormat.TEXT)
    assert (f"violation conflict {rule}" in text) is (kind == "conflict")
    assert (f"title=conflict {rule}" in write_findings([finding], ReportFormat.GITHUB)) is (
        kind == "conflict"
    )
