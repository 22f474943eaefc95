"""Passages and the sentences that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import Severity
from kg.text.sentences import sentence_spans

if TYPE_CHECKING:
    from tests.unit.records.conftest import SmallData

TITLE, MEETING, CHAIR, FIGURE, ORDER = range(5)
"""The sentences of the small text."""


def sentences(small: SmallData) -> list[tuple[int, int]]:
    return sentence_spans(small.sources.joinpath("meeting.txt").read_text(encoding="utf-8"))


def listed(*spans: tuple[int, int]) -> str:
    return ", ".join(f"[{start}, {end}]" for start, end in spans)


@pytest.mark.parametrize("key", ["at", "evidence"])
def test_a_passage_over_two_sentences_is_told_with_those_to_name(small: SmallData, key: str) -> None:
    (start, end), second = (sentences(small)[number] for number in (FIGURE, ORDER))
    long = listed((start, second[0] + 3))
    claim = f"status: inferred, because: {{vi: a, en: b}}, {key}: {long}"
    line = small.spoil("of: {unit: an}", f"of: {{unit: an, {claim}}}")
    [found] = [item for item in small.findings() if item.rule == "passage-sentence"]
    assert (found.field, found.severity) == (f"figures[0].of.{key}", Severity.VIOLATION)
    assert (found.position.line, found.value) == (line, long)
    parts = f"[{listed((start, end), (second[0], second[0] + 3))}]"
    assert parts in found.message
    assert parts in found.message_vi


@pytest.mark.parametrize("key", ["at", "evidence"])
def test_one_passage_for_each_sentence_is_right(small: SmallData, key: str) -> None:
    parts = listed(*sentences(small)[FIGURE:])
    small.spoil(
        "of: {unit: an}", f"of: {{unit: an, status: inferred, because: {{vi: a, en: b}}, {key}: [{parts}]}}"
    )
    assert not [item for item in small.findings() if item.rule == "passage-sentence"]


def test_a_title_may_stand_on_several_lines(small: SmallData) -> None:
    title, meeting = sentences(small)[TITLE], sentences(small)[MEETING]
    words = small.sources.joinpath("meeting.txt").read_text(encoding="utf-8")[: meeting[0] + 13]
    small.spoil(
        f"title: {{stated: Tỉnh An bàn về du lịch, at: {listed(title)}}}",
        f"title: {{stated: {' '.join(words.split())}, at: {listed((0, meeting[0] + 13))}}}",
    )
    assert small.findings() == []


@pytest.mark.parametrize(("correction", "told"), [("page-break", []), ("typo", ["passage-sentence"])])
def test_a_form_joined_over_a_page_break_says_so(small: SmallData, correction: str, told: list[str]) -> None:
    text = small.sources.joinpath("meeting.txt").read_text(encoding="utf-8")
    start, end = sentences(small)[CHAIR][1] - 4, sentences(small)[FIGURE][0] + 9
    words = " ".join(text[start:end].split())
    record = f"mentions:\n  - {{stated: '{words}', at: [{start}, {end}], correction: {correction}}}\n"
    small.file.write_text(small.file.read_text(encoding="utf-8") + record, encoding="utf-8")
    assert [item.rule for item in small.findings()] == told


def test_where_an_answer_was_looked_for_may_be_long(small: SmallData) -> None:
    whole = listed((sentences(small)[MEETING][0], sentences(small)[ORDER][1]))
    first = sentences(small)[FIGURE]
    record = (
        "petitions:\n  - {id: roads, from: {org: an/department-of-tourism}, "
        f"asks: {{vi: xin đường, en: asks for roads}}, at: {listed(first)}}}\n"
        f"responses:\n  - {{id: none, petition: roads, outcome: not-stated, searched: {whole}}}\n"
    )
    small.file.write_text(small.file.read_text(encoding="utf-8") + record, encoding="utf-8")
    assert "passage-sentence" not in {item.rule for item in small.findings()}


def test_a_passage_beyond_the_text_is_told_once(small: SmallData) -> None:
    small.spoil("at: [23, 36]", "at: [23, 9999]")
    assert [item.rule for item in small.findings()] == ["span"]
