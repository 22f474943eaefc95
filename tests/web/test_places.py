"""The pages of places over real HTTP: provinces, districts and communes on a day, and the page of a unit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from geojson_pydantic import FeatureCollection

from kg.store.search_file import write_search_index
from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "fixtures" / "small"
DAY = "2022-06-22"


class Server(Protocol):
    """A running service."""

    client: httpx.Client


SnapshotWriter = Callable[[Path, str, list[str]], Path]
Serve = Callable[[FastAPI], AbstractContextManager[Server]]


class Links(HTMLParser):
    """Addresses of a page, and what its ``<main>`` says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.words: list[str] = []
        self.feed(text.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hrefs += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.fixture(scope="module")
def site(snapshot: Path, serve: Serve) -> Iterator[Server]:
    with serve(create_app(WebConfig(snapshot, prefixes=PREFIXES, queries=ROOT / "queries"))) as server:
        yield server


def get(site: Server, path: str, status: int = 200) -> Links:
    response = site.client.get(path)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"].startswith("text/html")
    return Links(response.text)


def test_every_link_of_a_list_keeps_the_day_and_leads_somewhere(site: Server) -> None:
    country = get(site, f"/vi/places?on={DAY}")
    assert f"/vi/places/lang-son?on={DAY}" in country.hrefs
    province = get(site, f"/vi/places/lang-son?on={DAY}")
    assert f"/vi/places/lang-son.huyen.bac-son?on={DAY}" in province.hrefs
    district = get(site, f"/vi/places/lang-son.huyen.bac-son?on={DAY}")
    assert f"/vi/doc/unit/lang-son.bac-son.xa.vu-lang?on={DAY}" in district.hrefs
    assert f"/vi/places?on={DAY}" in district.hrefs
    inside = [href for href in district.hrefs if href.startswith("/vi/") and "/ask/" not in href]
    for href in sorted(set(inside))[:40]:
        response = site.client.get(href)
        assert response.status_code == 200, href


def test_a_day_decides_what_a_province_is_made_of(site: Server) -> None:
    then, now = get(site, f"/en/places/lang-son?on={DAY}"), get(site, "/en/places/lang-son")
    assert "huyện Bắc Sơn" in then.text
    assert "at district level" in then.text
    assert "huyện Bắc Sơn" not in now.text
    assert "at district level" not in now.text


def test_a_unit_that_did_not_stand_says_when_it_did(site: Server) -> None:
    found = get(site, "/en/places/lang-son.huyen.bac-son?on=2026-01-01")
    assert "did not stand on 1 Jan 2026" in found.text
    assert "/en/places/lang-son.huyen.bac-son?on=2025-06-30" in found.hrefs
    assert "/en/doc/unit/lang-son.huyen.bac-son" in found.hrefs
    assert "huyện Bắc Sơn" in get(site, "/en/places/lang-son.huyen.bac-son?on=2025-06-30").text


def test_the_day_before_a_first_list_with_bounds_is_marked(site: Server) -> None:
    """Early in 2020 communes of Hòa An ended between two lists: on a day between, both may stand."""
    between = get(site, "/en/places/cao-bang.huyen.hoa-an?on=2020-02-01")
    assert "may have ended" in between.text
    sure = get(site, "/en/places/cao-bang.huyen.hoa-an?on=2019-11-01")
    assert "may have ended" not in sure.text


def test_the_steps_lead_from_change_to_change(site: Server) -> None:
    found = get(site, f"/en/places/lang-son?on={DAY}")
    days = [parse_qs(urlsplit(href).query).get("on", [""])[0] for href in found.hrefs]
    assert any(day > DAY for day in days)
    assert any("" < day < DAY for day in days)


@pytest.mark.parametrize(
    ("on", "near"),
    [("2022-02-30", "2022-02-28"), ("2022-13-01", "2022-12-01"), ("abc", ""), ("0000-01-01", "")],
)
def test_no_day_is_a_wrong_request_that_offers_the_nearest(site: Server, on: str, near: str) -> None:
    found = get(site, f"/en/places/lang-son?on={on}", 400)
    assert f"{on} is no day; write a day as 2022-06-22" in found.text
    offered = [href for href in found.hrefs if href.startswith("/en/places/lang-son?on=")]
    assert len(offered) == 1
    assert near in offered[0]
    assert site.client.get(offered[0]).status_code == 200
    assert "không phải là ngày" in get(site, f"/vi/places?on={on}", 400).text


def test_a_day_before_the_register_is_not_there_and_its_first_day_is_offered(site: Server) -> None:
    found = get(site, "/en/places?on=1999-01-01", 404)
    assert "the register begins on 25 Oct 2019" in found.text
    assert "/en/places?on=2019-10-25" in found.hrefs


def test_an_unknown_unit_is_not_there_and_the_nearest_are_offered(site: Server) -> None:
    found = get(site, "/en/places/lang-son.huyen.bac-sn", 404)
    assert any(href.startswith("/en/doc/unit/lang-son") for href in found.hrefs)
    get(site, "/en/places/person/duong-xuan-huyen", 404)


def test_the_page_of_a_unit_tells_its_history_and_what_it_is_today(site: Server) -> None:
    found = get(site, "/en/doc/unit/lang-son.bac-son.xa.chien-thang")
    assert "/en/doc/unit/lang-son.bac-son.xa.vu-le" in found.hrefs
    assert "Today it is, in whole or in part:" in found.text
    assert "whole" in found.text
    assert "06364" in found.text
    assert "Nghị quyết 1672/NQ-UBTVQH15" in found.text
    assert "≤ 25 Oct 2019 → 1 Jul 2025" in found.text


def test_an_undecided_change_is_marked(site: Server) -> None:
    found = get(site, "/en/doc/unit/lang-son.bac-son.xa.huu-vinh")
    assert "not decided" in found.text
    assert "no source names one" in found.text
    assert "No source says what it became." in found.text


def test_the_page_of_a_district_lists_what_lay_in_it_on_a_day_and_what_happened_there(site: Server) -> None:
    found = get(site, f"/vi/doc/unit/lang-son.huyen.bac-son?on={DAY}")
    assert "/vi/doc/unit/lang-son.bac-son.xa.vu-lang" in found.hrefs
    assert f"/vi/places/lang-son.huyen.bac-son?on={DAY}" in found.hrefs
    assert "/vi/ask/events?place=unit/lang-son.huyen.bac-son" in found.hrefs
    assert "22/06/2022" in found.text


def test_a_wrong_day_on_the_page_of_a_unit_is_a_wrong_request(site: Server) -> None:
    found = get(site, "/vi/doc/unit/lang-son.huyen.bac-son?on=2022-02-30", 400)
    assert "/vi/doc/unit/lang-son.huyen.bac-son?on=2022-02-28" in found.hrefs


def test_the_map_is_drawn_without_scripts_and_its_links_keep_the_day(site: Server) -> None:
    text = site.client.get(f"/vi/places/lang-son?on={DAY}").text
    drawing = text.partition("<svg")[2].partition("</svg>")[0]
    assert f'href="/vi/places/lang-son.huyen.bac-son?on={DAY}"' in drawing
    assert 'class="map-here"' in drawing
    assert len(text.encode()) < 60_000


def test_pages_without_a_map_load_no_map(site: Server) -> None:
    for path in ("/vi/", "/vi/doc/person/duong-xuan-huyen", "/vi/ask"):
        assert "leaflet" not in site.client.get(path).text


def test_the_outlines_are_geojson_with_the_days_for_which_they_hold(site: Server) -> None:
    response = site.client.get("/outlines.geojson")
    assert response.headers["content-type"] == "application/geo+json"
    FeatureCollection.model_validate_json(response.text)
    features = {feature["id"]: feature["properties"] for feature in json.loads(response.text)["features"]}
    assert features["https://w3id.org/diaban/id/unit/lang-son"] == {"since": "2019-10-25", "until": None}
    again = site.client.get("/outlines.geojson", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.fixture
def hostile(tmp_path: Path, small_snapshot: Path, write_snapshot: SnapshotWriter) -> Path:
    """The small register with a district whose name attacks, and no outlines."""
    attack = "<img src=x onerror=alert(1)>\\\"'"
    lines = (small_snapshot / "graph.nq").read_text("utf-8").replace("Sông Xanh", attack).splitlines()
    folder = write_snapshot(tmp_path / "snapshot", "hostile-2", lines)
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    return folder


def test_a_name_that_attacks_stays_a_name_and_a_snapshot_without_outlines_is_served(
    hostile: Path, serve: Serve
) -> None:
    with serve(create_app(WebConfig(hostile, prefixes=PREFIXES))) as server:
        paths = ("places/bm", "places/bm.huyen.song-xanh", "doc/unit/bm.huyen.song-xanh")
        for path in (f"{path}?on={DAY}" for path in paths):
            text = server.client.get(f"/vi/{path}").text
            assert "<img src=x" not in text
            assert "&lt;img src=x onerror=alert(1)&gt;" in text
        assert server.client.get("/outlines.geojson").status_code == 404


def test_a_graph_without_a_register_says_so(sample_snapshot: Path, tmp_path: Path, serve: Serve) -> None:
    for name in ("graph.nq", "manifest.json"):
        (tmp_path / name).write_bytes((sample_snapshot / name).read_bytes())
    write_search_index(tmp_path / "graph.nq", tmp_path / "search.sqlite")
    with serve(create_app(WebConfig(tmp_path, prefixes=PREFIXES))) as server:
        response = server.client.get("/en/places")
        assert response.status_code == 404
        assert "holds no register" in response.text


def test_words_of_the_slider_are_written_as_readers_write_days(site: Server) -> None:
    text = site.client.get("/vi/places/lang-son").text
    (days,) = re.findall(r'data-days="([^"]+)"', text)
    (words,) = re.findall(r'data-words="([^"]+)"', text)
    listed = days.split()
    assert listed == sorted(listed)
    assert words.split("|")[0] == "/".join(reversed(listed[0].split("-")))
    assert len(words.split("|")) == len(listed)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/en/ask/unit-today?unit=lang-son.bac-son.xa.bac-son",
            [
                "possibly today xã Bắc Sơn (tỉnh Lạng Sơn)",
                "not known how much",
                "818/NQ-UBTVQH14",
                "possible",
            ],
        ),
        (
            "/vi/ask/unit-today?unit=huyện Bắc Sơn",
            ["không thành đơn vị nào khác", "nơi từng nằm trong đó", "giải thể", "xã Vũ Lễ", "theo danh mục"],
        ),
        (
            "/en/ask/unit-today?code=06364&date=2022-06-22",
            ["today xã Vũ Lễ (tỉnh Lạng Sơn)", "merger"],
        ),
        (
            "/en/ask/who-inspected-where?place=xã Hòa An, tỉnh Cao Bằng",
            ["By change", "2025-07-01, merger: thị trấn Nước Hai → xã Hòa An"],
        ),
    ],
)
def test_questions_on_units_through_time_are_answered_in_the_browser(
    site: Server, address: str, said: list[str]
) -> None:
    page = site.client.get(address)
    assert page.status_code == 200
    text = Links(page.text).text
    assert [words for words in said if words not in text] == []
    assert "0 source passages" not in text
    assert "0 đoạn nguồn" not in text


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({}, 400, "unit-today needs unit; or code"),
        ({"unit": "xã Không Có Thật"}, 404, "xã Không Có Thật"),
        ({"unit": "xã Tân Lập"}, 300, "26"),
        ({"code": "06364", "date": "2022-13-45"}, 400, "2022-13-45"),
        ({"code": "06364", "day": "2022"}, 400, "no parameter day; it has: unit, code, date"),
    ],
)
def test_a_wrong_question_on_a_unit_says_what_is_wrong(
    site: Server, given: dict[str, str], status: int, said: str
) -> None:
    answer = site.client.get("/api/questions/unit-today", params={**given, "lang": "en"})
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_the_page_of_a_unit_leads_to_the_steps_to_today(site: Server) -> None:
    page = Links(site.client.get("/en/doc/unit/lang-son.bac-son.xa.chien-thang").text)
    (link,) = [href for href in page.hrefs if "/ask/unit-today" in href]
    assert "xã Vũ Lễ" in Links(site.client.get(link).text).text
    still = Links(site.client.get("/en/doc/unit/lang-son").text)
    assert not [href for href in still.hrefs if "/ask/unit-today" in href]
