"""Ids that name nothing, or two things, and what to do about them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import Finding, Severity
from kg.records.dataset import read_dataset
from kg.records.references import check_references

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def test_the_small_folder_has_no_fault(small: SmallData) -> None:
    assert small.findings() == []


@pytest.mark.parametrize(
    ("old", "new", "field", "kind", "near"),
    [
        (
            "person: le-van-tam, role",
            "person: le-van-tan, role",
            "events[0].participants[0].person",
            "person",
            "le-van-tam",
        ),
        (
            "post: an/peoples-committee/chair",
            "post: an/peoples-committee/char",
            "people[0].titles[0].post",
            "post",
            "an/peoples-committee/chair",
        ),
        ("{topic: roads", "{topic: road", "events[0].topics[1].topic", "topic", "roads"),
        ("of: {unit: an}", "of: {unit: an.thi-xa.bin}", "figures[0].of.unit", "unit", "an.thi-xa.binh"),
        ("indicator: revenue", "indicator: revenues", "figures[0].indicator", "indicator", "revenue"),
        ("in: percent", "in: per-cent", "figures[0].values[1].in", "measure-unit", "percent"),
        (
            "        event: meeting\n",
            "        event: meetings\n",
            "people[0].titles[0].event",
            "event",
            "meeting",
        ),
        ("period: year", "period: years", "figures[0].period.period", "period", "year"),
        ("part-of: report", "part-of: reports", "directives[0].tasks[1].part-of", "task", "report"),
        ("parts: [level]", "parts: [levels]", "figures[0].values[1].parts", "value", "level"),
        ("from: {person: le-van-tam}", "from: {group: bot}", "directives[0].from.group", "group", "both"),
        (
            "organiser: {org: an/peoples-committee}",
            "organiser: {delegation: teams}",
            "events[0].organiser.delegation",
            "delegation",
            "team",
        ),
        (
            "[an/peoples-committee, an/department-of-tourism]",
            "[an/peoples-committee, an/tourism]",
            "groups[0].members[1]",
            "unit or org or person",
            "",
        ),
        (
            "place: {unit: an.thi-xa.binh,",
            "place: {unit: an.thi-xa.binh, version: an/v/3,",
            "events[0].place.version",
            "version",
            "an/v/1",
        ),
    ],
)
def test_a_dangling_id_is_told_with_its_place_and_the_nearest(
    small: SmallData, old: str, new: str, field: str, kind: str, near: str
) -> None:
    line = small.spoil(old, new)
    found = only(small.findings())
    assert (found.rule, found.field, found.severity) == ("reference", field, Severity.VIOLATION)
    assert found.message.startswith(f"there is no {kind} {found.value!r}")
    assert f"did you mean {near!r}?" in found.message if near else "add it" in found.message
    assert "không có" in found.message_vi
    assert found.position.file == "data/sources/meeting.yaml"
    assert found.position.line == line
    assert found.position.column > 1


def test_registries_refer_to_each_other(small: SmallData) -> None:
    small.spoil("jurisdiction: an,", "jurisdiction: am,", "registry/organisations")
    small.spoil("in: VND", "in: USD", "registry/indicators")
    fields = {(finding.position.file, finding.field) for finding in small.findings()}
    assert fields == {
        ("data/registry/organisations.yaml", "organisations[0].jurisdiction"),
        ("data/registry/indicators.yaml", "indicators[0].in"),
    }


def test_a_registry_that_cannot_be_read_makes_no_reference_wrong(small: SmallData) -> None:
    small.spoil("topics:\n", "themes:\n", "registry/topics")
    rules = [(finding.rule, finding.position.file) for finding in small.findings()]
    assert rules == [("schema", "data/registry/topics.yaml")]


def test_a_registry_that_is_not_there_is_told_once_a_file(small: SmallData) -> None:
    (small.data / "registry" / "topics.yaml").unlink()
    rules = [(finding.rule, finding.position.file) for finding in small.findings()]
    assert rules == [("reference", "data/sources/meeting.yaml")]


@pytest.mark.parametrize("event", ["meeting", "an-2020-06-05-meeting/event/meeting", "other/event/meeting"])
def test_same_as_names_an_event_of_another_source(small: SmallData, event: str) -> None:
    small.spoil("    happened: held\n", f"    happened: held\n    same-as: {event}\n")
    found = only(small.findings())
    assert (found.rule, found.field) == ("reference", "events[0].same-as")
    assert "event of another source" in found.message


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("id: ratio", "id: level", "figures[0].values[1].id"),
        ("{id: review, part-of: report, ", "{id: report, ", "directives[0].tasks[1].id"),
        ("  - {id: year,", "  - {id: year, from: 2019-01-01}\n  - {id: year,", "periods[1].id"),
        ("{org: an/department-of-tourism, said", "{org: an/peoples-committee, said", "organisations[1].org"),
    ],
)
def test_an_id_stands_once_in_its_scope(small: SmallData, old: str, new: str, field: str) -> None:
    small.spoil(old, new)
    found = only(small.findings())
    assert (found.rule, found.field) == ("duplicate", field)
    assert "stands already at data/sources/meeting.yaml:" in found.message


def test_the_same_id_under_two_parents_is_fine(small: SmallData) -> None:
    small.spoil(
        "directives:\n",
        "directives:\n  - id: other\n    from: {person: le-van-tam}\n    at: [0, 7]\n    tasks:\n"
        "      - {id: report, summary: {vi: một, en: one}, at: [0, 7]}\n",
    )
    assert small.findings() == []


def test_a_place_without_a_key_is_told_by_the_reader_only(small: SmallData) -> None:
    small.spoil("{unit: an.thi-xa.binh, said", "{said")
    assert {finding.rule for finding in small.findings(with_text=False)} == {"schema"}


def test_redirects_lead_somewhere_and_not_in_circles(small: SmallData, tmp_path: Path) -> None:
    rows = (
        "old,new\nperson/a,person/b\nperson/b,person/a\nperson/c,person/le-van-tam\nperson/d,person/nobody\n"
    )
    (tmp_path / "data/registry/redirects.csv").write_text(rows)
    findings = check_references(read_dataset(tmp_path / "data", []))
    told = {finding.field: finding.message for finding in findings}
    assert sorted(told) == ["person/a", "person/b", "person/d"]
    assert "leads back to itself" in told["person/a"]
    assert "does not exist" in told["person/d"]
    assert [str(finding.position) for finding in findings] == [
        f"data/registry/redirects.csv:{line}:1" for line in (2, 3, 5)
    ]


def test_lines_that_are_no_redirect_are_told_where_they_stand(small: SmallData, tmp_path: Path) -> None:
    path = tmp_path / "data/registry/redirects.csv"
    path.write_text("from,to\nperson/c,person/le-van-tam\nperson/c,person/le-van-tam\nperson/d,\n")
    findings: list[Finding] = []
    dataset = read_dataset(tmp_path / "data", findings)
    assert [(finding.rule, finding.position.line) for finding in findings] == [
        ("schema", 1),
        ("schema", 3),
        ("schema", 4),
    ]
    assert dataset.redirects == {"person/c": "person/le-van-tam"}
