from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import Finding, InputError, Position, Severity
from kg.validation.formats_json import finding_to_json
from kg.views.findings import Filter, Findings, read_findings

MADE = [
    Finding(Position("data/b.yaml", 2, 1), "X12", "late", "muộn", Severity.INFO),
    Finding(Position("data/a.yaml", 9, 3), "X2-conflict", "two", "hai", Severity.WARNING, focus="urn:a"),
    Finding(Position("data/a.yaml", 1, 1), "length", "long", severity=Severity.WARNING, value="x"),
]


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_what_a_build_writes_is_read_with_the_heaviest_first(tmp_path: Path) -> None:
    found = read_findings(write(tmp_path / "findings.json", [finding_to_json(item) for item in MADE]))
    assert found is not None
    assert [(item.number, item.rule, item.place) for item in found] == [
        (0, "length", "data/a.yaml:1:1"),
        (1, "X2-conflict", "data/a.yaml:9:3"),
        (2, "X12", "data/b.yaml:2:1"),
    ]
    assert [item.kind for item in found] == ["fault", "conflict", "fault"]
    assert found[2].message.in_language("vi") == "muộn"
    assert found[0].message.in_language("vi") == "long"


def test_parts_of_a_filter_narrow_together(tmp_path: Path) -> None:
    listed = read_findings(write(tmp_path / "findings.json", [finding_to_json(item) for item in MADE]))
    assert listed is not None
    findings = Findings(listed, ((),) * 3, {"urn:a": (1,)})
    assert [item.rule for item in Filter(severities=("warning",)).choose(findings)] == [
        "length",
        "X2-conflict",
    ]
    assert [item.rule for item in Filter(("warning",), kinds=("conflict",)).choose(findings)] == [
        "X2-conflict"
    ]
    assert [item.rule for item in Filter(thing="urn:a").choose(findings)] == ["X2-conflict"]
    assert Filter(thing="urn:b").choose(findings) == ()
    assert Filter(rule="X12", file="data/a.yaml").choose(findings) == ()


def test_a_snapshot_without_the_file_has_none(tmp_path: Path) -> None:
    assert read_findings(tmp_path / "findings.json") is None


@pytest.mark.parametrize(
    "content", [{"a": 1}, [1], [{}], [finding_to_json(MADE[0]) | {"severity": "grave"}], None, "x"]
)
def test_anything_else_is_refused_with_what_to_do(tmp_path: Path, content: Any) -> None:
    with pytest.raises(InputError, match=r"findings\.json: cannot be read .*build the snapshot again"):
        read_findings(write(tmp_path / "findings.json", content))
