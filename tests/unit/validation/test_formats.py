from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Finding, Position, Severity
from kg.validation.formats import ReportFormat, write_findings
from kg.validation.formats_github import to_github
from kg.validation.formats_help import GUIDE, GUIDE_URI, help_anchor
from kg.validation.formats_json import finding_to_json, findings_from_json, to_json
from kg.validation.formats_text import SHOWN, SHOWN_OF_A_KIND, SourceLines, to_text

FULL = Finding(
    Position("data/sources/a.yaml", 3, 7),
    "X7",
    "Too early.",
    "Quá sớm.",
    Severity.WARNING,
    field="events[0].date",
    value="2020",
    focus="https://example.org/a",
    shape="https://example.org/X7",
    component="https://example.org/c",
    path="https://example.org/due",
)
BARE = Finding(Position("data/sources/b.yaml"), "syntax", "the file is empty")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def lines(tmp_path: Path) -> SourceLines:
    folder = tmp_path / "data" / "sources"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("one: 1\n\ndate: 2020-05-01\n", "utf-8")
    return SourceLines(tmp_path)


@pytest.mark.parametrize("form", ReportFormat)
@pytest.mark.parametrize("findings", [[], [FULL, BARE]], ids=["none", "two"])
def test_every_form_is_written_the_same_each_time(form: ReportFormat, findings: list[Finding]) -> None:
    first = write_findings(findings, form, "vi")
    assert write_findings(findings, form, "vi") == first
    assert ("Quá sớm." in first) == bool(findings)
    assert not first or first.endswith("\n")


# ---- Text ----


def test_text_shows_the_line_and_marks_the_value(lines: SourceLines) -> None:
    shown = replace(FULL, value="2020-05-01", position=Position("data/sources/a.yaml", 3, 7))
    assert to_text([shown], "en", lines).splitlines() == [
        "data/sources/a.yaml:3:7: warning X7 events[0].date: Too early. [found: 2020-05-01]",
        "  3 │ date: 2020-05-01",
        "    │       ^^^^^^^^^^",
        f"help: {GUIDE}#x7",
    ]


def test_text_marks_one_character_where_the_value_stands_elsewhere(lines: SourceLines) -> None:
    assert to_text([replace(FULL, value="elsewhere")], "en", lines).splitlines()[2] == "    │       ^"


def test_text_is_in_the_language_asked_for_or_in_english() -> None:
    text = to_text([FULL, BARE], "vi")
    assert "Quá sớm." in text
    assert "Too early." not in text
    assert "data/sources/b.yaml:1:1: violation syntax: the file is empty\n" in text


def test_text_shows_only_a_part_of_a_long_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{'x' * 300}here{'y' * 300}\n", "utf-8")
    long = Finding(Position("a.yaml", 1, 301), "schema", "no", value="here")
    _, source, mark, _ = to_text([long], lines=SourceLines(tmp_path)).splitlines()
    assert len(source) < 120
    assert source.endswith("…")
    at = mark.index("^")
    assert source[at:].startswith("here")
    assert mark[at:] == "^^^^"


def test_text_marks_below_wide_characters(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("名: sai\n", "utf-8")
    wide = Finding(Position("a.yaml", 1, 4), "schema", "no", value="sai")
    assert to_text([wide], lines=SourceLines(tmp_path)).splitlines()[2] == "    │     ^^^"


def test_text_holds_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: \x1b[2Jboo\t\x07\n", "utf-8")
    evil = Finding(Position("a.yaml", 1, 4), "schema", "found \x1b[31m", value="\x1b[2Jboo")
    text = to_text([evil], lines=SourceLines(tmp_path))
    assert all(character.isprintable() for character in text if character != "\n")
    assert "boo" in text


def test_text_counts_what_is_too_much_of_one_kind() -> None:
    many = [replace(BARE, position=Position("data/sources/b.yaml", line)) for line in range(1, 10_001)]
    other = replace(BARE, position=Position("data/sources/c.yaml"), rule="schema")
    text = to_text([*many, other])
    assert text.count("the file is empty") == SHOWN_OF_A_KIND + 1
    counted = "data/sources/b.yaml: and 9 980 more of this kind: violation syntax; --all shows them\n"
    assert counted in text
    assert "data/sources/c.yaml:1:1: violation schema" in text
    assert len(text.splitlines()) == SHOWN_OF_A_KIND + 3


def test_text_counts_what_is_too_much_of_many_kinds() -> None:
    many = [replace(BARE, rule=f"rule-{number:04}") for number in range(1000)]
    lines = to_text(many).splitlines()
    assert sum("the file is empty" in line for line in lines) == SHOWN
    assert sum("and 1 more of this kind" in line for line in lines) == 1000 - SHOWN


def test_text_holds_everything_where_that_is_asked_for() -> None:
    many = [replace(BARE, position=Position("data/sources/b.yaml", line)) for line in range(1, 1001)]
    assert to_text(many, everything=True).count("the file is empty") == 1000


def test_a_position_outside_the_file_shows_no_line(lines: SourceLines) -> None:
    for position in (Position("data/sources/a.yaml", 99), Position("nowhere.yaml"), Position("data")):
        shown = to_text([replace(BARE, position=position)], lines=lines).splitlines()
        assert len(shown) == 2


# ---- JSON ----


def test_json_holds_what_the_finding_says() -> None:
    full, bare = json.loads(to_json([FULL, BARE]))["findings"]
    assert full == {
        "file": "data/sources/a.yaml",
        "line": 3,
        "column": 7,
        "severity": "warning",
        "kind": "fault",
        "rule": "X7",
        "message": {"en": "Too early.", "vi": "Quá sớm."},
        "field": "events[0].date",
        "value": "2020",
        "focus": "https://example.org/a",
        "shape": "https://example.org/X7",
        "component": "https://example.org/c",
        "path": "https://example.org/due",
    }
    assert bare["message"] == {"en": "the file is empty", "vi": ""}
    assert (bare["severity"], bare["field"], bare["shape"]) == ("violation", "", "")
    assert "Quá sớm" in to_json([FULL])


@given(ANY_TEXT, ANY_TEXT, st.integers(1), st.sampled_from(Severity))
def test_what_is_written_as_json_is_read_back(one: str, two: str, line: int, severity: Severity) -> None:
    finding = Finding(Position(one, line, line), two, one, two, severity, two, one, two, one, two, one)
    assert findings_from_json(json.loads(json.dumps([finding_to_json(finding)]))) == [finding]


@pytest.mark.parametrize("rows", [None, {}, [1], [{}], [finding_to_json(FULL) | {"severity": "bad"}]])
def test_other_json_is_no_list_of_findings(rows: Any) -> None:
    assert findings_from_json(rows) is None


# ---- GitHub ----


def test_workflow_commands_escape_what_would_end_them() -> None:
    evil = Finding(Position("a,b:c.yaml", 2, 3), "schema", "100%\r\n::error::boo", field="a[0],b:c")
    assert to_github([evil]) == (
        "::error file=a%2Cb%3Ac.yaml,line=2,col=3,title=schema a[0]%2Cb%3Ac::100%25%0D%0A::error::boo\n"
    )


def test_workflow_commands_have_the_weight_of_the_finding() -> None:
    heads = [to_github([replace(BARE, severity=severity)]).split(" ")[0] for severity in Severity]
    assert heads == ["::error", "::warning", "::notice"]


@given(ANY_TEXT, ANY_TEXT)
def test_a_finding_is_one_workflow_command(message: str, field: str) -> None:
    assert to_github([replace(BARE, message=message, field=field)]).count("\n") == 1


# ---- Help ----


def test_the_help_of_every_rule_is_a_heading_of_the_guide() -> None:
    guide = (Path(__file__).parents[3] / GUIDE).read_text("utf-8")
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in guide.splitlines() if line[:1] == "#"}
    rules = [f"X{number}" for number in range(1, 26)]
    assert {help_anchor(rule) for rule in [*rules, "X1-possible", "schema", "Tenure-post"]} <= headings
    assert GUIDE_URI.endswith(GUIDE)
