"""The competency questions on the five sources: what a reader of the texts would answer, and nothing more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.store.question_files import read_questions
from kg.store.questions import Answer

Ask = Callable[..., Answer]
Row = Mapping[str, Any]

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "https://w3id.org/diaban/id/source/"
MEETING = f"{SOURCE}lang-son-2020-05-27-monthly-meeting"
HOA_AN = f"{SOURCE}cao-bang-2021-06-10-hoa-an"
BAC_SON = f"{SOURCE}lang-son-2022-06-22-binh-gia-bac-son"
THAN_UYEN = f"{SOURCE}lai-chau-2023-06-13-than-uyen"
LOC_BINH = f"{SOURCE}lang-son-2024-04-23-loc-binh-notice"


@pytest.fixture(scope="session")
def texts(sources: Path) -> dict[str, str]:
    """The source texts by SHA-256."""
    found = {}
    for path in sorted(sources.glob("*.txt")):
        content = path.read_bytes()
        found[hashlib.sha256(content).hexdigest()] = content.decode("utf-8")
    return found


def only(rows: Iterable[Row]) -> Row:
    (row,) = rows
    return row


def from_sources(row: Row) -> set[str]:
    return {source["source"] for source in row["sources"]}


# 1. Which districts did Dương Xuân Huyên inspect, when, and as what?


def test_1_districts_that_duong_xuan_huyen_inspected(ask: Ask) -> None:
    rows = ask("who-inspected-where", person="duong xuan huyen").rows
    districts = [row for row in rows if row["place_level"] == "district"]
    assert {row["place"] for row in districts} == {"huyện Bình Gia", "huyện Bắc Sơn"}
    for row in districts:
        # The text says "22/6"; the year is inferred from the first half of 2022 that it reports.
        assert (row["date"], row["date_status"]) == ("2022-06-22", "year-inferred")
        assert set(row["titles"]) == {"Ủy viên Ban Thường vụ Tỉnh ủy", "Phó Chủ tịch Thường trực UBND tỉnh"}
        assert "leader" in row["role"]
        assert row["within"] == ["tỉnh Lạng Sơn"]
        assert from_sources(row) == {BAC_SON}
    assert {row["place"] for row in rows if row["place_level"] == "commune"} == {"xã Vũ Lăng", "xã Hoa Thám"}


def test_1_a_caption_gives_the_lesser_title_at_its_own_visit_only(ask: Ask) -> None:
    rows = ask("who-inspected-where", person="Dương Xuân Huyên", place="xã Hoa Thám").rows
    assert {row["event_id"] for row in rows} == {f"{BAC_SON}/event/visit-an-hong"}
    assert all(row["titles"] == ["Phó Chủ tịch UBND tỉnh"] for row in rows)


# 2. Which projects were approved under Resolution 08, and at what cost?


def test_2_projects_under_resolution_08(ask: Ask) -> None:
    # "56 dự án với kinh phí giải ngân đầu tư hơn 27,1 tỷ đồng": approved as to number, disbursed as to money,
    # under Resolutions 08 and 15 together; no project is named, and Bắc Sơn gives no number.
    row = only(ask("resolution-to-projects", document="Nghị quyết 08").rows)
    assert (row["count"], row["status"], row["place"]) == (56, "approved", ["huyện Bình Gia"])
    assert (row["amount_vnd"], row["qualifier"]) == (27_100_000_000, "over")
    assert row["amount_kind"] == "disbursed"  # what was approved is not stated
    assert row["named"] is False
    assert [iri.rsplit("/", 1)[1] for iri in row["with_documents_id"]] == ["resolution-15-2021"]
    assert from_sources(row) == {BAC_SON}


def test_2_a_joint_figure_is_told_under_either_resolution_and_not_divided(ask: Ask) -> None:
    row = only(ask("resolution-to-projects", document="Nghị quyết 15").rows)
    assert (row["count"], row["amount_vnd"]) == (56, 27_100_000_000)


# 3. Which resolution amends which, who issued both, how many days apart?


def test_3_resolution_15_amends_resolution_08(ask: Ask) -> None:
    row = only(ask("document-lineage", document="Nghị quyết 08").rows)
    assert row["document_id"].endswith("/document/lang-son/resolution-15-2021")
    assert row["other_id"].endswith("/document/lang-son/resolution-08-2019")
    assert row["relation"] == "amends"
    assert (row["date"], row["other_date"]) == ("2021-07-17", "2019-12-10")
    assert row["days_between"] == (date(2021, 7, 17) - date(2019, 12, 10)).days
    assert row["issuer"] == row["other_issuer"] == "Hội đồng nhân dân tỉnh Lạng Sơn"
    assert from_sources(row) == {BAC_SON}


# 4. Which directive deadlines fall in June 2020, and who owes them?


def test_4_deadlines_in_june_2020(ask: Ask) -> None:
    first, second = ask("deadlines", from_="2020-06", to="2020-06").rows
    # "trước ngày 5/6/2020": the districts owe it, the department urges them.
    assert first["due_before"] == "2020-06-05"
    assert first["owner_id"] == [f"{MEETING}/group/districts-without-document"]
    assert first["supervisor"] == ["Sở Tài nguyên và Môi trường tỉnh Lạng Sơn"]
    assert second["due_before"] == "2020-06-10"
    assert second["owner"] == ["Sở Tài nguyên và Môi trường tỉnh Lạng Sơn"]
    assert second["supervisor"] == []


def test_4_a_deadline_falls_on_its_last_permitted_day(ask: Ask) -> None:
    # Before 10 June: the last day is the 9th. Before 1 October 2024: the last day is 30 September.
    assert len(ask("deadlines", from_="2020-06-09", to="2020-06-09").rows) == 1
    assert ask("deadlines", from_="2020-06-10", to="2020-06-10").rows == ()
    assert [row["due_before"] for row in ask("deadlines", from_="2024-09-30", to="2024").rows] == [
        "2024-10-01"
    ]
    # "số liệu đến hết tháng 6" is a cut-off of data.
    assert ask("deadlines", from_="2020-06-30", to="2020-07-31").rows == ()


# 5. Who was acting chair of Lai Châu on 2023-06-13?


def test_5_acting_chair_of_lai_chau(ask: Ask) -> None:
    row = only(ask("holder-on", post="Chủ tịch UBND tỉnh Lai Châu", date="2023-06-13").rows)
    assert row["person"] == "Tống Thanh Hải"
    assert (row["capacity"], row["certainty"]) == ("acting", "certain")
    assert row["status"] == "inferred"  # the text says 13/6; the year is inferred
    assert (row["nearest_observation"], row["days_away"]) == ("2023-06-13", 0)
    assert from_sources(row) == {THAN_UYEN}
    same = ask("holder-on", organisation="UBND tỉnh Lai Châu", role="Chủ tịch", date="13/6/2023").rows
    assert [other["person_id"] for other in same] == [row["person_id"]]


def test_5_the_day_after_is_not_stated(ask: Ask) -> None:
    blank, possible = ask("holder-on", post="Chủ tịch UBND tỉnh Lai Châu", date="2023-06-14").rows
    assert (blank["certainty"], blank["person"]) == ("not stated", None)
    assert (possible["certainty"], possible["person"], possible["days_away"]) == (
        "possible",
        "Tống Thanh Hải",
        1,
    )


# 6. How did Hồ Tiến Thiệu's title change, and when?


def test_6_career_of_ho_tien_thieu(ask: Ask) -> None:
    first, second = ask("career", person="Hồ Tiến Thiệu").rows
    assert first["post_id"].endswith("/peoples-committee/post/vice-chair")
    assert (first["capacity"], first["first_observed"], first["last_observed"]) == (
        "deputy-in-charge",
        "2020-05-27",
        "2020-05-27",
    )
    assert second["post_id"].endswith("/lang-son/peoples-committee/post/chair")
    assert (second["capacity"], second["first_observed"]) == ("full", "2024-04-23")
    # Between the two days nothing is said: neither end nor start is known.
    assert first["latest_end"] is None
    assert second["earliest_start"] is None
    assert from_sources(first) == {MEETING}
    assert from_sources(second) == {LOC_BINH}


# 7. List the main events in date order with leader and title.


def test_7_main_events_in_order(ask: Ask) -> None:
    rows = [row for row in ask("events", main="true").rows if row["leader"]]
    told = [(row["date"] or row["date_latest"], row["leader"], set(row["titles"])) for row in rows]
    assert told == [
        ("2020-05-27", "Hồ Tiến Thiệu", {"Phó Chủ tịch phụ trách UBND tỉnh"}),
        (
            "2021-06-10",
            "Lại Xuân Môn",
            {"Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy", "Trưởng Đoàn đại biểu Quốc hội tỉnh khóa XIV"},
        ),
        (
            "2022-06-22",
            "Dương Xuân Huyên",
            {"Ủy viên Ban Thường vụ Tỉnh ủy", "Phó Chủ tịch Thường trực UBND tỉnh"},
        ),
        ("2023-06-13", "Tống Thanh Hải", {"Quyền Chủ tịch UBND tỉnh"}),
        # "Chủ tịch Ủy nhân dân tỉnh" (a word is missing in the text) is the same title written out.
        ("2024-04-23", "Hồ Tiến Thiệu", {"Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"}),
    ]


def test_7_the_day_of_the_hoa_an_session_is_only_bounded(ask: Ask) -> None:
    row = only(row for row in ask("events", main="true").rows if row["leader"] == "Lại Xuân Môn")
    assert (row["date"], row["date_latest"], row["date_status"]) == (None, "2021-06-10", "bounded")
    assert row["places"] == []  # nobody says where the session was held


def test_7_the_meeting_of_may_2020_is_not_on_its_page_header_date(ask: Ask) -> None:
    assert [row["leader"] for row in ask("events", from_="2020", to="2020").rows] == ["Hồ Tiến Thiệu"]
    assert ask("events", from_="2020-11", to="2020-11").rows == ()
    dates = ask("dates-of-source", source=MEETING).rows
    header = only(row for row in dates if row["role"] == "page-header")
    assert (header["date"], header["usable_as_event_date"]) == ("2020-11-26", False)
    usable = [row["date"] for row in dates if row["usable_as_event_date"]]
    assert usable == ["2020-05-27"]


def test_7_planned_exercises_did_not_happen(ask: Ask) -> None:
    planned = {row["event_id"] for row in ask("events", happened="planned").rows}
    assert planned == {f"{HOA_AN}/event/defence-exercise", f"{LOC_BINH}/event/defence-exercise"}
    assert not planned & {row["event_id"] for row in ask("events").rows}


# 8. Who inspected where in 2022–2024?


def test_8_who_inspected_where_2022_to_2024(ask: Ask) -> None:
    rows = ask("who-inspected-where", from_="2022", to="2024").rows
    units = {
        (row["date"] or row["date_latest"], row["person"], row["place"])
        for row in rows
        if row["place_level"] != "site"
    }
    assert units == {
        ("2022-06-22", "Dương Xuân Huyên", "huyện Bình Gia"),
        ("2022-06-22", "Dương Xuân Huyên", "huyện Bắc Sơn"),
        ("2022-06-22", "Dương Xuân Huyên", "xã Vũ Lăng"),
        ("2022-06-22", "Dương Xuân Huyên", "xã Hoa Thám"),
        ("2023-06-13", "Tống Thanh Hải", "huyện Than Uyên"),
        ("2024-04-23", "Hồ Tiến Thiệu", "huyện Lộc Bình"),
        ("2024-04-23", "Hồ Tiến Thiệu", "xã Xuân Dương"),
    }
    sites = {row["place"] for row in rows if row["place_level"] == "site"}
    assert "Cụm công nghiệp Than Uyên" in sites
    assert all(row["sources"] for row in rows)


def test_8_todays_geography_finds_yesterdays_visit(ask: Ask) -> None:
    # Xã Vũ Lăng of huyện Bắc Sơn; the district ended on 1 July 2025, its communes went on under the province.
    today = ask("who-inspected-where", place="lang-son", from_="2022", to="2022").rows
    then = ask("who-inspected-where", place="huyện Bắc Sơn", from_="2022", to="2022").rows
    assert {row["place"] for row in then if row["place_level"] != "site"} == {"huyện Bắc Sơn", "xã Vũ Lăng"}
    assert {row["event_id"] for row in then} < {row["event_id"] for row in today}


# 10. Which person occurs in more than one source?


def test_10_one_person_is_in_two_sources(ask: Ask) -> None:
    row = only(ask("people-across-sources").rows)
    assert row["person"] == "Hồ Tiến Thiệu"
    assert from_sources(row) == {MEETING, LOC_BINH}
    assert {"Phó Chủ tịch phụ trách UBND tỉnh", "Chủ tịch UBND tỉnh"} <= set(row["titles"])


# 11. Give every passage that supports a given title, and any that says less.


def test_11_passages_of_a_title_and_the_one_that_says_less(ask: Ask, texts: dict[str, str]) -> None:
    rows = ask(
        "sources-of",
        subject="Dương Xuân Huyên",
        other="post/lang-son/peoples-committee/permanent-vice-chair",
    ).rows
    stated = [row for row in rows if row["surface"]]
    text = next(text for text in texts.values() if "TRANG NINH" in text)
    for row in stated:
        assert text[row["start"] : row["end"]] == row["surface"]
    lesser = only(row for row in stated if row["strength"] == "broader")
    assert lesser["surface"] == "Phó Chủ tịch UBND tỉnh"
    full = {row["start"] for row in stated if row["strength"] != "broader"}
    expected, start = set(), 0
    while (start := text.lower().find("phó chủ tịch thường trực ubnd tỉnh", start)) >= 0:
        expected.add(start)
        start += 1
    assert full == expected


# 12. Who signed the Lộc Bình notice, in what capacity, and whose conclusions are they?


def test_12_signature_of_the_loc_binh_notice(ask: Ask) -> None:
    rows = ask("signatures", source=LOC_BINH).rows
    assert {row["signer"] for row in rows} == {"Dương Công Hiệp"}
    assert {row["post_id"] for row in rows} == {
        "https://w3id.org/diaban/id/org/lang-son/office-of-peoples-committee/post/deputy-chief-of-office"
    }
    assert [(row["formula"], row["signed_for"]) for row in rows] == [
        ("tl", "Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("kt", "Chánh Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn"),
    ]
    assert all(row["conclusions_of"] == ["Hồ Tiến Thiệu"] for row in rows)


def test_12_signing_for_somebody_attests_no_tenure(ask: Ask) -> None:
    rows = ask("career", person="Dương Công Hiệp").rows
    assert [row["post_id"].rsplit("/", 1)[1] for row in rows] == ["deputy-chief-of-office"]
    assert (rows[0]["first_observed"], rows[0]["first_observed_latest"]) == (None, "2024-04-30")


# 13. What are that notice's number and date?


def test_13_number_and_day_of_the_notice_are_blank(ask: Ask) -> None:
    row = only(ask("documents", document="Thông báo kết luận kiểm tra tại huyện Lộc Bình").rows)
    assert row["number_status"] == "blank"
    assert row["number"] in {None, "/TB-UBND"}
    assert row["date"] is None
    # "ngày tháng 4 năm 2024": not before the inspection of 23 April whose conclusions it gives.
    assert (row["date_earliest"], row["date_latest"]) == ("2024-04-23", "2024-04-30")
    assert row["issuer"] == "Ủy ban nhân dân tỉnh Lạng Sơn"
    numbered = {row["number"] for row in ask("documents", numbered="true").rows}
    assert numbered == {"08", "15", "1556-QĐ/TU", "87/KH-UBND"}


# 14. What post did Hồ Tiến Thiệu hold on 2022-06-22?


def test_14_post_of_ho_tien_thieu_in_june_2022_is_not_stated(ask: Ask) -> None:
    blank, *possible = ask("holder-on", person="Hồ Tiến Thiệu", date="2022-06-22").rows
    assert (blank["certainty"], blank["post"]) == ("not stated", None)
    assert set(blank["searched"]["sources"]) == {MEETING, HOA_AN, BAC_SON, THAN_UYEN, LOC_BINH}
    assert "Attestation" in blank["searched"]["claims"]
    assert {row["certainty"] for row in possible} == {"possible"}
    assert [row["days_away"] for row in possible] == [
        (date(2024, 4, 23) - date(2022, 6, 22)).days,
        (date(2022, 6, 22) - date(2020, 5, 27)).days,
    ]


def test_14_the_chair_of_that_day_is_not_stated_either(ask: Ask) -> None:
    rows = ask("holder-on", post="Chủ tịch UBND tỉnh Lạng Sơn", date="2022-06-22").rows
    assert [row["certainty"] for row in rows] == ["not stated", "possible"]
    in_2020 = ask("holder-on", post="Chủ tịch UBND tỉnh Lạng Sơn", date="2020-05-27").rows
    assert [(row["certainty"], row["capacity"]) for row in in_2020][:2] == [
        ("not stated", None),
        ("certain", "deputy-in-charge"),
    ]


# 15. Who was party secretary of Lộc Bình district in April 2024?


def test_15_secretary_of_loc_binh_is_not_stated(ask: Ask) -> None:
    row = only(ask("holder-on", post="Bí thư Huyện ủy Lộc Bình", date="tháng 4 năm 2024").rows)
    assert (row["certainty"], row["person"], row["sources"]) == ("not stated", None, [])
    assert len(row["searched"]["sources"]) == 5
    named = ask("posts-without-holder", source=LOC_BINH).rows
    assert row["post_id"] in {other["post_id"] for other in named}


# 16. Which places were physically visited, by event?


def test_16_places_visited_by_event(ask: Ask) -> None:
    visited: dict[str, set[str]] = {}
    for row in ask("places-visited").rows:
        if row["visited"]:
            visited.setdefault(row["event_id"].replace("/event", ""), set()).add(row["place"])
    assert visited[f"{LOC_BINH}/site-check"] == {"xã Xuân Dương"}
    assert f"{LOC_BINH}/inspection" not in visited  # the text does not say that the district was entered
    assert visited[f"{THAN_UYEN}/field-check"] == {"Cụm công nghiệp Than Uyên"}
    assert {"huyện Bình Gia", "huyện Bắc Sơn"} <= visited[f"{BAC_SON}/inspection"]
    assert "xã Vũ Lăng" in visited[f"{BAC_SON}/survey-vu-lang"]
    assert "xã Hoa Thám" in visited[f"{BAC_SON}/visit-an-hong"]
    nuoc_hai = visited[f"{HOA_AN}/field-check"]
    assert "thị trấn Nước Hai" in nuoc_hai
    assert len(nuoc_hai) == 6  # the township and five places in it
    assert not any(event.startswith(MEETING) for event in visited)


def test_16_the_parts_of_an_inspection_come_with_it(ask: Ask) -> None:
    rows = ask("places-visited", event=f"{LOC_BINH}/event/inspection").rows
    assert [(row["place"], row["visited"]) for row in rows] == [
        ("huyện Lộc Bình", None),
        ("xã Xuân Dương", True),
    ]


# 17. Which communes of Bắc Sơn district occur, and how is the district known for each?


def test_17_communes_of_bac_son(ask: Ask, texts: dict[str, str]) -> None:
    rows = ask("sources-of", subject="huyện Bắc Sơn").rows
    known: dict[str, set[str]] = {}
    for row in rows:
        _, inside, commune = row["claim_id"].partition("/place/unit/")
        if inside:
            known.setdefault(commune, set()).add(row["status"])
    # Captions name xã Vũ Lăng without its district: of the two districts visited only Bắc Sơn has such a
    # commune. The others stand in the paragraph on what Bắc Sơn did.
    assert known == {
        "lang-son.bac-son.xa.vu-lang": {"register"},
        "lang-son.bac-son.xa.chien-thang": {"inferred"},
        "lang-son.bac-son.xa.bac-quynh": {"inferred"},
    }
    text = next(text for text in texts.values() if "TRANG NINH" in text)
    paragraph = text.index("Đối với huyện Bắc Sơn"), text.index("54/54")
    for name in ("xã Chiến Thắng", "xã Bắc Quỳnh"):
        assert paragraph[0] < text.index(name) < paragraph[1]
        assert text.count(name) == 1
    assert "xã Vũ Lăng" not in text[slice(*paragraph)]
    assert {row["source_id"] for row in rows if row["claim_id"].partition("/place/unit/")[1]} == {BAC_SON}


# 18. Which xã Chiến Thắng is meant, and which unit bears that name today?


def test_18_xa_chien_thang(ask: Ask) -> None:
    answer = ask("unit-history", unit="xã Chiến Thắng")
    row = only(answer.rows)
    assert (row["code"], row["within"], row["valid_until"]) == ("06364", "huyện Bắc Sơn", "2025-07-01")
    assert row["became"] == ["xã Vũ Lễ"]
    assert any("huyện Chi Lăng" in notice for notice in answer.notices)
    versions = [source["version"] for source in row["sources"] if source["status"] == "register"]
    assert any("chien-thang/v/1" in version for version in versions)
    assert any(source["legal_basis"] for source in row["sources"])
    bearer = only(ask("unit-history", unit="xã Chiến Thắng, huyện Chi Lăng", date="2026").rows)
    assert (bearer["code"], bearer["within"], bearer["valid_until"]) == ("06481", "tỉnh Lạng Sơn", None)


def test_18_a_code_has_had_two_bearers(ask: Ask) -> None:
    rows = ask("unit-history", code="06364").rows
    assert [row["unit"] for row in rows] == ["xã Chiến Thắng", "xã Vũ Lễ"]


# 19. Which provincial bodies attended the Lộc Bình inspection?


def test_19_bodies_at_the_loc_binh_inspection(ask: Ask) -> None:
    rows = ask("attended", event=f"{LOC_BINH}/event/inspection").rows
    bodies = {row["agent"] for row in rows if row["kind"] == "organisation"}
    provincial = {body for body in bodies if "tỉnh Lạng Sơn" in body and "huyện" not in body}
    assert len(provincial) == 17
    assert {"Thanh tra tỉnh Lạng Sơn", "Công an tỉnh Lạng Sơn", "Sở Y tế tỉnh Lạng Sơn"} <= provincial
    leader = only(row for row in rows if row["kind"] == "person")
    assert leader["agent"] == "Hồ Tiến Thiệu"
    assert {"leader", "chair"} <= set(leader["role"])


# 21 and 22. Decision 1556; tasks of xã Xuân Dương with a date.


def test_21_decision_1556(ask: Ask) -> None:
    rows = ask("document-lineage", document="Quyết định 1556").rows
    approves = only(row for row in rows if row["relation"] == "approves")
    assert (approves["date"], approves["issuer"]) == ("2024-01-09", "Ban Thường vụ Tỉnh ủy Lạng Sơn")
    assert approves["other_id"].endswith("/document/loc-binh/key-tasks-2024")


def test_22_dated_tasks_of_xuan_duong(ask: Ask) -> None:
    dated = [row for row in ask("directives", place="xã Xuân Dương").rows if row["due_before"]]
    assert [row["due_before"] for row in dated] == ["2024-10-01"]


# 9, 20, 23, 24, 25: posts of two branches; petitions; proposals; visited sites; the lead over the province.


def test_9_party_and_state_posts_at_once(ask: Ask) -> None:
    rows = ask("parallel-posts").rows
    assert {(row["person"], row["source_id"]) for row in rows} == {
        ("Hoàng Xuân Ánh", HOA_AN),
        ("Dương Xuân Huyên", BAC_SON),
    }


def test_what_was_found_at_loc_binh_has_a_source_in_every_row(ask: Ask) -> None:
    rows = ask("event-findings", event=f"{LOC_BINH}/event/inspection").rows
    recorded = (ROOT / "data" / "sources" / "lang-son-2024-04-23-loc-binh-notice.yaml").read_text("utf-8")
    found = {row["finding"].rsplit("/", 1)[1] for row in rows}
    stated = yaml.safe_load(recorded)["findings"]
    assert found == {item["id"] for item in stated if item.get("event") == "inspection"}
    assert found
    assert all(row["sources"] and row["summary"] for row in rows)


def test_20_petitions_at_loc_binh(ask: Ask) -> None:
    rows = ask("petitions", event=f"{LOC_BINH}/event/inspection").rows
    assert {(row["petition"].rsplit("/", 1)[1], row["outcome"]) for row in rows} == {
        ("pilot-guidance", "delegated"),
        ("extra-vice-chair", "conditional"),
        ("training", "returned"),
        ("exercise-road", "submission-required"),
        ("mobile-coverage", "in-progress"),
    }


def test_23_hoa_an_proposals_by_funding(ask: Ask) -> None:
    rows = ask("proposals-by-funding", place="huyện Hòa An").rows
    # Provincial funds 3, investment to be called for 2, loans of the land fund 3, land-use revenue 4.
    assert sorted(row["projects"] for row in rows) == [2, 3, 3, 4]
    assert all(len(row["list"]) == row["projects"] for row in rows)


def test_24_proposals_on_a_visited_site(ask: Ask) -> None:
    rows = ask("projects", status="requested").rows
    visited = {row["project_id"].rsplit("/", 1)[1] for row in rows if row["site_visited"]}
    assert {"hoa-an-culture-house-building", "thom-lom-housing-trade-area"} <= visited
    assert "nuoc-hai-market-building" not in visited


def test_25_loc_binh_is_ahead_of_the_province(ask: Ask) -> None:
    rows = ask("indicators", source=LOC_BINH, from_="2024-01", to="quý I/2024").rows
    ratios = {
        (row["indicator"], row["subject"]): row["value"]
        for row in rows
        if row["comparator"] == "plan" and row["period"] == "2024-01-01/2024-04-01"
    }
    assert ratios["thu ngân sách", "huyện Lộc Bình"] == 36.11
    assert ratios["thu ngân sách", "tỉnh Lạng Sơn"] == 28.6
    assert ratios["chi ngân sách", "huyện Lộc Bình"] == 20.47
    assert ratios["chi ngân sách", "tỉnh Lạng Sơn"] == 15.5


def test_25_both_are_compared_and_the_plans_told_apart(ask: Ask) -> None:
    given = {"subjects": "huyện Lộc Bình; tỉnh Lạng Sơn", "period": "quý I/2024"}
    for indicator, district, province in (("thu ngân sách", 36.11, 28.6), ("chi ngân sách", 20.47, 15.5)):
        rows = ask("compare-indicator", indicator=indicator, **given).rows
        ratios = {row["subject"]: row for row in rows if row["measure"] == "ratio-to-plan"}
        assert ratios["huyện Lộc Bình"]["value"] == district
        assert ratios["tỉnh Lạng Sơn"]["value"] == province
        # "dự toán tỉnh giao" and "dự toán HĐND tỉnh giao": whether it is the same assigner is not stated.
        assert {row["note"] for row in ratios.values()} == {"comparators-differ"}
        assert all(from_sources(row) == {LOC_BINH} for row in rows)


def test_an_indicator_that_no_source_gives_for_a_subject_is_not_stated(ask: Ask) -> None:
    rows = ask("compare-indicator", indicator="thu ngân sách", subjects="huyện Than Uyên;huyện Hòa An").rows
    blank = only(row for row in rows if row["subject"] == "huyện Than Uyên")
    assert (blank["value"], blank["note"], len(blank["searched"]["sources"])) == (None, "not-stated", 5)
    assert {row["value"] for row in rows if row["measure"] == "ratio-to-plan"} == {47.15, 45.76}


# Whom did somebody meet, and where is a programme spoken of?


def test_who_was_with_lai_xuan_mon(ask: Ask) -> None:
    row = only(ask("co-participants", person="Lại Xuân Môn").rows)
    assert (row["person"], row["shared"]) == ("Hoàng Xuân Ánh", 1)
    assert row["events_id"] == [f"{HOA_AN}/event/working-session"]
    assert from_sources(row) == {HOA_AN}
    # Nobody but the head of the team is named at Than Uyên.
    assert ask("co-participants", person="Tống Thanh Hải").rows == ()


def test_sources_that_speak_of_ocop(ask: Ask) -> None:
    roles = {row["source_id"]: row["role"] for row in ask("programmes", programme="OCOP").rows}
    assert set(roles) == {MEETING, HOA_AN, BAC_SON}
    assert roles[MEETING] == roles[BAC_SON] == ["directive"]  # a task, and nothing achieved yet
    assert "result" in roles[HOA_AN]


# How are two things connected?


def test_the_chair_and_the_commune_that_he_visited(ask: Ask) -> None:
    rows = ask("connection", "en", from_="Hồ Tiến Thiệu", to="xã Xuân Dương").rows
    assert {row["step"] for row in rows} == {1, 2}
    paths: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows:
        paths.setdefault(row["path"], []).append((row["relation"], row["direction"], row["to_id"]))
        assert from_sources(row) == {LOC_BINH}
    commune = "https://w3id.org/diaban/id/unit/lang-son.loc-binh.xa.xuan-duong"
    visit = [
        ("took-part", "forward", f"{LOC_BINH}/event/site-check"),
        ("took-place-in", "forward", commune),
    ]
    assert visit in paths.values()
    # Events come before the tasks that he gave.
    assert [steps[0][0] for steps in paths.values()] == sorted(
        (steps[0][0] for steps in paths.values()), key=["took-part", "ordered"].index
    )


def test_two_chairs_are_connected_by_their_committee(ask: Ask) -> None:
    rows = ask("connection", from_="Hồ Tiến Thiệu", to="Dương Xuân Huyên").rows
    assert max(row["step"] for row in rows) == 4
    first = [row for row in rows if row["path"] == 1]
    assert [(row["relation"], row["direction"]) for row in first] == [
        ("holds", "forward"),
        ("post-in", "forward"),
        ("post-in", "backward"),
        ("holds", "backward"),
    ]
    assert [{source["status"] for source in row["sources"]} for row in first] == [
        {"stated"},
        {"editorial"},
        {"editorial"},
        {"stated"},
    ]
    # No source tells of an event at which both were.
    assert ask("connection", from_="Hồ Tiến Thiệu", to="Dương Xuân Huyên", max_length="2").rows == ()


def test_a_commune_and_its_province_are_connected_by_the_register(ask: Ask) -> None:
    row = only(ask("connection", from_="xã Vũ Lăng", to="tỉnh Lạng Sơn").rows)
    assert (row["relation"], row["from"], row["to"]) == ("within", "xã Vũ Lăng", "tỉnh Lạng Sơn")
    source = only(row["sources"])
    assert (source["status"], source["legal_basis"]) == ("register", "Nghị quyết 1672/NQ-UBTVQH15")


def test_no_path_is_said_with_the_length_that_was_looked_at(ask: Ask) -> None:
    answer = ask("connection", "en", from_="Lại Xuân Môn", to="Tống Thanh Hải", max_length="3")
    assert (answer.rows, answer.notices) == ((), ("there is no path of at most 3 step(s)",))


# Who held the posts of an organisation through time?


def test_holders_of_the_peoples_committee_of_lang_son(ask: Ask) -> None:
    rows = ask("holders", organisation="UBND tỉnh Lạng Sơn").rows
    told = {(row["person"], row["capacity"], row["first_observed"], row["earliest_end"]) for row in rows}
    assert told == {
        ("Hồ Tiến Thiệu", "deputy-in-charge", "2020-05-27", "2020-05-28"),
        ("Dương Xuân Huyên", "full", "2022-06-22", "2022-06-23"),
        ("Hồ Tiến Thiệu", "full", "2024-04-23", "2024-04-24"),
    }
    chair = only(ask("holders", post="Chủ tịch UBND tỉnh Lạng Sơn").rows)
    assert (chair["person"], from_sources(chair)) == ("Hồ Tiến Thiệu", {LOC_BINH})


# What holds for every question.

COLUMNS = """
who-inspected-where: date, date_status, event, kind, person, titles, role, place, place_level, within
places-visited: event, date, place, place_level, purpose, visited
holder-on: person, post, capacity, certainty, status, nearest_observation, days_away
career: person, post, organisation, branch, capacity, first_observed, last_observed, earliest_start,
  latest_start, earliest_end, latest_end
holders: post, person, capacity, first_observed, last_observed, earliest_start, latest_start, earliest_end,
  latest_end
parallel-posts: person, post_a, post_b, source
posts-without-holder: post, organisation, context
events: date, date_status, event, kind, leader, titles, places
attended: agent, kind, role
documents: document, number, number_status, kind, date, issuer, title
document-lineage: document, relation, other, date, issuer, days_between
resolution-to-projects: document, with_documents, project, count, amount_vnd, amount_kind, qualifier, place,
  status, named
projects: project, funding, sponsor, place, status, site_visited
proposals-by-funding: funding, projects, list
programmes: programme, source, role, place
indicators: subject, indicator, value, unit, measure, comparator, assigned_by, qualifier, period, as_written
compare-indicator: indicator, subject, value, unit, measure, note
event-findings: finding, kind, summary, about, according_to
directives: directive, summary, issued_by, owner, supervisor, due_before, urgency, kind
deadlines: due_before, due_text, directive, summary, owner, supervisor, event
petitions: petition, petitioner, petitioner_status, asks_for, answer, answered_by, outcome
signatures: document, signer, post, formula, signed_for, conclusions_of
sources-of: subject, claim, surface, source, start, end, status
dates-of-source: source, date, role, usable_as_event_date
people-across-sources: person, sources, titles
co-participants: person, events, shared
unit-history: unit, code, kind, within, valid_from, valid_until, became
unit-today: step, date, change, from, extent, to, within, today, certainty, legal_basis
connection: path, step, from, relation, direction, to
"""
"""The columns that each question promises; what stands beside them may come and go."""


def test_every_question_has_the_columns_that_it_promises() -> None:
    promised = {
        name: [column.strip() for column in columns.split(",")]
        for name, _, columns in (
            line.partition(":") for line in COLUMNS.replace(",\n", ",").split("\n") if line.strip()
        )
    }
    found = {
        name: [column.name for column in question.columns if not column.extra]
        for name, question in read_questions(ROOT / "queries").items()
    }
    assert found == promised
    assert len(found) == 29


def test_every_question_answers_in_both_languages(ask: Ask) -> None:
    needed = {
        "attended": {"event": f"{LOC_BINH}/event/inspection"},
        "event-findings": {"event": f"{LOC_BINH}/event/inspection"},
        "career": {"person": "ho-tien-thieu"},
        "compare-indicator": {"indicator": "budget-revenue"},
        "co-participants": {"person": "lai-xuan-mon"},
        "connection": {"from": "person/ho-tien-thieu", "to": "post/lang-son/peoples-committee/chair"},
        "holder-on": {"person": "ho-tien-thieu", "date": "2020-05-27"},
        "holders": {"organisation": "UBND tỉnh Lạng Sơn"},
        "sources-of": {"subject": "person/ho-tien-thieu"},
        "unit-history": {"unit": "lang-son"},
        "unit-today": {"unit": "lang-son.huyen.bac-son"},
    }
    for name, question in read_questions(ROOT / "queries").items():
        given = needed.get(name, {})
        vi, en = ask(name, "vi", **given), ask(name, "en", **given)
        assert vi.rows, name
        assert len(vi.rows) == len(en.rows), name
        names = [column.name for column in question.columns if not column.extra]
        assert [column["name"] for column in vi.columns] == names
        for row in vi.rows:
            assert all(column in row for column in names), (name, row)
            assert row["sources"] or "searched" in row, (name, row)


def test_labels_follow_the_language_asked(ask: Ask) -> None:
    row = ask("career", "en", person="Hồ Tiến Thiệu").rows[1]
    assert row["post"] == "Chair of the People's Committee of Lạng Sơn province"
    assert (row["person"], row["person_lang"]) == ("Hồ Tiến Thiệu", "vi")
