"""Questions that a view answers, on the small invented data set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.store import load_local
from kg.store.question_files import read_questions
from kg.store.questions import Answer, ask_question
from kg.store.search import SearchIndex
from kg.store.solutions import select
from kg.views import connection
from kg.views.questions import VIEWS, ask_any_question

Ask = Callable[..., Answer]

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = read_questions(ROOT / "queries")
ID = "https://w3id.org/diaban/id/"
BETA = f"{ID}source/beta"


@pytest.fixture(scope="module")
def ask(small_snapshot: Path) -> Ask:
    """Asks a question of the project: (name, lang, **parameters) → answer; ``from_`` is ``from``."""
    store, index = load_local(small_snapshot), SearchIndex(small_snapshot / "search.sqlite")

    def asked(name: str, lang: str = "vi", **given: str) -> Answer:
        parameters = {key.rstrip("_"): value for key, value in given.items()}
        return asyncio.run(ask_any_question(store, index, QUESTIONS[name], parameters, lang=lang))

    return asked


def steps(answer: Answer) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = {}
    for row in answer.rows:
        said = (row["relation"], row["direction"], row["to_id"].removeprefix(ID))
        found.setdefault(row["path"], []).append(said)
    return found


def test_every_view_that_a_question_names_exists() -> None:
    assert {question.view for question in QUESTIONS.values() if question.view} == set(VIEWS)


def test_a_step_has_its_relation_direction_and_sources(ask: Ask) -> None:
    answer = ask("connection", "en", from_="Trần Văn An", to="huyện Sông Xanh")
    assert steps(answer) == {
        1: [
            ("took-part", "forward", "source/beta/event/inspection"),
            ("took-place-in", "forward", "unit/bm.huyen.song-xanh"),
        ]
    }
    first, second = answer.rows
    assert (first["from"], first["relation_label"], first["direction_label"]) == (
        "Trần Văn An",
        "took part in",
        "forward →",
    )
    assert first["detail"] == ["member"]
    assert first["sources"] == [{"source": BETA, "start": 80, "end": 115, "status": "stated"}]
    assert second["sources"] == [{"source": BETA, "start": 130, "end": 145, "status": "stated"}]
    assert [column["name"] for column in answer.extra] == ["detail"]


def test_a_path_reads_the_same_from_its_other_end(ask: Ask) -> None:
    there = ask("connection", from_="Trần Văn An", to="huyện Sông Xanh")
    back = ask("connection", from_="huyện Sông Xanh", to="Trần Văn An")
    assert [(row["relation"], row["direction"]) for row in back.rows] == [
        ("took-place-in", "backward"),
        ("took-part", "backward"),
    ]
    assert [row["sources"] for row in back.rows] == [row["sources"] for row in reversed(there.rows)]


def test_all_shortest_paths_are_told_posts_before_events(ask: Ask) -> None:
    told = steps(ask("connection", from_="Lê Thị Bình", to="UBND tỉnh Bình Minh"))
    assert told == {
        1: [
            ("holds", "forward", "org/bm/peoples-committee/post/chair"),
            ("post-in", "forward", "org/bm/peoples-committee"),
        ]
    }
    both = steps(ask("connection", from_="Lê Thị Bình", to="Trần Văn An"))
    assert all(len(path) == 2 for path in both.values())
    assert ("took-part", "backward", "person/tran-van-an") in both[1]


def test_what_only_registry_or_register_says_names_the_entry(ask: Ask) -> None:
    (in_registry,) = ask("connection", from_="Sở Mẫu", to="tỉnh Bình Minh").rows
    assert in_registry["relation"] == "serves"
    assert in_registry["sources"] == [
        {
            "source": f"{ID}graph/registry",
            "start": None,
            "end": None,
            "status": "editorial",
            "version": f"{ID}org/bm/department-of-samples",
            "legal_basis": None,
        }
    ]
    rows = ask("connection", from_="xã Đồi Gió, huyện Sông Xanh", to="xã Đồng Mới").rows
    (became,) = [row for row in rows if row["relation"] == "became"]
    assert {source["status"] for source in became["sources"]} == {"register"}
    assert {source["legal_basis"] for source in became["sources"]} == {"Nghị quyết 1/NQ-MAU"}


@pytest.mark.parametrize(
    ("length", "lang", "notice"),
    [
        ("1", "en", "there is no path of at most 1 step(s)"),
        ("1", "vi", "không có đường nối nào dài tối đa 1 bước"),
    ],
)
def test_no_path_is_an_answer_with_its_length(ask: Ask, length: str, lang: str, notice: str) -> None:
    answer = ask("connection", lang, from_="Trần Văn An", to="huyện Sông Xanh", max_length=length)
    assert (answer.rows, answer.notices, answer.sparql) == ((), (notice,), "")


def test_a_search_that_gave_up_does_not_say_that_there_is_no_path(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.views.paths.MAX_NODES", 1)
    answer = ask("connection", "en", from_="Trần Văn An", to="huyện Sông Xanh")
    assert answer.rows == ()
    assert [notice for notice in answer.notices if "did not see" in notice]


def test_more_paths_than_are_shown_are_told(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask("connection", from_="huyện Sông Xanh", to="xã Đồi Gió, huyện Sông Xanh", max_length="6")
    assert whole.notices == ()
    monkeypatch.setattr(connection, "MOST_PATHS", 0)
    cut = ask("connection", "en", from_="huyện Sông Xanh", to="xã Đồi Gió, huyện Sông Xanh")
    assert cut.rows == ()
    assert any("there are more of this length" in notice for notice in cut.notices)


def test_a_thing_is_not_connected_with_itself(ask: Ask) -> None:
    with pytest.raises(UsageError, match="same thing"):
        ask("connection", from_="Trần Văn An", to="tran van an")


def test_the_query_of_an_answer_shows_the_same_steps(ask: Ask, small_snapshot: Path) -> None:
    answer = ask("connection", from_="Lê Thị Bình", to="Trần Văn An")
    solutions = asyncio.run(select(load_local(small_snapshot), answer.sparql))
    shown = {(row["source"].value, row["relation"].value, row["target"].value) for row in solutions}
    told = {
        (row["from_id"], row["relation"], row["to_id"])
        if row["direction"] == "forward"
        else (row["to_id"], row["relation"], row["from_id"])
        for row in answer.rows
    }
    assert shown == told


def test_the_store_alone_refuses_a_question_of_a_view(small_snapshot: Path) -> None:
    store, index = load_local(small_snapshot), SearchIndex(small_snapshot / "search.sqlite")
    with pytest.raises(UsageError, match="answered by the view"):
        asyncio.run(ask_question(store, index, QUESTIONS["connection"], {}))
    unknown = replace(QUESTIONS["connection"], view="nowhere")
    with pytest.raises(UsageError, match="none of: connection"):
        asyncio.run(ask_any_question(store, index, unknown, {}))


def test_a_question_of_a_query_is_answered_as_the_store_does(ask: Ask, small_snapshot: Path) -> None:
    store, index = load_local(small_snapshot), SearchIndex(small_snapshot / "search.sqlite")
    assert ask("events") == asyncio.run(ask_question(store, index, QUESTIONS["events"], {}))
