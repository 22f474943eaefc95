"""Nothing is hard-coded: a sixth dossier changes the answers exactly as it must, and takes them back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.records import copy_records

from kg.build import Inputs, build_snapshot
from kg.build.graphs import make_graphs, read_records
from kg.errors import AmbiguousError, FindingsError, Severity
from kg.store import LocalStore, load_local
from kg.store.question_files import read_questions
from kg.store.questions import ask_question
from kg.store.search import SearchIndex

ROOT = Path(__file__).resolve().parents[2]
CHAIR = "lang-son/peoples-committee/chair"
SOURCE = "https://w3id.org/diaban/id/source/sixth"


def title(post: str, event: str, at: list[int], said: str, **more: str) -> dict[str, Any]:
    return {"post": post, **more, "event": event, "said": [{"stated": said, "at": at}]}


def event(name: str, date: Mapping[str, Any], place: str, leader: str, at: list[int]) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "inspection",
        "title": {"vi": f"Kiểm tra {name}", "en": f"Inspection {name}"},
        "happened": "held",
        "date": date,
        "place": [{"unit": place, "visited": "true", "at": at}],
        "participants": [{"person": leader, "role": ["leader"], "at": at}],
        "at": at,
    }


def exact(day: str) -> dict[str, Any]:
    return {"on": day, "status": "stated", "stated": day, "at": [0, 10]}


BOUNDED = {
    "earliest": {"on": "2024-05-01"},
    "latest": {"on": "2024-05-31"},
    "status": "bounded",
    "certainty": "inferred",
    "evidence": [0, 10],
    "because": {"vi": "trong tháng 5", "en": "within May"},
}

SIXTH: dict[str, Any] = {
    "source": {
        "id": "sixth",
        "file": "sixth.txt",
        "kind": "news-article",
        "language": "vi",
        "sha256": "0" * 64,
        "characters": "2000",
        "title": {"stated": "Sáu", "at": [12, 15]},
        "published": {"on": "2025-11-01", "status": "stated", "at": [0, 10]},
        "curated": [{"by": "test", "on": "2026-11-22", "role": "author"}],
    },
    "people": [
        {
            "person": "tran-van-moi",
            "said": [{"stated": "Trần Văn Mới", "at": [100, 112]}],
            "titles": [title(CHAIR, "between", [120, 127], "Chủ tịch")],
        },
        {
            "person": "ho-tien-thieu",
            "said": [{"stated": "Hồ Tiến Thiệu", "at": [200, 213]}],
            "titles": [title(CHAIR, "before", [220, 227], "Chủ tịch", spell="first")],
        },
        {
            "person": "ho-tien-thieu-2",
            "said": [{"stated": "Hồ Tiến Thiệu", "at": [300, 313]}],
            "titles": [title("lai-chau/peoples-committee/chair", "elsewhere", [320, 327], "Chủ tịch")],
        },
        {
            "person": "duong-xuan-huyen",
            "said": [{"stated": "Dương Xuân Huyên", "at": [400, 416]}],
            "titles": [title(CHAIR, "contradiction", [420, 427], "Chủ tịch")],
        },
    ],
    "events": [
        event("before", exact("2021-08-01"), "lang-son.huyen.loc-binh", "ho-tien-thieu", [500, 510]),
        event("between", exact("2022-08-01"), "lang-son.huyen.loc-binh", "tran-van-moi", [520, 530]),
        event("elsewhere", BOUNDED, "lai-chau.huyen.than-uyen", "ho-tien-thieu-2", [540, 550]),
        event(
            "contradiction",
            exact("2024-04-23"),
            "lang-son.chi-lang.xa.chien-thang",
            "duong-xuan-huyen",
            [560, 570],
        ),
        event("reformed", exact("2025-10-01"), "lang-son.xa.bac-son", "tran-van-moi", [580, 590]),
    ],
}
NEW_PEOPLE = [
    {"id": "tran-van-moi", "name": "Trần Văn Mới"},
    {"id": "ho-tien-thieu-2", "name": "Hồ Tiến Thiệu", "distinct-from": ["ho-tien-thieu"]},
]


def copy_with(tmp_path: Path, dossier: Mapping[str, Any] | None) -> Path:
    data = tmp_path / "data"
    copy_records(data)
    people = data / "registry" / "people.yaml"
    entries = yaml.load(people.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
    entries["people"].extend(NEW_PEOPLE)
    people.write_text(json.dumps(entries, ensure_ascii=False, indent=1), "utf-8")
    if dossier is not None:
        # JSON is YAML too, and repeats what the dump of a YAML library would make an alias.
        text = json.dumps(dossier, ensure_ascii=False, indent=1)
        (data / "sources" / "sixth.yaml").write_text(text, "utf-8")
    return data


class Asker:
    """Asks named questions of one snapshot."""

    def __init__(self, folder: Path) -> None:
        self.store: LocalStore = load_local(folder)
        self.index = SearchIndex(folder / "search.sqlite")
        self.questions = read_questions(ROOT / "queries")

    def ask(self, name: str, **given: str) -> list[Mapping[str, Any]]:
        question = self.questions[name]
        return list(asyncio.run(ask_question(self.store, self.index, question, given, lang="vi")).rows)


@pytest.fixture(scope="module")
def five(snapshot: Path) -> Asker:
    return Asker(snapshot)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("six")
    built = build_snapshot(Inputs(ROOT, copy_with(folder, SIXTH), folder / "build"))
    conflict = [finding for finding in built.findings if "X2" in finding.rule]
    assert conflict, "two certain holders on one day must be reported"
    assert {finding.severity for finding in conflict} == {Severity.WARNING}, "different sources: a conflict"
    assert all(
        "ho-tien-thieu" in finding.message or "Hồ Tiến Thiệu" in finding.message for finding in conflict
    )
    return Asker(built.folder)


def holders(rows: list[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(str(row["person"]), str(row["certainty"])) for row in rows}


def test_a_returning_holder_bounds_the_spells_around(five: Asker, six: Asker) -> None:
    assert not [
        row for row in five.ask("holder-on", post=CHAIR, date="2022-08-01") if row["certainty"] == "certain"
    ]
    assert holders(six.ask("holder-on", post=CHAIR, date="2022-08-01")) == {("Trần Văn Mới", "certain")}
    rows = six.ask("career", person="ho-tien-thieu")
    spells = [row for row in rows if row["post_id"].endswith("peoples-committee/post/chair")]
    assert {row["latest_end"] for row in spells if row["first_observed"] == "2021-08-01"} == {"2022-08-01"}
    assert {row["earliest_start"] for row in spells if row["first_observed"] == "2024-04-23"} == {
        "2022-08-02"
    }


def test_a_contradicting_title_gives_two_certain_holders(five: Asker, six: Asker) -> None:
    assert holders(five.ask("holder-on", post=CHAIR, date="2024-04-23")) == {("Hồ Tiến Thiệu", "certain")}
    rows = six.ask("holder-on", post=CHAIR, date="2024-04-23")
    assert holders(rows) == {("Hồ Tiến Thiệu", "certain"), ("Dương Xuân Huyên", "certain")}
    by_person = {row["person"]: {source["source"] for source in row["sources"]} for row in rows}
    assert by_person["Dương Xuân Huyên"] == {SOURCE}
    assert SOURCE not in by_person["Hồ Tiến Thiệu"]


def test_a_namesake_makes_the_name_ambiguous(five: Asker, six: Asker) -> None:
    assert five.ask("career", person="Hồ Tiến Thiệu")
    with pytest.raises(AmbiguousError) as caught:
        six.ask("career", person="Hồ Tiến Thiệu")
    assert {iri.rsplit("/", 1)[1] for iri, _label in caught.value.candidates} == {
        "ho-tien-thieu",
        "ho-tien-thieu-2",
    }


def test_a_bounded_date_has_no_day(six: Asker) -> None:
    (row,) = [
        row for row in six.ask("events", person="ho-tien-thieu-2") if row["event_id"].startswith(SOURCE)
    ]
    assert row["date"] is None
    assert (row["date_earliest"], row["date_latest"]) == ("2024-05-01", "2024-05-31")


def test_the_second_commune_of_the_same_name_is_kept_apart(five: Asker, six: Asker) -> None:
    other = "lang-son.chi-lang.xa.chien-thang"
    assert five.ask("who-inspected-where", place=other) == []
    (row,) = six.ask("who-inspected-where", place=other)
    assert row["person"] == "Dương Xuân Huyên"
    assert six.ask("who-inspected-where", place="lang-son.bac-son.xa.chien-thang") == []


def test_a_district_that_is_gone_finds_what_happens_in_the_communes_made_of_it(six: Asker) -> None:
    """Xã Bắc Sơn of 2025 was made of three units of huyện Bắc Sơn, so all its land lay in that district."""
    then = six.ask("who-inspected-where", place="huyện Bắc Sơn", **{"from": "2025"})
    assert [(row["event_id"], row["place"]) for row in then] == [(f"{SOURCE}/event/reformed", "xã Bắc Sơn")]
    assert then[0]["within"] == ["tỉnh Lạng Sơn"]
    # The commune took in three units; the answer tells all changes between it and units of the district.
    assert sorted(then[0]["by_change"]) == [
        "2020-01-01, nhập: xã Bắc Sơn → xã Bắc Quỳnh (Nghị quyết 818/NQ-UBTVQH14)",
        *(
            f"2025-07-01, nhập: {name} → xã Bắc Sơn (Nghị quyết 1672/NQ-UBTVQH15)"
            for name in ("thị trấn Bắc Sơn", "xã Bắc Quỳnh", "xã Long Đống")
        ),
    ]
    today = six.ask("who-inspected-where", place="lang-son.xa.bac-son", **{"from": "2025"})
    assert [row["event_id"] for row in today] == [f"{SOURCE}/event/reformed"]
    assert "by_change" not in today[0]


def test_all_other_rows_stay(five: Asker, six: Asker) -> None:
    before = five.ask("events")
    after = [row for row in six.ask("events") if not row["event_id"].startswith(SOURCE)]
    assert after == before


def test_removing_the_dossier_gives_the_first_graph_back(tmp_path: Path) -> None:
    with_it = read_records(copy_with(tmp_path / "a", SIXTH), None)
    without = read_records(copy_with(tmp_path / "b", None), None)
    lines = [
        set(make_graphs(dataset, ROOT / "ontology", findings).lines)
        for dataset, findings in (with_it, without)
    ]
    gone = lines[0] - lines[1]
    assert gone
    assert all("sixth" in line or "graph/derived" in line for line in gone)
    assert all("graph/derived" in line for line in lines[1] - lines[0])


def test_a_return_without_a_spell_is_refused(tmp_path: Path) -> None:
    people = [dict(person) for person in SIXTH["people"]]
    people[1] = people[1] | {"titles": [title(CHAIR, "before", [220, 227], "Chủ tịch")]}
    data = copy_with(tmp_path, SIXTH | {"people": people})
    with pytest.raises(FindingsError) as caught:
        build_snapshot(Inputs(ROOT, data, tmp_path / "build"))
    found = [finding.rule for finding in caught.value.findings if finding.severity is Severity.VIOLATION]
    # Without a spell both tenures are one, which then overlaps with the holder between.
    assert found == ["spell", "X2", "X2"]
    assert not (tmp_path / "build" / "current").exists()
