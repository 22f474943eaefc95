"""Every question on a small invented data set whose answers can be counted by hand.

``alpha`` tells of a meeting in March 2021, ``beta`` of an inspection in May 2022 with a visit to a bridge,
``gamma`` is a notice about the same inspection. The district ended in July 2025; its communes are one now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.store import LocalStore, load_local
from kg.store.binding import bind_query
from kg.store.question_files import read_questions
from kg.store.questions import Answer
from kg.store.solutions import read_solutions

Ask = Callable[..., Answer]
Row = Mapping[str, Any]

ID = "https://w3id.org/diaban/id/"
ALPHA, BETA, GAMMA = (f"{ID}source/{name}" for name in ("alpha", "beta", "gamma"))


ROOT = Path(__file__).resolve().parents[3]


def only(rows: Iterable[Row]) -> Row:
    (row,) = rows
    return row


def told_by(row: Row) -> set[str]:
    return {source["source"] for source in row["sources"]}


def local(iri: str) -> str:
    return iri.removeprefix(ID)


def test_events(ask: Ask) -> None:
    rows = ask("events").rows
    assert [local(row["event_id"]) for row in rows] == [
        "source/alpha/event/meeting",
        "source/beta/event/bridge",
        "source/beta/event/inspection",
    ]
    meeting, bridge, inspection = rows
    assert (meeting["date"], meeting["leader"], meeting["places"]) == ("2021-03-10", "Trần Văn An", [])
    assert (bridge["date"], bridge["date_earliest"], bridge["date_latest"]) == (
        None,
        "2022-05-19",
        "2022-05-20",
    )
    # Two sources tell of the inspection: one row, both titles, both sources.
    assert inspection["titles"] == ["Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"]
    assert told_by(inspection) == {BETA, GAMMA}
    assert inspection["date_status"] == "year-inferred"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"from_": "2022", "to": "2022"}, {"bridge", "inspection"}),
        ({"to": "2021-03-10"}, {"meeting"}),
        ({"to": "2021-03-09"}, set()),
        ({"place": "huyện Sông Xanh"}, {"bridge", "inspection"}),
        ({"place": "xã Đồng Mới"}, {"bridge"}),
        ({"place": "huyện Núi Cao"}, set()),
        ({"person": "Trần Văn An"}, {"meeting", "inspection"}),
        ({"kind": "site-visit"}, {"bridge"}),
        ({"main": "true"}, {"meeting", "inspection"}),
        ({"happened": "planned"}, {"exercise"}),
    ],
)
def test_events_narrowed(ask: Ask, given: dict[str, str], expected: set[str]) -> None:
    assert {row["event_id"].rsplit("/", 1)[1] for row in ask("events", **given).rows} == expected


def test_who_inspected_where(ask: Ask) -> None:
    rows = ask("who-inspected-where").rows
    seen = {(row["person"], row["place"], row["place_level"]) for row in rows}
    assert seen == {
        ("Lê Thị Bình", "huyện Sông Xanh", "district"),
        ("Trần Văn An", "huyện Sông Xanh", "district"),
        ("Lê Thị Bình", "Cầu Gỗ", "site"),
    }
    bridge = only(row for row in rows if row["place_level"] == "site")
    assert bridge["within"] == ["xã Đồi Gió", "huyện Sông Xanh", "tỉnh Bình Minh"]
    assert bridge["titles"] == []  # no title is stated there
    both = only(row for row in rows if row["person"] == "Lê Thị Bình" and row["place_level"] == "district")
    assert told_by(both) == {BETA, GAMMA}


def test_who_inspected_where_by_both_geographies(ask: Ask) -> None:
    then = ask("who-inspected-where", place="xã Đồi Gió, huyện Sông Xanh").rows
    today = ask("who-inspected-where", place="xã Đồng Mới").rows
    assert [row["place"] for row in then] == [row["place"] for row in today] == ["Cầu Gỗ"]


def test_places_visited(ask: Ask) -> None:
    rows = ask("places-visited", event="beta/event/inspection").rows
    visited = {(row["place"], row["visited"]) for row in rows}
    # One source does not say whether the district was entered, the other does.
    assert visited == {("Cầu Gỗ", True), ("huyện Sông Xanh", None), ("huyện Sông Xanh", True)}
    assert {row["place"] for row in ask("places-visited", person="Trần Văn An").rows} == {"huyện Sông Xanh"}


def test_holder_on(ask: Ask) -> None:
    row = only(ask("holder-on", post="Chủ tịch UBND tỉnh Bình Minh", date="2022-05-20").rows)
    # Beta infers the year, but gamma states the day.
    assert (row["person"], row["certainty"], row["status"]) == ("Lê Thị Bình", "certain", "stated")
    blank, possible = ask("holder-on", post="Chủ tịch UBND tỉnh Bình Minh", date="2022-05-22").rows
    assert (blank["certainty"], blank["sources"]) == ("not stated", [])
    assert len(blank["searched"]["sources"]) == 3
    assert (possible["certainty"], possible["days_away"]) == ("possible", 2)


def test_holder_on_a_month_is_certain_where_a_day_in_it_is(ask: Ask) -> None:
    rows = ask("holder-on", organisation="UBND tỉnh Bình Minh", role="Chủ tịch", date="2022-05").rows
    assert [(row["person"], row["certainty"]) for row in rows] == [("Lê Thị Bình", "certain")]
    # Seen on some day of 20–31 May: certain in May, not on any one day.
    in_may = only(ask("holder-on", person="Phạm Minh Châu", date="2022-05").rows)
    assert (in_may["certainty"], in_may["nearest_observation_latest"]) == ("certain", "2022-05-31")
    on_a_day = ask("holder-on", person="Phạm Minh Châu", date="2022-05-25").rows
    assert [row["certainty"] for row in on_a_day] == ["not stated", "possible"]


def test_holder_on_shows_who_was_in_charge(ask: Ask) -> None:
    rows = ask("holder-on", post="Chủ tịch UBND tỉnh Bình Minh", date="2021-03-10").rows
    assert [(row["certainty"], row["person"], row["capacity"]) for row in rows] == [
        ("not stated", None, None),
        ("certain", "Trần Văn An", "deputy-in-charge"),
        ("possible", "Lê Thị Bình", "full"),
    ]


def test_career(ask: Ask) -> None:
    rows = ask("career", person="Trần Văn An").rows
    assert [(row["post"], row["capacity"], row["first_observed"], row["latest_start"]) for row in rows] == [
        ("Phó Bí thư Tỉnh ủy Bình Minh", "full", "2021-03-10", "2021-03-10"),
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh Bình Minh", "deputy-in-charge", "2021-03-10", "2021-03-10"),
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh Bình Minh", "full", "2022-05-20", "2022-05-20"),
    ]
    assert [row["branch"] for row in rows] == ["party", "state", "state"]


def test_attended(ask: Ask) -> None:
    rows = ask("attended", event="gamma/event/same").rows
    assert {(row["agent"], row["kind"]) for row in rows} == {
        ("Lê Thị Bình", "person"),
        ("Trần Văn An", "person"),
        ("Sở Mẫu tỉnh Bình Minh", "organisation"),
        ("các huyện", "group"),
    }
    assert rows[0]["kind"] == "person"
    same = ask("attended", event="beta/event/inspection").rows
    assert same == rows


def test_documents(ask: Ask) -> None:
    assert [row["number"] for row in ask("documents", numbered="true").rows] == ["2", "5"]
    notice = only(ask("documents", numbered="false").rows)
    assert (notice["date"], notice["date_earliest"], notice["date_latest"]) == (
        None,
        "2022-05-20",
        "2022-05-31",
    )
    issued = ask("documents", issuer="HĐND tỉnh Bình Minh", from_="2021").rows
    assert [row["document_id"] for row in issued] == [f"{ID}document/bm/resolution-5-2021"]
    assert ask("documents", kind="notice", to="2022-05-19").rows == ()


def test_document_lineage(ask: Ask) -> None:
    row = only(ask("document-lineage", document="NQ 2").rows)
    assert (row["relation"], row["date"], row["other_date"]) == ("amends", "2021-03-01", "2020-02-01")
    assert row["days_between"] == 394  # 2020 is a leap year
    assert row["issuer"] == "Hội đồng nhân dân tỉnh Bình Minh"


def test_signatures(ask: Ask) -> None:
    row = only(ask("signatures", document="Thông báo kết luận kiểm tra huyện Sông Xanh").rows)
    assert (row["signer"], row["formula"]) == ("Phạm Minh Châu", "kt")
    assert row["signed_for"] == "Chánh Văn phòng Ủy ban nhân dân tỉnh Bình Minh"
    assert row["conclusions_of"] == ["Lê Thị Bình"]
    assert ask("signatures", source="alpha").rows == ()


def test_directives(ask: Ask) -> None:
    report = ask("directives", addressee="Sở Mẫu").rows
    assert [(row["summary"], row["urgency"]) for row in report] == [
        ("cập nhật số liệu", "none"),
        ("nộp báo cáo", "urgent"),
    ]
    plant = only(ask("directives", event="beta/event/inspection").rows)
    assert (plant["summary"], plant["owner"], plant["due_before"]) == (
        "trồng cây",
        ["các huyện"],
        "2022-07-01",
    )
    assert plant["supervisor"] == ["Sở Mẫu tỉnh Bình Minh"]
    assert only(ask("directives", place="xã Đồng Mới").rows)["directive"] == plant["directive"]


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        ("2021", "2022", ["2021-04-01", "2022-07-01"]),
        ("2021-03-31", "2021-03-31", ["2021-04-01"]),
        ("2021-04-01", "2021-04-01", []),
        ("2021-03", "2021-03", ["2021-04-01"]),
    ],
)
def test_deadlines_fall_on_the_last_permitted_day(ask: Ask, start: str, end: str, due: list[str]) -> None:
    assert [row["due_before"] for row in ask("deadlines", from_=start, to=end).rows] == due


def test_deadlines_of_an_owner(ask: Ask) -> None:
    row = only(ask("deadlines", owner="Sở Mẫu").rows)
    assert (row["due_text"], local(row["event_id"])) == ("trong tháng 3/2021", "source/alpha/event/meeting")


def test_sources_of(ask: Ask) -> None:
    rows = ask("sources-of", subject="Lê Thị Bình", other="Chủ tịch UBND tỉnh Bình Minh").rows
    titles = {(local(row["source_id"]), row["surface"], row["start"]) for row in rows if row["surface"]}
    assert titles == {
        ("source/beta", "Chủ tịch UBND tỉnh", 53),
        ("source/gamma", "Chủ tịch Ủy ban nhân dân tỉnh", 53),
    }
    claim = rows[0]["claim_id"]
    assert {row["claim_id"] for row in ask("sources-of", subject=claim).rows} >= {claim}
    register = only(row for row in ask("sources-of", subject="huyện Núi Cao").rows)
    assert (register["status"], register["start"]) == ("register", None)


def test_dates_of_source(ask: Ask) -> None:
    rows = ask("dates-of-source", source="alpha").rows
    dated = {(row["role"], row["date"], row["usable_as_event_date"]) for row in rows}
    assert dated == {
        ("event", "2021-03-10", True),
        ("published", "2021-03-11", False),
        ("page-header", "2023-01-02", False),
        ("issued", "2021-03-01", False),
        ("issued", "2020-02-01", False),
        ("mentioned", "2021-04-01", False),
    }
    assert all(row["sources"] for row in rows)


def test_people_across_sources(ask: Ask) -> None:
    told = {row["person"]: told_by(row) for row in ask("people-across-sources").rows}
    assert told == {"Lê Thị Bình": {BETA, GAMMA}, "Trần Văn An": {ALPHA, BETA}}


def test_posts_without_holder(ask: Ask) -> None:
    row = only(ask("posts-without-holder", source="gamma").rows)
    assert row["post"] == "Chủ tịch Ủy ban nhân dân huyện Sông Xanh"
    assert only(ask("posts-without-holder", "en").rows)["context"] == "given a task"
    assert ask("posts-without-holder", organisation="Sở Mẫu").rows == ()


def test_unit_history(ask: Ask) -> None:
    old, new = ask("unit-history", code="90101").rows
    assert (old["unit"], old["became"], new["unit"]) == ("xã Đồi Gió", ["xã Đồng Mới"], "xã Đồng Mới")
    # The first list shows it already: nothing says when it began.
    assert (old["valid_from"], old["valid_from_earliest"], old["valid_from_latest"]) == (
        None,
        None,
        "2019-10-25",
    )
    assert (old["valid_until"], new["valid_from"]) == ("2025-07-01", "2025-07-01")
    assert new["sources"] == [
        {
            "source": f"{ID}graph/register",
            "start": None,
            "end": None,
            "status": "register",
            "version": f"{ID}unit/bm.xa.dong-moi/v/1",
            "legal_basis": "Nghị quyết 1/NQ-MAU",
        }
    ]
    assert [row["unit"] for row in ask("unit-history", code="90101", date="2026").rows] == ["xã Đồng Mới"]
    assert [row["unit"] for row in ask("unit-history", code="90101", date="2025").rows] == [
        "xã Đồi Gió",
        "xã Đồng Mới",
    ]


def test_parallel_posts(ask: Ask) -> None:
    row = only(ask("parallel-posts").rows)
    assert (row["person"], row["post_a"]) == ("Trần Văn An", "Phó Bí thư Tỉnh ủy Bình Minh")
    assert row["source_id"] == ALPHA
    assert ask("parallel-posts", branch_a="elected").rows == ()


def test_co_participants(ask: Ask) -> None:
    row = only(ask("co-participants", person="Lê Thị Bình").rows)
    assert (row["person"], row["shared"]) == ("Trần Văn An", 1)
    assert row["events_id"] == [f"{BETA}/event/inspection"]


def test_petitions(ask: Ask) -> None:
    row = only(ask("petitions", event="gamma/event/same").rows)
    assert (row["asks_for"], row["answer"], row["outcome"]) == ("sửa cầu", "đồng ý", "accepted")
    assert (row["petitioner_status"], row["answered_by"]) == ("stated", "Lê Thị Bình")
    assert only(ask("petitions", place="huyện Sông Xanh").rows)["petition"] == row["petition"]
    assert ask("petitions", petitioner="Sở Mẫu").rows == ()


def test_projects(ask: Ask) -> None:
    visited = {row["project"]: row["site_visited"] for row in ask("projects", status="requested").rows}
    assert visited == {"Sửa Cầu Gỗ": True, "Chợ Đồi Gió": None}
    market = only(ask("projects", funding="vốn vay").rows)
    assert market["sponsor"] == ["Ủy ban nhân dân xã Đồi Gió"]
    assert {row["project"] for row in ask("projects", place="xã Đồng Mới").rows} == {
        "Sửa Cầu Gỗ",
        "Chợ Đồi Gió",
    }


def test_proposals_by_funding(ask: Ask) -> None:
    rows = ask("proposals-by-funding", event="beta/event/inspection").rows
    assert {(row["funding"], row["projects"], *row["list"]) for row in rows} == {
        ("vốn tỉnh", 1, "Sửa Cầu Gỗ"),
        ("vốn vay", 1, "Chợ Đồi Gió"),
    }


def test_resolution_to_projects(ask: Ask) -> None:
    row = only(ask("resolution-to-projects", document="NQ 2").rows)
    assert (row["count"], row["amount_vnd"], row["amount_kind"], row["qualifier"]) == (
        7,
        3_000_000_000,
        "disbursed",
        "over",
    )
    assert row["with_documents_id"] == [f"{ID}document/bm/resolution-5-2021"]
    assert (row["named"], row["place"], row["status"]) == (False, ["huyện Sông Xanh"], "approved")


def test_programmes(ask: Ask) -> None:
    roles = {local(row["source_id"]): row["role"] for row in ask("programmes", programme="sông sạch").rows}
    assert roles == {"source/alpha": ["directive"], "source/beta": ["result", "topic"]}


def test_indicators(ask: Ask) -> None:
    rows = ask("indicators", indicator="thu ngân sách", source="alpha").rows
    assert [(row["value"], row["unit"], row["measure"], row["qualifier"]) for row in rows] == [
        (2_000_000_000, "đồng", "level", "about"),
        (25.5, "phần trăm", "ratio-to-plan", "exact"),
    ]
    assert (rows[1]["comparator"], rows[1]["assigned_by"]) == ("plan", "Hội đồng nhân dân tỉnh Bình Minh")
    assert {row["period"] for row in rows} == {"2021-01-01/2021-04-01"}
    assert (
        only(ask("indicators", subject="huyện Sông Xanh", from_="2022", indicator="số cây trồng").rows)[
            "value"
        ]
        == 1200
    )
    assert ask("indicators", from_="2023").rows == ()


def test_compare_indicator(ask: Ask) -> None:
    rows = ask(
        "compare-indicator", indicator="thu ngân sách", subjects="tỉnh Bình Minh; huyện Sông Xanh"
    ).rows
    assert [(row["subject"], row["value"], row["unit"], row["measure"], row["note"]) for row in rows] == [
        ("tỉnh Bình Minh", 2_000_000_000, "đồng", "level", None),
        ("tỉnh Bình Minh", 25.5, "phần trăm", "ratio-to-plan", "periods-differ"),
        ("huyện Sông Xanh", 40, "phần trăm", "ratio-to-plan", "periods-differ"),
    ]
    assert [told_by(row) for row in rows] == [{ALPHA}, {ALPHA}, {BETA}]


def test_compare_indicator_says_why_figures_cannot_be_compared(ask: Ask) -> None:
    both = "huyện Sông Xanh;xã Đồi Gió, huyện Sông Xanh"
    trees = ask("compare-indicator", "en", indicator="số cây trồng", subjects=both).rows
    assert {(row["value"], row["unit"], row["note"], row["note_label"]) for row in trees} == {
        (1200, "tree", "units-differ", "the units differ"),
        (3, "hectare", "units-differ", "the units differ"),
    }
    # The one plan was assigned by the council; who assigned the other is not stated.
    plans = ask("compare-indicator", indicator="thu ngân sách", subjects=both).rows
    assert {(row["value"], row["note"]) for row in plans} == {
        (40, "comparators-differ"),
        (35, "comparators-differ"),
    }


def test_compare_indicator_looks_for_the_figure_most_alike(ask: Ask) -> None:
    """Of three, two are of one period; the third alone has another."""
    rows = ask("compare-indicator", indicator="thu ngân sách").rows
    assert {(row["value"], row["note"]) for row in rows} == {
        (2_000_000_000, None),
        (25.5, "periods-differ"),
        (40, "comparators-differ"),
        (35, "comparators-differ"),
    }


def test_compare_indicator_within_a_period(ask: Ask) -> None:
    both = {"indicator": "thu ngân sách", "subjects": "tỉnh Bình Minh;huyện Sông Xanh"}

    def within(period: str) -> tuple[Row, ...]:
        return ask("compare-indicator", period=period, **both).rows

    rows = within("2022")
    told, blank = sorted(rows, key=lambda row: str(row["note"]))
    assert (told["subject"], told["value"], told["note"]) == ("huyện Sông Xanh", 40, None)
    assert (blank["subject"], blank["value"], blank["note"]) == ("tỉnh Bình Minh", None, "not-stated")
    assert blank["sources"] == []
    assert blank["searched"] == {"sources": [ALPHA, BETA, GAMMA], "claims": ["Observation"]}
    # Four months lie in no quarter; a quarter ends on the last day asked for.
    assert {row["note"] for row in ask("compare-indicator", period="quý I/2022", **both).rows} == {
        "not-stated"
    }
    first = within("quý I/2021")
    assert sorted(row["value"] for row in first if row["note"] is None) == [25.5, 2_000_000_000]


def test_compare_indicator_takes_each_subject_once(ask: Ask) -> None:
    once = ask("compare-indicator", indicator="thu ngân sách", subjects="huyện Sông Xanh")
    twice = ask("compare-indicator", indicator="thu ngân sách", subjects="huyện Sông Xanh; huyen song xanh;")
    assert once.rows == twice.rows
    items = twice.parameters["subjects"]["items"]
    assert [item["given"] for item in items] == ["huyện Sông Xanh", "huyen song xanh"]
    assert {item["id"] for item in items} == {f"{ID}unit/bm.huyen.song-xanh"}


QUESTIONS = read_questions(ROOT / "queries")


@pytest.mark.parametrize("name", sorted(name for name, item in QUESTIONS.items() if not item.view))
def test_a_file_runs_as_it_stands(small_store: LocalStore, real_store: LocalStore, name: str) -> None:
    """Without any parameter the text is a query that every endpoint understands."""
    query = bind_query(QUESTIONS[name], {})
    answers = (read_solutions(store.answer(query).body) for store in (small_store, real_store))
    assert any(answers)


@pytest.fixture(scope="module")
def real_store(snapshot: Path) -> LocalStore:
    """The real records, for what the small ones do not tell."""
    return load_local(snapshot)


def test_an_answer_says_what_was_understood(ask: Ask) -> None:
    answer = ask("who-inspected-where", "en", place="doi gio", to="2022")
    assert answer.parameters["place"]["id"] == f"{ID}unit/bm.song-xanh.xa.doi-gio"
    assert answer.parameters["to"]["last"] == "2022-12-31"
    assert any("huyện Núi Cao" in notice for notice in answer.notices)
    assert any("bounds" in notice for notice in answer.notices)
    document = answer.to_json()
    assert list(document) == ["question", "parameters", "notices", "columns", "rows", "data_version"]
    assert document["data_version"] == "small-1"
