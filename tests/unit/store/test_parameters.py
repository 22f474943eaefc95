"""Parameters: dates, choices, labels; what cannot be read is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import TextError, UnknownError, UsageError
from kg.store.parameters import bind, values_line
from kg.store.question_files import read_questions
from kg.store.question_types import Question
from kg.store.search import SearchIndex

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = read_questions(ROOT / "queries")
DATE = "http://www.w3.org/2001/XMLSchema#date"


def day(text: str) -> str:
    return f'"{text}"^^<{DATE}>'


def values(index: SearchIndex, name: str, **given: str) -> dict[str, Any]:
    question: Question = QUESTIONS[name]
    return dict(bind(question, {key.rstrip("_"): value for key, value in given.items()}, index).values)


@pytest.mark.parametrize(
    ("text", "first", "last", "until"),
    [
        ("2022-06-22", "2022-06-22", "2022-06-22", "2022-06-23"),
        ("22/6/2022", "2022-06-22", "2022-06-22", "2022-06-23"),
        ("2022-06", "2022-06-01", "2022-06-30", "2022-07-01"),
        ("tháng 2 năm 2024", "2024-02-01", "2024-02-29", "2024-03-01"),
        ("2022", "2022-01-01", "2022-12-31", "2023-01-01"),
        ("quý IV/2023", "2023-10-01", "2023-12-31", "2024-01-01"),
    ],
)
def test_dates_bind_their_first_and_last_day(
    small_index: SearchIndex, text: str, first: str, last: str, until: str
) -> None:
    found = values(small_index, "deadlines", from_=text, to=text)
    assert found == {"from": day(first), "to": day(last), "to_until": day(until)}
    interval = values(small_index, "holder-on", person="tran-van-an", date=text)
    assert (interval["asked_first"], interval["asked_last"]) == (day(first), day(last))


@pytest.mark.parametrize("text", ["31/2/2022", "22/6", "hôm qua", "2022-13"])
def test_a_text_that_is_no_date_is_named(small_index: SearchIndex, text: str) -> None:
    with pytest.raises(TextError, match=text.split("/", maxsplit=1)[0]):
        values(small_index, "events", from_=text)


def test_from_after_to_is_refused(small_index: SearchIndex) -> None:
    with pytest.raises(UsageError, match="exchange"):
        values(small_index, "events", from_="2023", to="2022")


def test_labels_become_iris(small_index: SearchIndex) -> None:
    found = values(small_index, "who-inspected-where", person="tran van an", kind="Site Visit")
    assert found["person"] == "<https://w3id.org/diaban/id/person/tran-van-an>"
    assert found["asked_kind"] == "<https://w3id.org/diaban/ontology#SiteVisit>"


def test_empty_texts_and_defaults(small_index: SearchIndex) -> None:
    found = values(small_index, "events", person="  ")
    assert found == {
        "happened": "<https://w3id.org/diaban/ontology#happened-held>",
        "main": '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    }


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("events", {"colour": "red"}, "no parameter colour"),
        ("career", {}, "needs person"),
        ("holder-on", {"date": "2022"}, "needs post; or organisation and role; or person"),
        ("holder-on", {"date": "2022", "role": "chair"}, "needs post"),
        ("events", {"kind": "party"}, "none of"),
        ("events", {"main": "perhaps"}, "neither true nor false"),
        ("documents", {"kind": "novel"}, "resolution"),
    ],
)
def test_what_cannot_be_asked_is_said(
    small_index: SearchIndex, name: str, given: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        values(small_index, name, **given)


def test_a_hostile_text_stays_a_text(small_index: SearchIndex) -> None:
    hostile = '06364" } } # \\ \n DROP ALL'
    found = values(small_index, "unit-history", code=hostile)
    line = values_line(found)
    assert "\n" not in line
    assert line.count('"') - line.count('\\"') == 2


def test_no_values_bind_nothing() -> None:
    assert values_line({}) == ""


def test_things_of_a_parameter_of_many_are_bound_in_turn(small_index: SearchIndex) -> None:
    three = "tỉnh Bình Minh ; huyện Sông Xanh; tỉnh Bình Minh"
    found = values(small_index, "compare-indicator", indicator="trees", subjects=three)
    subjects = found["asked_subject"]
    assert [iri.rpartition("/")[2] for iri in subjects] == ["bm>", "bm.huyen.song-xanh>"]
    line = values_line(found)
    assert line.count(found["asked_indicator"]) == 2


@pytest.mark.parametrize(
    ("subjects", "said"), [(";", "names nothing"), (" ; ;", "names nothing"), ("a;" * 51, "at most 50")]
)
def test_many_things_are_some_and_not_too_many(small_index: SearchIndex, subjects: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        values(small_index, "compare-indicator", indicator="trees", subjects=subjects)


def test_a_number_is_whole_and_not_too_high(small_index: SearchIndex) -> None:
    ends = {"from_": "tỉnh Bình Minh", "to": "huyện Sông Xanh"}
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert values(small_index, "connection", **ends)["max_length"] == f'"4"^^{integer}'
    assert values(small_index, "connection", max_length=" 06", **ends)["max_length"] == f'"6"^^{integer}'


@pytest.mark.parametrize("text", ["0", "7", "-1", "1.5", "four", "²", "9" * 5000])
def test_what_is_no_number_in_its_bounds_is_named(small_index: SearchIndex, text: str) -> None:
    with pytest.raises(UsageError, match="whole number from 1 to 6"):
        values(small_index, "connection", from_="tỉnh Bình Minh", to="huyện Sông Xanh", max_length=text)


def test_one_wrong_thing_of_many_is_named(small_index: SearchIndex) -> None:
    with pytest.raises(UnknownError, match="Zzzz"):
        values(small_index, "compare-indicator", indicator="trees", subjects="tỉnh Bình Minh; Zzzz")
