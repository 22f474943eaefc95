"""The questions over real HTTP: JSON and CSV, what is ambiguous, unknown or wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from fastapi import FastAPI

from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
CHAIR = "Chủ tịch UBND tỉnh Bình Minh"


class Running(Protocol):
    """What the fixture ``serve`` gives."""

    client: httpx.Client


@pytest.fixture(scope="module")
def client(
    small_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Running]]
) -> Iterator[httpx.Client]:
    with serve(create_app(WebConfig(small_snapshot, queries=ROOT / "queries"))) as server:
        yield server.client


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    return document


def test_all_questions_are_listed(client: httpx.Client) -> None:
    document = client.get("/api/questions", params={"lang": "en"}).json()
    assert document["data_version"] == "small-1"
    listed = {item["name"]: item for item in document["questions"]}
    assert sorted(listed) == sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    holder = listed["holder-on"]
    assert holder["needs"] == [["post"], ["organisation", "role"], ["person"]]
    assert [p["name"] for p in holder["parameters"] if p["required"]] == ["date"]


def test_an_answer_in_json(client: httpx.Client) -> None:
    response = client.get("/api/questions/holder-on", params={"post": CHAIR, "date": "2022-05-20"})
    assert response.headers["content-type"] == "application/json"
    document = response.json()
    (row,) = document["rows"]
    assert (document["question"], row["person"], row["certainty"]) == ("holder-on", "Lê Thị Bình", "certain")
    assert {"source", "start", "end", "status"} <= set(row["sources"][0])


def test_an_answer_in_csv(client: httpx.Client) -> None:
    by_name = client.get("/api/questions/deadlines", params={"format": "csv"})
    by_header = client.get("/api/questions/deadlines", headers={"Accept": "text/csv"})
    assert by_name.content == by_header.content
    assert by_name.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(by_name.text, newline="")))
    assert [row["due_before"] for row in rows] == ["2021-04-01", "2022-07-01"]
    assert all("#char=" in row["sources"] for row in rows)


def test_csv_for_excel_is_the_same_behind_a_byte_order_mark(client: httpx.Client) -> None:
    plain = client.get("/api/questions/deadlines", params={"format": "csv"})
    marked = client.get("/api/questions/deadlines", params={"format": "excel.csv"})
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["content-type"] == plain.headers["content-type"]


def test_a_client_that_has_the_answer_gets_304(client: httpx.Client) -> None:
    first = client.get("/api/questions/events")
    again = client.get("/api/questions/events", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/questions/events", params={"lang": "en"})
    assert other.headers["etag"] != first.headers["etag"]
    assert other.headers["content-language"] == "en"


def test_an_ambiguous_label_is_300_with_candidates(client: httpx.Client) -> None:
    response = client.get("/api/questions/posts-without-holder", params={"organisation": "Ủy ban nhân dân"})
    candidates = problem(response, 300)["candidates"]
    assert len(candidates) == 3
    chosen = client.get("/api/questions/posts-without-holder", params={"organisation": candidates[0]["id"]})
    assert chosen.status_code == 200


def test_an_unknown_label_is_404_with_the_nearest(client: httpx.Client) -> None:
    response = client.get("/api/questions/career", params={"person": "Trần Văn Anh Tuấn", "lang": "en"})
    document = problem(response, 404)
    assert "Trần Văn An" in [candidate["label"] for candidate in document["candidates"]]
    assert "nothing is called" in document["detail"]


@pytest.mark.parametrize(
    ("name", "params", "status", "said"),
    [
        ("events", {"from": "31/2/2022"}, 400, "31/2/2022"),
        ("events", {"colour": "red"}, 400, "colour"),
        ("events", {"lang": "fr"}, 400, "fr"),
        ("career", {}, 400, "person"),
        ("holder", {}, 404, "holder"),
        ("events", {"format": "xlsx"}, 406, "JSON or CSV"),
    ],
)
def test_what_cannot_be_answered_is_said(
    client: httpx.Client, name: str, params: dict[str, str], status: int, said: str
) -> None:
    document = problem(client.get(f"/api/questions/{name}", params=params), status)
    assert said in document["detail"]


def test_a_repeated_parameter_is_refused(client: httpx.Client) -> None:
    response = client.get("/api/questions/events?from=2021&from=2022")
    assert "twice" in problem(response, 400)["detail"]


def test_many_things_come_one_by_one_or_parted(client: httpx.Client) -> None:
    address = "/api/questions/compare-indicator?indicator=thu ngân sách"
    parted = client.get(f"{address}&subjects=tỉnh Bình Minh;huyện Sông Xanh").json()
    one_by_one = client.get(f"{address}&subjects=tỉnh Bình Minh&subjects=huyện Sông Xanh").json()
    assert parted["rows"] == one_by_one["rows"]
    assert {row["subject"] for row in parted["rows"]} == {"tỉnh Bình Minh", "huyện Sông Xanh"}
    understood = parted["parameters"]["subjects"]["items"]
    assert [item["label"] for item in understood] == ["tỉnh Bình Minh", "huyện Sông Xanh"]
    listed = client.get("/api/questions").json()["questions"]
    (question,) = (item for item in listed if item["name"] == "compare-indicator")
    assert [p["name"] for p in question["parameters"] if p["many"]] == ["subjects"]


def test_a_connection_in_json_and_csv(client: httpx.Client) -> None:
    given = {"from": "Trần Văn An", "to": "huyện Sông Xanh", "lang": "en"}
    document = client.get("/api/questions/connection", params=given).json()
    told = [(row["step"], row["relation"], row["direction"]) for row in document["rows"]]
    assert told == [(1, "took-part", "forward"), (2, "took-place-in", "forward")]
    assert all(row["sources"] for row in document["rows"])
    as_csv = client.get("/api/questions/connection", params={**given, "format": "csv"}).text
    rows = list(csv.DictReader(io.StringIO(as_csv, newline="")))
    assert [row["relation"] for row in rows] == ["took-part", "took-place-in"]
    same = client.get("/api/questions/connection", params={**given, "to": "tran van an"})
    assert "same thing" in problem(same, 400)["detail"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/en/ask/connection?from=Trần Văn An&to=huyện Sông Xanh",
            [
                "took part in",
                "took place in",
                "Inspection of Sông Xanh district",
                "1 source passage",
                "forward →",
            ],
        ),
        (
            "/en/ask/connection?from=Sở Mẫu&to=tỉnh Bình Minh",
            ["serves", "registries of the curators"],
        ),
        (
            "/vi/ask/connection?from=Trần Văn An&to=huyện Sông Xanh&max_length=1",
            ["không có đường nối nào dài tối đa 1 bước"],
        ),
        (
            "/en/ask/compare-indicator?indicator=trees&subjects=huyện Sông Xanh;Đồi Gió, huyện Sông Xanh",
            ["the units differ", "/en/doc/unit/bm.song-xanh.xa.doi-gio", "hectare"],
        ),
    ],
)
def test_the_forms_answer_too(client: httpx.Client, address: str, said: list[str]) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert [words for words in said if words not in response.text] == []
    assert ("The SPARQL behind it" in response.text) == ("/en/" in address)


def test_a_service_without_questions_has_none(
    small_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Running]]
) -> None:
    with serve(create_app(WebConfig(small_snapshot))) as server:
        assert server.client.get("/api/questions").json()["questions"] == []
        assert server.client.get("/api/questions/events").status_code == 404
