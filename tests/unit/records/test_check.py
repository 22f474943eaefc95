"""Bad input: every error of every file in one run, each with file, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UNREADABLE, InputError, Severity, UsageError
from kg.records.check import check_records, fails

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData

HERE = "data/sources/meeting.yaml"


def column(small: SmallData, line: int, words: str) -> int:
    return small.file.read_text(encoding="utf-8").splitlines()[line - 1].index(words) + 1


@pytest.mark.parametrize(
    ("old", "new", "rule", "at", "words"),
    [
        ("value: 60\n", "value: [60, 61]\n", "schema", "[60", "not a list"),
        ("value: 60\n", "value: sixty\n", "schema", "sixty", "a number"),
        ("kind: order\n", "kind: ordre\n", "schema", "ordre", "did you mean 'order'?"),
        ("kind: order\n", "knid: order\n", "schema", "knid", "did you mean 'kind'?"),
        ("kind: order\n", "kind: order\n    kind: order\n", "syntax", "kind", "duplicate key"),
        ("kind: order\n", "kind:\n", "syntax", "", "an empty value"),
        ("kind: order\n", "kind: &a order\n", "syntax", "&a", "anchors"),
        ("vi: xem lại,", "vi: xem, lại,", "syntax", "", "an empty value"),
        ("indicator: revenue\n", "indicator: revenues\n", "reference", "revenues", "did you mean 'revenue'?"),
        ("on: 2020-06-05", "on: 2020-06-31", "schema", "2020-06-31", "no such day"),
        ("on: 2020-06-05", "on: 5/6/2020", "schema", "5/6/2020", "a day as 2024-04-23"),
        ("at: [23, 36]", "at: [36, 23]", "schema", "[36, 23]", "start < end"),
        ("at: [23, 36]", "at: [23, 99999]", "span", "[23, 99999]", "beyond the text"),
    ],
)
def test_each_fault_is_told_at_its_place(
    small: SmallData, old: str, new: str, rule: str, at: str, words: str
) -> None:
    line = small.spoil(old, new)
    line += new.count("\n") - 1 if "&" not in new and new.count("\n") > 1 else 0
    found = [finding for finding in small.findings() if finding.rule == rule]
    assert found, small.findings()
    assert words in found[0].message
    assert found[0].message_vi
    assert (found[0].position.file, found[0].position.line) == (HERE, line)
    if at:
        assert found[0].position.column == column(small, line, at)


def test_all_faults_of_all_files_come_in_one_sorted_run(small: SmallData) -> None:
    second = small.data / "sources" / "a-second.yaml"
    second.write_text(
        small.file.read_text(encoding="utf-8").replace("id: an-2020-06-05-meeting", "id: second"),
        encoding="utf-8",
    )
    small.spoil("kind: news-article", "kind: novel")
    small.spoil("indicator: revenue\n", "indicator: revenues\n")
    small.spoil("on: 2020-06-05", "on: 2020-06-31")
    small.spoil("happened: held", "happened: perhaps", "sources/a-second")
    small.spoil("name: Lê Văn Tám", "nmae: Lê Văn Tám", "registry/people")
    (small.data / "registry" / "roles.yaml").write_text(
        "roles:\n  - {id: chair, id: chair\n", encoding="utf-8"
    )
    findings = small.findings()
    told = {(finding.position.file, finding.rule) for finding in findings}
    assert told >= {
        ("data/registry/people.yaml", "schema"),
        ("data/registry/roles.yaml", "syntax"),
        ("data/sources/a-second.yaml", "schema"),
        (HERE, "schema"),
        (HERE, "reference"),
    }
    assert [finding.sort_key for finding in findings] == sorted(finding.sort_key for finding in findings)
    assert all(finding.position.line >= 1 and finding.position.column >= 1 for finding in findings)


def test_two_dossiers_of_one_source_are_told(small: SmallData) -> None:
    text = small.file.read_text(encoding="utf-8")
    (small.data / "sources" / "twin.yaml").write_text(text, encoding="utf-8")
    assert "duplicate" in {finding.rule for finding in small.findings()}


def test_only_the_files_asked_for_are_told(small: SmallData) -> None:
    small.spoil("kind: news-article", "kind: novel")
    small.spoil("name: Lê Văn Tám", "nmae: Lê Văn Tám", "registry/people")
    people = small.data / "registry" / "people.yaml"
    files = {finding.position.file for finding in check_records(small.data, None, [people]).findings}
    assert files == {"data/registry/people.yaml"}


def test_a_dossier_from_elsewhere_is_checked_with_the_registries(small: SmallData) -> None:
    guest = small.root / "guest.yaml"
    text = small.file.read_text(encoding="utf-8").replace("indicator: revenue", "indicator: revenues")
    guest.write_text(text, encoding="utf-8")
    [found] = check_records(small.data, small.sources, [guest]).findings
    assert (found.rule, found.field) == ("reference", "figures[0].indicator")


@pytest.mark.parametrize("strict", [True, False])
def test_warnings_fail_only_where_one_is_strict(small: SmallData, strict: bool) -> None:
    text = small.file.read_text(encoding="utf-8")
    first, second = (
        next(line for line in text.splitlines() if word in line) for word in ("topic: t", "topic: r")
    )
    small.file.write_text(text.replace(f"{first}\n{second}", f"{second}\n{first}"), encoding="utf-8")
    checked = check_records(small.data, small.sources)
    assert [finding.severity for finding in checked.findings] == [Severity.WARNING]
    assert fails(checked.findings, strict=strict) is strict


def test_what_cannot_be_read_is_an_input_error(small: SmallData) -> None:
    with pytest.raises(InputError, match="no folder"):
        check_records(small.data / "nowhere")
    with pytest.raises(InputError, match="no folder"):
        check_records(small.data, small.data / "nowhere")
    with pytest.raises(InputError, match="no such file"):
        check_records(small.data, None, [small.data / "sources" / "missing.yaml"])
    with pytest.raises(UsageError, match="no dossier"):
        check_records(small.data, None, [small.root / "notes.txt"])


def test_a_file_that_is_not_utf8_is_named_beside_the_others(small: SmallData) -> None:
    text = small.file.read_text(encoding="utf-8")
    small.file.write_bytes("source: ắ".encode() + b"\xff\n" + text.encode())
    (small.data / "registry" / "people.yaml").write_text("people: nobody\n", encoding="utf-8")
    first, *others = sorted(
        check_records(small.data).findings, key=lambda finding: finding.rule != UNREADABLE
    )
    assert (first.rule, first.position.line, first.position.column, first.value) == (
        UNREADABLE,
        1,
        10,
        "0xFF",
    )
    assert "schema" in {finding.rule for finding in others}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_fault_of_a_file_ends_the_check(small: SmallData, data: st.DataObject) -> None:
    """Whatever is done to a file, the check ends with findings that have a place, and no traceback."""
    path = data.draw(st.sampled_from(sorted(small.data.rglob("*.yaml"))))
    right = path.read_text(encoding="utf-8")
    text = right
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        words = st.sampled_from(
            ["", "\n", "\n- ", "  ", ": ", "{", "}", "[", "]", "null", "x: y\n", "'", "é", ", "]
        )
        text = text[:start] + data.draw(words) + text[end:]
    path.write_text(text, encoding="utf-8")
    try:
        findings = small.findings()
    finally:
        path.write_text(right, encoding="utf-8")
    assert all(found.message and found.message_vi and found.position.line >= 1 for found in findings)
    assert small.findings() == []
