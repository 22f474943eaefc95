"""Questions in both geographies: places of today find what happened in the units that became them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rdflib import RDFS, Graph, Literal
from tests.content.conftest import Ask

from kg.store import load_local
from kg.store.question_files import read_questions
from kg.store.questions import Answer
from kg.store.solutions import select
from kg.vocab import SCHEMES, term_of

ROOT = Path(__file__).resolve().parents[2]
VISIT = "https://w3id.org/diaban/id/source/cao-bang-2021-06-10-hoa-an/event/field-check"


def test_a_commune_of_today_finds_a_visit_to_the_township_that_became_it(ask: Ask) -> None:
    today = ask("who-inspected-where", place="xã Hòa An, tỉnh Cao Bằng").rows
    then = ask("who-inspected-where", place="thị trấn Nước Hai").rows
    assert {row["event_id"] for row in today} == {row["event_id"] for row in then} == {VISIT}
    # The answer says by which change, with its legal basis; asked by the name of then, there is none to tell.
    told = ["2025-07-01, nhập: thị trấn Nước Hai → xã Hòa An (Nghị quyết 1657/NQ-UBTVQH15)"]
    assert {tuple(row["by_change"]) for row in today} == {tuple(told)}
    assert all("by_change" not in row for row in then)
    change = "https://w3id.org/diaban/id/unit-change/cao-bang.xa.hoa-an/merge"
    for row in today:
        assert change in {source.get("version") for source in row["sources"]}
    # The answer names the place as it was called then.
    assert {row["place"] for row in today if row["place_level"] != "site"} == {"thị trấn Nước Hai"}


def test_the_change_and_its_legal_basis_say_what_a_place_became(ask: Ask) -> None:
    (row,) = ask("unit-history", unit="thị trấn Nước Hai").rows
    assert (row["valid_until"], row["became"]) == ("2025-07-01", ["xã Hòa An"])
    bases = {source["version"].rpartition("/id/")[2]: source["legal_basis"] for source in row["sources"]}
    assert bases["unit-change/cao-bang.xa.hoa-an/merge"] == "Nghị quyết 1657/NQ-UBTVQH15"


def test_a_unit_that_kept_its_name_is_found_in_both(ask: Ask) -> None:
    rows = ask("who-inspected-where", place="xã Vũ Lăng", from_="2022", to="2022").rows
    assert {row["place"] for row in rows if row["place_level"] != "site"} == {"xã Vũ Lăng"}
    history = ask("unit-history", unit="xã Vũ Lăng").rows
    assert [row["within"] for row in history] == ["huyện Bắc Sơn", "tỉnh Lạng Sơn"]


# What is this unit today?


def chain(answer: Answer) -> list[tuple[int, str, str, str, str | None, str]]:
    return [
        (row["step"], row["date"], row["change"], row["from"], row["to"], row["certainty"])
        for row in answer.rows
    ]


def test_a_unit_leads_through_every_change_to_the_unit_of_today(ask: Ask) -> None:
    answer = ask("unit-today", "en", unit="lang-son.bac-son.xa.bac-son")
    assert chain(answer) == [
        (1, "2020-01-01", "merge", "xã Bắc Sơn", "xã Bắc Quỳnh", "possible"),
        (2, "2025-07-01", "merge", "xã Bắc Quỳnh", "xã Bắc Sơn", "possible"),
    ]
    first, last = answer.rows
    assert [first["legal_basis"], last["legal_basis"]] == [
        "Nghị quyết 818/NQ-UBTVQH14",
        "Nghị quyết 1672/NQ-UBTVQH15",
    ]
    assert [(row["extent"], row["today"]) for row in answer.rows] == [("unknown", False), ("whole", True)]
    assert (last["to_id"].rpartition("/")[2], last["within"]) == ("lang-son.xa.bac-son", "tỉnh Lạng Sơn")
    assert answer.notices == ("possibly today xã Bắc Sơn (tỉnh Lạng Sơn)",)
    versions = {source["version"].rpartition("/id/")[2] for source in first["sources"]}
    assert versions == {
        "unit/lang-son.bac-son.xa.bac-son/v/1",
        "unit-change/lang-son.bac-son.xa.bac-quynh/merge",
    }


def test_where_a_unit_went_is_not_stated_if_no_source_says_it(ask: Ask) -> None:
    answer = ask("unit-today", unit="xã Quỳnh Sơn, huyện Bắc Sơn")
    assert chain(answer) == [(1, "2020-01-01", "abolition", "xã Quỳnh Sơn", None, "not stated")]
    assert answer.rows[0]["certainty_label"] == "không nêu"
    assert answer.notices == ("không nguồn nào cho biết nay là gì",)


def test_of_a_district_what_lay_in_it_is_followed(ask: Ask) -> None:
    answer = ask("unit-today", unit="huyện Than Uyên")
    assert chain(answer)[0] == (1, "2025-07-01", "abolition", "huyện Than Uyên", None, "certain")
    inside = [row for row in answer.rows if row["scope"] == "inside"]
    assert len(inside) == len(answer.rows) - 1
    assert {row["step"] for row in inside} == {2}
    assert all(row["today"] for row in inside)
    assert ("thị trấn Than Uyên", "xã Than Uyên") in {(row["from"], row["to"]) for row in inside}
    assert "không thành đơn vị nào khác" in answer.notices[0]


def test_a_code_leads_from_its_bearer_on_the_day(ask: Ask) -> None:
    on_the_day = ask("unit-today", code="06364", date="2022-06-22")
    assert chain(on_the_day) == [(1, "2025-07-01", "merge", "xã Chiến Thắng", "xã Vũ Lễ", "certain")]
    ever = ask("unit-today", "en", code="06364")
    assert chain(ever) == [
        (1, "2025-07-01", "merge", "xã Chiến Thắng", "xã Vũ Lễ", "certain"),
        (0, None, "unchanged", "xã Vũ Lễ", "xã Vũ Lễ", "certain"),
    ]
    assert ever.notices == (
        "xã Chiến Thắng: today xã Vũ Lễ (tỉnh Lạng Sơn)",
        "xã Vũ Lễ: today xã Vũ Lễ (tỉnh Lạng Sơn)",
    )


def test_a_unit_that_did_not_stand_on_the_day_has_no_chain(ask: Ask) -> None:
    answer = ask("unit-today", "en", unit="lang-son.xa.bac-son", date="2022")
    assert (answer.rows, answer.notices) == ((), ("the register has no such version on that day",))


def test_the_query_of_the_answer_shows_the_same_changes(ask: Ask, few_snapshot: Path) -> None:
    answer = ask("unit-today", unit="lang-son.bac-son.xa.bac-son")
    rows = asyncio.run(select(load_local(few_snapshot), answer.sparql))
    assert [(row["day"].value, row["from"].value, row["to"].value) for row in rows] == [
        (row["date"], row["from"], row["to"]) for row in answer.rows
    ]


def test_the_words_for_kinds_of_change_are_those_of_the_ontology() -> None:
    (column,) = (c for c in read_questions(ROOT / "queries")["unit-today"].columns if c.name == "change")
    ontology = Graph().parse(ROOT / "ontology" / "kg.ttl")
    for kind in SCHEMES["changeKind"]:
        found = ontology.objects(term_of("changeKind", kind), RDFS.label)
        labels = {label.language: str(label) for label in found if isinstance(label, Literal)}
        assert labels == {"vi": column.words[kind].vi, "en": column.words[kind].en}, kind
