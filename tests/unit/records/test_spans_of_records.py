"""Positions and words of a dossier against its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import Severity
from kg.records.spans import check_spans, read_source_text

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData

DATE = "stated: Ngày 5/6/2020, at: [23, 36]"
TITLE = "title: {vi: Cuộc họp của tỉnh An, en: Meeting of An}"
COPY = "tại thị xã Bình UBND tỉnh An họp về du lịch và"
"""Twelve words that the text has in a row, but for a comma."""


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "words"),
    [
        (DATE, DATE.replace("[23, 36]", "[9999, 10012]"), "span", "events[0].date.at", "beyond the text of"),
        (DATE, DATE.replace("[23, 36]", "[23, 35]"), "X18", "events[0].date.at", "reads 'Ngày 5/6/202'"),
        (DATE, DATE.replace("[23, 36]", "[[23, 36], [24, 37]]"), "X18", "events[0].date.at", "at [24, 37]"),
        (DATE, "at: [22, 36]", "span", "events[0].date.at", "white space"),
        ("stated: 12 tỷ đồng", "stated: 13 tỷ đồng", "X18", "figures[0].values[0].at", "not '13 tỷ đồng'"),
        (
            "{stated: thị xã Bình,",
            "{stated: thị xã Bình, part-of: [0, 7],",
            "span",
            "places[0].said[0].part-of",
            "must hold",
        ),
        (TITLE, f"title: {{vi: {COPY}, en: x}}", "own-words", "events[0].title", "'tại thị xã Bình"),
        ("by: tester", f"by: {COPY}", "own-words", "source.curated[0].by", "own words"),
        ("vi: xem lại", f"vi: {'x' * 101}", "length", "directives[0].tasks[1].summary", "shorten it to 100"),
        (
            "kind: plan,",
            f"kind: plan, because: {{vi: a, en: {'x' * 121}}},",
            "length",
            "figures[0].values[1].against.because",
            "shorten it to 120",
        ),
    ],
)
def test_what_is_wrong_is_told_once_at_its_place(
    small: SmallData, old: str, new: str, rule: str, field: str, words: str
) -> None:
    line = small.spoil(old, new)
    [found] = small.findings()
    assert (found.rule, found.field, found.severity) == (rule, field, Severity.VIOLATION)
    assert words in found.message
    assert found.message_vi
    assert found.position.line == line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stated: 12 tỷ đồng", 'stated: "12  tỷ\\n đồng"'),
        (TITLE, f"title: {{vi: {COPY.rpartition(' ')[0]}, en: x}}"),
        ("vi: xem lại", f"vi: {'x' * 100}"),
    ],
)
def test_what_is_allowed_is_not_told(small: SmallData, old: str, new: str) -> None:
    small.spoil(old, new)
    assert small.findings() == []


def test_a_name_is_recorded_wherever_it_stands(small: SmallData) -> None:
    text = (small.sources / "meeting.txt").read_text(encoding="utf-8")
    second = text.rindex("Sở Du lịch")
    passage = f"[{second}, {second + len('Sở Du lịch')}]"
    line = small.spoil(f", {passage}]", "]")
    [found] = small.findings()
    assert (found.rule, found.field, found.position.line) == ("R9", "organisations[1].said[0].at", line)
    assert passage in found.message


def test_a_name_inside_a_longer_recorded_one_is_covered(small: SmallData) -> None:
    # "Tám" alone stands a second time, and only the first lies inside "Lê Văn Tám".
    text = small.sources.joinpath("meeting.txt").read_text(encoding="utf-8")
    inside, alone = text.index("Tám"), text.rindex("Tám")
    small.spoil(
        "said: [{stated: Lê Văn Tám,",
        f"said: [{{stated: Tám, at: [{inside}, {inside + 3}]}}, {{stated: Lê Văn Tám,",
    )
    [found] = small.findings()
    assert (found.rule, found.value) == ("R9", "Tám")
    assert f"[{alone}, {alone + 3}]" in found.message


@pytest.mark.parametrize(("old", "new"), [("Ông Tám", "Ông Tứ"), ("họp", "bàn bạc"), ("\n", "\r\n")])
def test_another_text_is_told_and_not_compared(small: SmallData, old: str, new: str) -> None:
    path = small.sources / "meeting.txt"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    findings = small.findings()
    assert {finding.rule for finding in findings} == {"source-file"}
    fields = {finding.field for finding in findings}
    longer = len(old) != len(new)
    assert fields == ({"source.sha256", "source.characters"} if longer else {"source.sha256"})


def test_without_the_text_only_the_length_is_compared(small: SmallData) -> None:
    small.spoil(DATE, DATE.replace("[23, 36]", "[24, 9999]"))
    [found] = check_spans(small.dossier(), None)
    assert (found.rule, found.field) == ("span", "events[0].date.at")


def test_a_folder_without_the_text_is_a_remark(small: SmallData) -> None:
    (small.sources / "meeting.txt").unlink()
    assert read_source_text(small.sources, small.dossier()) is None
    [found] = small.findings()
    assert (found.rule, found.severity) == ("source-file", Severity.INFO)


@pytest.mark.parametrize("name", ["../meeting.txt", "/etc/hostname", "x/meeting.txt"])
def test_a_file_name_leads_nowhere_else(small: SmallData, name: str) -> None:
    (small.root / "meeting.txt").write_text("secret")
    small.spoil("file: meeting.txt", f"file: {name}")
    assert read_source_text(small.sources, small.dossier()) is None
