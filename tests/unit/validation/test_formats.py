from __future__ import annotations

import json

from kg.errors import Finding, Position, Severity
from kg.validation.formats import to_json, to_text

FULL = Finding(
    Position("a.yaml", 3, 7),
    "X7",
    "Too early.",
    "Quá sớm.",
    Severity.WARNING,
    field="events[0].date",
    value="2020",
    focus="https://example.org/a",
    shape="https://example.org/X7",
)
BARE = Finding(Position("b.yaml"), "syntax", "the file is empty")


def test_text_has_one_line_for_each_finding_in_the_language_asked_for() -> None:
    assert to_text([FULL, BARE]) == (
        "a.yaml:3:7: warning X7 Too early.\nb.yaml:1:1: violation syntax the file is empty\n"
    )
    assert to_text([FULL, BARE], "vi") == (
        "a.yaml:3:7: warning X7 Quá sớm.\nb.yaml:1:1: violation syntax the file is empty\n"
    )
    assert to_text([]) == ""


def test_json_holds_what_the_finding_says_and_nothing_empty() -> None:
    full, bare = json.loads(to_json([FULL, BARE]))
    assert full == {
        "file": "a.yaml",
        "line": 3,
        "column": 7,
        "severity": "warning",
        "rule": "X7",
        "message": {"en": "Too early.", "vi": "Quá sớm."},
        "field": "events[0].date",
        "value": "2020",
        "focus": "https://example.org/a",
        "shape": "https://example.org/X7",
    }
    assert bare == {
        "file": "b.yaml",
        "line": 1,
        "column": 1,
        "severity": "violation",
        "rule": "syntax",
        "message": {"en": "the file is empty"},
    }
    assert "Quá sớm" in to_json([FULL])
