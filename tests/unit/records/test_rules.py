"""Rules between the fields of one record: each broken once, each told once, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import Severity

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData

BECAUSE = "because: {vi: vì thế, en: for that}"
INFERRED = "status: inferred, evidence: [0, 7]"
DATE = "{on: 2020-06-05, status: stated, stated: Ngày 5/6/2020, at: [23, 36]}"
ORGANISER = "organiser: {org: an/peoples-committee}"
YEAR = f"year: {{value: 2020, evidence: [0, 7], {BECAUSE}}}"
PUBLISHED = "published: {latest: {on: 2020-06-30}, status: bounded}"
REASONED = (
    f"published: {{latest: {{on: 2020-06-30, {INFERRED}}}, status: bounded, certainty: inferred,"
    f" evidence: [0, 7], {BECAUSE}}}"
)


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "words"),
    [
        (
            ORGANISER,
            ORGANISER.replace("}", f", status: inferred, {BECAUSE}}}"),
            "inferred",
            "events[0].organiser.status",
            "needs 'evidence'",
        ),
        (
            ORGANISER,
            ORGANISER.replace("}", f", {INFERRED}}}"),
            "inferred",
            "events[0].organiser.status",
            "needs 'because'",
        ),
        (
            ORGANISER,
            ORGANISER.replace("}", f", status: implied, evidence: [0, 7], {BECAUSE}}}"),
            "status",
            "events[0].organiser.status",
            "petitioners and recipients",
        ),
        (
            PUBLISHED,
            PUBLISHED.replace("30}", f"30, {INFERRED}}}"),
            "inferred",
            "source.published.latest.status",
            "needs 'because'",
        ),
        (DATE, "{on: 2020-06-05, earliest: 2020-06-05}", "date", "events[0].date.on", "not both"),
        (DATE, "{stated: Tỉnh An, at: [0, 7]}", "date", "events[0].date", "'unknown'"),
        (
            DATE,
            "{on: 2020-06-05, status: bounded}",
            "date",
            "events[0].date.status",
            "'earliest' or 'latest'",
        ),
        (DATE, "{latest: 2020-06-05, status: stated}", "date", "events[0].date.status", "'on'"),
        (DATE, "{on: 2020-06-05, status: unknown}", "date", "events[0].date.status", "neither"),
        (DATE, "{on: 2020-06-05, status: year-inferred}", "date", "events[0].date.status", "go together"),
        (DATE, f"{{on: 2020-06-05, status: stated, {YEAR}}}", "date", "events[0].date.year", "go together"),
        (
            DATE,
            f"{{on: 2021-06-05, status: year-inferred, {YEAR}}}",
            "date",
            "events[0].date.year.value",
            "2020",
        ),
        (
            DATE,
            "{earliest: 2020-06-06, latest: 2020-06-05, status: bounded}",
            "date",
            "events[0].date.latest",
            "ends before",
        ),
        (
            DATE,
            "{latest: {on: 2020-06-05, latest: 2020-06-06}, status: bounded}",
            "date",
            "events[0].date.latest",
            "either",
        ),
        ("on: 2020-06-05", "on: 2020-06-06", "date-words", "events[0].date.on", "reads as 2020-06-05"),
        (
            "before: 2020-07-01",
            "before: 2020-07-02",
            "date-words",
            "directives[0].tasks[0].due.before",
            "reads as 2020-07-01",
        ),
        ("until: 2021-01-01", "until: 2020-01-01", "date", "periods[0].until", "ends before"),
        (
            "period: year",
            "period: {period: year, from: 2020-01-01}",
            "date",
            "figures[0].period",
            "found period, from",
        ),
        ("period: year", "period: {at: [0, 7]}", "date", "figures[0].period", "found none"),
        ("        event: meeting\n", "", "title", "people[0].titles[0]", "found neither"),
        (
            "        event: meeting\n",
            "        event: meeting\n        observed: 2020-06-05\n",
            "title",
            "people[0].titles[0].observed",
            "found event and observed",
        ),
    ],
)
def test_a_broken_rule_is_told_once_at_its_place(
    small: SmallData, old: str, new: str, rule: str, field: str, words: str
) -> None:
    line = small.spoil(old, new)
    [found] = small.findings()
    assert (found.rule, found.field, found.severity) == (rule, field, Severity.VIOLATION)
    assert words in found.message
    assert found.message_vi
    assert abs(found.position.line - line) <= 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DATE, f"{{on: 2020-06-05, status: year-inferred, stated: Ngày 5/6/2020, at: [23, 36], {YEAR}}}"),
        (DATE, "{status: unknown}"),
        (DATE, "{on: 2020-06-05, status: stated, stated: Tỉnh An, at: [0, 7]}"),
        ("due: {before: 2020-07-01, stated", "due: {stated"),
        (PUBLISHED, REASONED),
        ("period: year", "period: {not-stated: true}"),
        ("period: year", "period: {stated: Tỉnh An, at: [0, 7], until: {latest: 2020-06-06}}"),
    ],
)
def test_what_the_rules_allow_is_not_told(small: SmallData, old: str, new: str) -> None:
    small.spoil(old, new)
    assert small.findings() == []


def test_the_id_of_a_post_is_its_organisation_and_role(small: SmallData) -> None:
    small.spoil("org: an/peoples-committee, role", "org: an/department-of-tourism, role", "registry/posts")
    [found] = small.findings()
    assert (found.rule, found.field, found.position.line) == ("post-id", "posts[0].id", 2)
    assert "'an/department-of-tourism/chair'" in found.message


def swap(path: Path, first: str, second: str) -> None:
    text = path.read_text(encoding="utf-8")
    a, b = (next(line for line in text.splitlines() if start in line) for start in (first, second))
    path.write_text(text.replace(a, "\0").replace(b, a).replace("\0", b), encoding="utf-8")


def test_items_out_of_reading_order_are_a_warning(small: SmallData) -> None:
    swap(small.file, "topic: tourism", "topic: roads")
    [found] = small.findings()
    assert (found.rule, found.severity) == ("reading-order", Severity.WARNING)
    assert found.field == "events[0].topics[1].at"


def test_a_value_outside_its_figure_and_a_task_before_its_clause_are_warnings(small: SmallData) -> None:
    lines = small.file.read_text(encoding="utf-8").splitlines()
    end = small.dossier().source.number("characters")
    assert isinstance(end, int)
    for key, passage in (("    values:", "[0, 7]"), ("    tasks:", f"[{end - 7}, {end - 1}]")):
        lines[lines.index(key) - 1] = f"    at: {passage}"
    small.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = [(finding.rule, finding.field, finding.severity) for finding in small.findings(with_text=False)]
    warning = Severity.WARNING
    assert told == [
        ("reading-order", "figures[0].values[0].at", warning),
        ("reading-order", "figures[0].values[1].at", warning),
        ("reading-order", "directives[0].tasks[0].at", warning),
        ("reading-order", "directives[0].tasks[1].at", warning),
    ]
