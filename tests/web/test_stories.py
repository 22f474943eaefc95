"""The pages of things tell what the questions answer, drawn along time, with the sources of every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "source/lang-son-2024-04-23-loc-binh-notice"
TASK = "source/lang-son-2020-05-27-monthly-meeting/directive/land-use/task/submit"


class Server(Protocol):
    """A running service."""

    client: httpx.Client
    url: str


@pytest.fixture(scope="module")
def site(few_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[Server]:
    config = WebConfig(few_snapshot, prefixes=PREFIXES, queries=ROOT / "queries")
    with serve(create_app(config)) as server:
        yield server


def part(site: Server, path: str, question: str) -> str:
    """The part of a page that a question tells; empty for none."""
    response = site.client.get(path)
    assert response.status_code == 200
    _, found, rest = response.text.partition(f'<section aria-labelledby="q-{question}"')
    return rest.partition("</section>")[0] if found else ""


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        ("person/ho-tien-thieu", ["career", "events", "places-visited"]),
        ("org/lang-son/peoples-committee", ["holders", "documents"]),
        ("org/lang-son/peoples-committee/post/chair", ["holders"]),
        ("unit/lang-son.huyen.loc-binh", ["events", "directives", "indicators", "petitions", "projects"]),
        (f"{NOTICE}/event/inspection", ["attended", "places-visited", "directives", "petitions"]),
        ("programme/lang-son/geopark-typical-village-pilot", ["programmes"]),
    ],
)
def test_each_part_leads_to_its_question_and_shows_the_sources_of_its_rows(
    site: Server, path: str, questions: list[str]
) -> None:
    for question in questions:
        text = part(site, f"/en/doc/{path}", question)
        assert text.count('class="src"') == text.count("<tr>") - 1 >= 1, question
        assert f"/en/ask/{question}?" in text
        assert quote(f"id/{path}", safe="/") in text


def test_a_career_is_drawn_in_lanes_with_the_certain_and_the_possible_apart(site: Server) -> None:
    text = part(site, "/en/doc/person/duong-xuan-huyen", "career")
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    assert svg.index(">Party<") < svg.index(">State<")
    assert svg.count('class="time-certain"') == svg.count('class="time-possible"') == 2
    assert "Party; " not in svg
    assert "certain: 22 Jun 2022" in svg


def test_the_holders_of_an_organisation_stand_under_its_posts(site: Server) -> None:
    text = part(site, "/vi/doc/org/lang-son/peoples-committee", "holders")
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    assert "Hồ Tiến Thiệu · Phó Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn" in svg
    assert 'href="/vi/doc/person/duong-xuan-huyen"' in svg


def test_long_parts_show_their_beginning_and_lead_to_the_rest(site: Server) -> None:
    text = part(site, f"/en/doc/{NOTICE}/event/inspection", "directives")
    assert "Show all 50" in text
    assert text.count("<tr>") == 9
    assert "more</summary>" in text


def test_what_no_source_says_is_no_part(site: Server) -> None:
    assert part(site, "/en/doc/person/ho-tien-thieu", "co-participants") == ""


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("", "To be done before 10 Jun 2020."),
        ("?on=2020-06-01", "On that day 9 days are left."),
        ("?on=2020-06-09", "On that day 1 day is left."),
        ("?on=2020-06-10", "The deadline has passed."),
        ("?on=never", "To be done before 10 Jun 2020."),
        ("?on=9999-12-31", "The deadline has passed."),
    ],
)
def test_a_directive_tells_its_state_on_a_day(site: Server, on: str, words: str) -> None:
    text = site.client.get(f"/en/doc/{TASK}{on}").text
    assert words in text
    assert "Whether it was done is not stated" in text


def test_a_directive_without_a_deadline_says_so(site: Server) -> None:
    text = site.client.get(f"/en/doc/{NOTICE}/event/inspection").text
    assert "State on a day" not in text
    first = text.partition('id="q-directives"')[2].partition('class="detail" href="')[2].partition('"')[0]
    assert "No source states a deadline." in site.client.get(first).text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1200, 360])
def test_who_inspected_loc_binh_and_what_was_ordered_in_three_clicks_and_its_source_in_the_fourth(
    site: Server, visit: Callable[..., AbstractContextManager[Page]], width: int, *, scripts: bool
) -> None:
    with visit(scripts=scripts, width=width) as page:
        page.goto(f"{site.url}/vi/")
        page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("loc binh")
        page.get_by_role("button", name="Tìm").click()
        page.locator("ol.hits a", has_text="huyện Lộc Bình").first.click()
        events = page.locator("section.story", has=page.locator("#q-events"))
        expect(events.locator("tbody tr", has_text="Hồ Tiến Thiệu").first).to_contain_text("23/04/2024")
        orders = page.locator("section.story", has=page.locator("#q-directives"))
        expect(orders.locator("tbody tr").first).to_contain_text("Hồ Tiến Thiệu")
        events.locator("svg.time a", has_text="Kiểm tra tình hình").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kiểm tra tình hình kinh tế")
        box = page.locator("section.story details.src").first
        box.locator("summary").click()
        expect(box.get_by_role("link").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_takes_part_together_is_told_with_numbers_and_sources(site: Server) -> None:
    text = site.client.get("/en/together").text
    rows = text.partition('<h2 id="pairs">')[2].split("<tr>")[2:]
    assert rows
    assert all('class="source"' in row and "char=" in row for row in rows)
    table = text.partition('<h2 id="participants">')[2].partition("</table>")[0].split("<tr>")[2:]
    meetings = [int(row.partition('data-label="Events with them">')[2].partition("<")[0]) for row in table]
    assert meetings == sorted(meetings, reverse=True)
    shared = [
        int(row.partition('data-label="Events in common">')[2].partition("</a>")[0].rpartition(">")[2])
        for row in rows
    ]
    assert shared == sorted(shared, reverse=True)
    assert len(rows) == 40
    exported = site.client.get("/en/together?format=csv").text.splitlines()
    assert (
        int(text.partition('<h2 id="pairs">')[2].partition("</span>")[0].rpartition(">")[2])
        == len(exported) - 1
    )
    few = site.client.get("/en/together?least=2").text.partition('<h2 id="pairs">')[2].split("<tr>")[2:]
    assert 0 < len(few) == sum(number >= 2 for number in shared)
