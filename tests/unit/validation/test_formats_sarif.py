"""SARIF: the log is what the standard says, object by object (SARIF 2.1.0, section 3)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kg.errors import Finding, Position, Severity
from kg.validation.formats_sarif import to_sarif

FINDING = Finding(
    Position("data/sources/ô b.yaml", 3, 7),
    "X7",
    "Too early.",
    "Quá sớm.",
    Severity.WARNING,
    field="events[0].date",
    value="2020",
    focus="https://example.org/a",
    shape="https://example.org/X7",
)


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    """An object with these members and no other: SARIF's own objects are closed."""
    return {
        "type": "object",
        "required": required,
        "properties": {key.replace("__", "$"): value for key, value in properties.items()},
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
URI = {"type": "string", "pattern": r"^https?://[^\s]+$"}
POSITIVE = {"type": "integer", "minimum": 1}
MESSAGE = closed(["text"], text=TEXT)
BAG = {"type": "object"}
REGION = closed([], startLine=POSITIVE, startColumn=POSITIVE)
ARTIFACT = closed(["uri"], uri={"type": "string", "pattern": r"^[A-Za-z0-9._~:/%-]+$"}, uriBaseId=TEXT)
LOCATION = closed(
    [],
    physicalLocation=closed(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION),
    logicalLocations={"type": "array", "items": closed([], fullyQualifiedName=TEXT, kind=TEXT)},
)
RESULT = closed(
    ["message"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level={"enum": ["none", "note", "warning", "error"]},
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    properties=BAG,
)
RULE = closed(["id"], id=TEXT, shortDescription=MESSAGE, help=MESSAGE, helpUri=URI)
RULES = {"type": "array", "uniqueItems": True, "items": RULE}
DRIVER = closed(["name"], name=TEXT, version=TEXT, informationUri=URI, rules=RULES)
RUN = closed(
    ["tool"],
    tool=closed(["driver"], driver=DRIVER),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": closed([], description=MESSAGE)},
    results={"type": "array", "items": RESULT},
)
RUNS = {"type": "array", "items": RUN}
LOG = closed(["version", "runs"], __schema=URI, version={"const": "2.1.0"}, runs=RUNS)


def check(text: str) -> dict[str, Any]:
    """Check a log and give its one run."""
    log = json.loads(text)
    Draft202012Validator.check_schema(LOG)
    Draft202012Validator(LOG).validate(log)
    run: dict[str, Any] = log["runs"][0]
    for result in run["results"]:
        # a rule's index leads to the rule itself (§3.27.6)
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return run


def test_a_finding_is_a_result_at_its_place() -> None:
    run = check(to_sarif([FINDING]))
    (result,) = run["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/sources/%C3%B4%20b.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "events[0].date"
    assert (result["ruleId"], result["level"], result["message"]["text"]) == ("X7", "warning", "Too early.")
    assert result["properties"]["shape"] == "https://example.org/X7"
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_rule_leads_to_its_help() -> None:
    run = check(to_sarif([FINDING, replace(FINDING, rule="X7-far"), replace(FINDING, rule="schema")]))
    rules = {rule["id"]: rule["helpUri"].partition("docs/")[2] for rule in run["tool"]["driver"]["rules"]}
    assert rules == {
        "X7": "how-to/read-findings.md#x7",
        "X7-far": "how-to/read-findings.md#x7",
        "schema": "how-to/read-findings.md#where-a-rule-comes-from",
    }


def test_levels_and_language() -> None:
    run = check(to_sarif([replace(FINDING, severity=severity) for severity in Severity], "vi"))
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    assert {result["message"]["text"] for result in run["results"]} == {"Quá sớm."}
    assert run["language"] == "vi"


def test_no_findings_are_a_run_without_results() -> None:
    assert check(to_sarif([]))["results"] == []


def test_a_file_outside_the_project_is_named_absolutely(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    run = check(to_sarif([replace(FINDING, position=Position(str(file), 1, 1))]))
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": file.as_uri()}


def test_a_fingerprint_does_not_depend_on_the_line() -> None:
    lower = replace(FINDING, position=Position(FINDING.position.file, 90, 1))
    other = replace(FINDING, message="Too late.")
    found = [result["partialFingerprints"] for result in check(to_sarif([FINDING, lower, other]))["results"]]
    assert found[0] == found[1] != found[2]


@given(st.lists(st.builds(Finding, st.builds(Position, st.just("a"), st.integers(1)), st.text(), st.text())))
def test_every_log_is_well_formed(findings: list[Finding]) -> None:
    check(to_sarif(findings))
