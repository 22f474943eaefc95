"""Rows of solutions: what is gathered, what parts rows, how cells are sent and written."""

from __future__ import annotations

import csv
import io

import pytest

from kg.store.answer_formats import escape_formula, to_csv, words_of
from kg.store.answer_rows import finish_row, gather_rows, things_to_label
from kg.store.labels import Label
from kg.store.question_types import Column, Question, Words
from kg.store.questions import Answer
from kg.store.solutions import Solution, Term

NOTHING = Words("", "")


def iri(text: str) -> Term:
    return Term(text, is_iri=True)


def text(value: str, lang: str = "") -> Term:
    return Term(value, is_iri=False, lang=lang)


def question(*columns: Column, evidence: tuple[str, ...] = ("claim",)) -> Question:
    return Question("trial", "", NOTHING, NOTHING, (), columns, evidence)


def column(name: str, kind: str, *, many: bool = False, first: bool = False) -> Column:
    return Column(name, kind, Words(name, name), many=many, first=first)


def sent(asked: Question, solutions: list[Solution], lang: str = "vi") -> list[dict[str, object]]:
    return [finish_row(asked, row, {}, lang) for row in gather_rows(asked, solutions)]


def test_solutions_that_agree_are_one_row_with_all_claims() -> None:
    asked = question(column("person", "entity"), column("titles", "text", many=True))
    solutions: list[Solution] = [
        {"person": iri("x:a"), "titles": text("B"), "claim": iri("x:1")},
        {"person": iri("x:b"), "titles": text("C"), "claim": iri("x:2")},
        {"person": iri("x:a"), "titles": text("A"), "claim": iri("x:3")},
        {"person": iri("x:a"), "titles": text("B"), "claim": iri("x:1")},
    ]
    rows = gather_rows(asked, solutions)
    assert [list(row.claims) for row in rows] == [["x:1", "x:3"], ["x:2"]]
    first, second = sent(asked, solutions)
    assert first == {"person": "x:a", "person_id": "x:a", "titles": ["B", "A"]}
    assert second["titles"] == ["C"]


def test_the_same_words_in_two_spellings_of_language_are_one_value() -> None:
    asked = question(column("titles", "text", many=True))
    (row,) = sent(asked, [{"titles": text("A", "vi")}, {"titles": text("A")}])
    assert row["titles"] == ["A"]


def test_words_are_sent_in_the_language_asked() -> None:
    asked = question(column("summary", "words"))
    solutions: list[Solution] = [{"summary": text("cây", "vi")}, {"summary": text("tree", "en")}]
    assert sent(asked, solutions, "en") == [{"summary": "tree"}]
    assert sent(asked, solutions, "vi") == [{"summary": "cây"}]
    assert sent(asked, [{"summary": text("cây", "vi")}], "en") == [{"summary": "cây"}]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-06-22", "2022-06-22", {"date": "2022-06-22"}),
        (None, "2022-06-22", {"date": None, "date_earliest": None, "date_latest": "2022-06-22"}),
        (
            "2022-01-01",
            "2022-06-22",
            {"date": None, "date_earliest": "2022-01-01", "date_latest": "2022-06-22"},
        ),
        (None, None, {"date": None}),
    ],
)
def test_a_bounded_date_has_no_day(first: str | None, last: str | None, expected: dict[str, object]) -> None:
    solution = {
        name: text(value) for name, value in (("date_earliest", first), ("date_latest", last)) if value
    }
    assert sent(question(column("date", "date")), [solution]) == [expected]


def test_the_first_solution_decides_a_first_column() -> None:
    asked = question(column("person", "entity"), column("days", "number", first=True))
    solutions: list[Solution] = [
        {"person": iri("x:a"), "days": text("3")},
        {"person": iri("x:a"), "days": text("9")},
    ]
    assert sent(asked, solutions) == [{"person": "x:a", "person_id": "x:a", "days": 3}]


def test_an_empty_cell_is_null_and_an_empty_list_is_empty() -> None:
    asked = question(
        column("person", "entity"), column("places", "entity", many=True), column("ok", "boolean")
    )
    assert sent(asked, [{}]) == [{"person": None, "places": [], "places_id": [], "ok": None}]


def test_numbers_and_codes() -> None:
    asked = question(column("value", "number"), column("status", "value"))
    status = iri("https://w3id.org/diaban/ontology#dateStatus-yearInferred")
    (row,) = sent(asked, [{"value": text("36.11"), "status": status}])
    assert (row["value"], row["status"], row["status_id"]) == (36.11, "year-inferred", status.value)


def test_labels_come_from_the_query_or_the_graph() -> None:
    asked = question(column("place", "entity"))
    solutions: list[Solution] = [
        {"place": iri("x:a"), "place_label": text("xã A", "vi")},
        {"place": iri("x:b")},
    ]
    rows = gather_rows(asked, solutions)
    assert things_to_label(asked, rows) == {"x:b"}
    labels = {"x:b": Label("B", "en")}
    finished = [finish_row(asked, row, labels, "vi") for row in rows]
    assert [row["place"] for row in finished] == ["xã A", "B"]
    assert finished[1]["place_lang"] == "en"


def answer(columns: tuple[dict[str, str], ...], rows: tuple[dict[str, object], ...]) -> Answer:
    return Answer("trial", "vi", {}, (), columns, (), rows, "1", "")


def test_csv_has_values_identifiers_bounds_and_sources() -> None:
    source = {"source": "x:s", "start": 1, "end": 4, "status": "stated"}
    found = answer(
        ({"name": "who", "kind": "entity", "label": ""}, {"name": "date", "kind": "date", "label": ""}),
        ({"who": "=A, B", "who_id": "x:a", "date": None, "date_latest": "2022-01-02", "sources": [source]},),
    )
    written = to_csv(found)
    head, row = list(csv.reader(io.StringIO(written, newline="")))
    assert head == ["who", "who_id", "date", "date_earliest", "date_latest", "sources"]
    assert row == ["'=A, B", "x:a", "", "", "2022-01-02", "x:s#char=1,4 (stated)"]
    assert written.endswith("\r\n")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formulas_are_escaped(cell: str) -> None:
    assert escape_formula(cell) == f"'{cell}"


def test_words_for_readers() -> None:
    row = {
        "date": None,
        "date_latest": "2021-06-10",
        "ok": True,
        "list": ["a", "b"],
        "s": "x",
        "s_label": "X",
    }
    kinds = {"date": "date", "ok": "boolean", "list": "text", "s": "value"}
    told = {name: words_of(row, {"name": name, "kind": kind}, "vi") for name, kind in kinds.items()}
    assert told == {"date": "≤ 10/06/2021", "ok": "có", "list": "a; b", "s": "X"}
