"""The views of answers over real HTTP, on the real records: links, rows, wrong addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
WHO = "/en/ask/who-inspected-where?place=tỉnh Lạng Sơn"
CAREER = "/en/ask/career?person=ho-tien-thieu"


class Server(Protocol):
    """A running service."""

    url: str
    client: httpx.Client


@pytest.fixture(scope="module")
def site(snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[Server]:
    with serve(create_app(WebConfig(snapshot, prefixes=PREFIXES, queries=ROOT / "queries"))) as server:
        yield server


def shown(text: str) -> list[str]:
    """The rows of the table of an answer."""
    body = text.partition('class="cards-on-phone"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"(?s)<tr>.*?</tr>", body)


def test_every_view_that_a_page_names_answers_and_says_that_it_is_shown(site: Server) -> None:
    text = site.client.get(WHO).text
    links = re.findall(
        r'<a href="(\?[^"]*view=(\w+))"', text.partition('class="views"')[2].partition("</nav>")[0]
    )
    assert [view for _, view in links] == ["table", "timeline", "map", "matrix", "network"]
    for href, view in links:
        answer = site.client.get("/en/ask/who-inspected-where" + html.unescape(href))
        assert answer.status_code == 200
        (current,) = re.findall(r'view=(\w+)" aria-current="page"', answer.text)
        assert current == view
        assert view == "network" or len(shown(answer.text)) == len(shown(text))
        drawn = [
            name
            for name, mark in (
                ("timeline", 'class="time"'),
                ("map", "<svg xmlns"),
                ("matrix", 'id="matrix"'),
                ("network", 'class="net'),
            )
            if mark in answer.text
        ]
        assert view == "table" or view in drawn


def test_a_count_of_the_matrix_leads_to_as_many_rows(site: Server) -> None:
    text = site.client.get(WHO + "&view=matrix&kind=inspection").text
    matrix = text.partition('id="matrix"')[2].partition("</table>")[0]
    cells = re.findall(r'<a href="([^"]+)" aria-label="(\d+): ', matrix)
    assert cells
    assert 'scope="row"' in matrix
    for href, count in cells[:6]:
        assert "kind=inspection" in href
        assert len(shown(site.client.get("/en/ask/who-inspected-where" + html.unescape(href)).text)) == int(
            count
        )


def test_the_sides_of_a_matrix_are_chosen_in_the_address(site: Server) -> None:
    text = site.client.get(WHO + "&view=matrix&rows=event&columns=person").text
    assert "Event × Person" in text
    assert site.client.get(WHO + "&view=matrix&rows=event&columns=event").status_code == 400
    assert site.client.get(WHO + "&view=matrix&rows=date").status_code == 400


def test_each_place_of_a_map_is_drawn_or_listed_and_leads_to_its_rows(site: Server) -> None:
    text = site.client.get(WHO + "&view=map").text
    drawn = re.findall(r'data-at="[^"]+"[^>]* href="([^"]+)"[^>]*><title>[^<]*: (\d+)</title>', text)
    listed = re.findall(
        r'<a href="([^"]+)">[^<]+</a> <span class="count">(\d+)</span>',
        text.partition('class="pointless"')[2],
    )
    assert drawn
    assert sum(int(count) for _, count in drawn + listed) == len(shown(text))
    for href, count in drawn[:3] + listed[:3]:
        assert len(shown(site.client.get("/en/ask/who-inspected-where" + html.unescape(href)).text)) == int(
            count
        )


def test_days_narrow_the_rows_and_the_drawing(site: Server) -> None:
    whole = site.client.get("/en/ask/dates-of-source?view=timeline").text
    some = site.client.get("/en/ask/dates-of-source?view=timeline&from=2022-06&to=2022-06").text
    assert 0 < len(shown(some)) < len(shown(whole))
    exact = re.findall(r'data-label="Date" class="day">(\d+ \w+ \d+)</td>', "".join(shown(some)))
    assert exact
    assert {day.partition(" ")[2] for day in exact} == {"Jun 2022"}
    assert some.count('class="time-row') < whole.count('class="time-row')
    none = site.client.get("/en/ask/dates-of-source?view=timeline&from=1990&to=1991").text
    # What is known only to be before a later day may lie there.
    assert shown(none)
    assert all('class="day">by ' in row for row in shown(none))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/vi/ask/attended?view=map", 404, "không cho phép cách xem map"),
        ("/en/ask/attended?view=map", 404, "allow no view map"),
        ("/vi/ask/career?person=ho-tien-thieu&from=2022-02-31", 400, "2022-02-31"),
        ("/en/ask/career?person=ho-tien-thieu&from=2023&to=2022", 400, "exchange them"),
        ("/en/ask/career?person=ho-tien-thieu&only=person", 400, "write only=column:IRI"),
        ("/en/ask/career?person=ho-tien-thieu&only=ghost:urn:x", 400, "no column of things"),
    ],
)
def test_a_wrong_view_is_a_page_that_says_what_to_do(
    site: Server, address: str, status: int, said: str
) -> None:
    answer = site.client.get(address)
    assert answer.status_code == status
    assert said in html.unescape(answer.text)


def test_the_network_of_an_answer_joins_the_things_of_its_rows_with_sources(site: Server) -> None:
    text = site.client.get(WHO + "&view=network").text
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    for path in ("person/duong-xuan-huyen", "unit/lang-son.huyen.bac-son"):
        assert f"/doc/{path}" in svg
    relations = shown(text)
    assert any("took part in" in row and "source passage" in row for row in relations)
    assert any("took place in" in row for row in relations)
    named = set(re.findall(r'href="/en/doc/([^"#]+)"', "".join(shown(site.client.get(WHO).text))))
    joined = re.findall(r'class="net-node[^"]*" href="/en/doc/([^"]+)"', svg)
    assert joined
    assert set(joined) <= named


def test_the_rows_in_view_and_their_network_can_be_had_as_files(site: Server) -> None:
    narrowed = WHO + "&only=place:https://w3id.org/diaban/id/unit/lang-son.huyen.bac-son"
    text = site.client.get(narrowed + "&view=table").text
    links = re.findall(r'href="(\?[^"]+format=[^"]+)"', text)
    assert [html.unescape(link).rpartition("format=")[2] for link in links] == ["csv", "excel.csv", "json"]
    files = [site.client.get("/en/ask/who-inspected-where" + html.unescape(link)) for link in links]
    assert len(files[0].text.splitlines()) - 1 == len(files[2].json()["rows"]) == len(shown(text))
    assert files[1].content.startswith(b"\xef\xbb\xbf")
    assert len(site.client.get(WHO + "&format=json").json()["rows"]) > len(files[2].json()["rows"])
    network = site.client.get(narrowed + "&view=network&format=json").json()
    assert {edge["kind"] for edge in network["edges"]} >= {"took-part", "took-place-in"}
    assert site.client.get(narrowed + "&view=network&format=gexf").text.startswith("<?xml")


@pytest.mark.parametrize("view", ["table", "network"])
def test_a_form_that_an_answer_does_not_have_is_named_with_the_offers(site: Server, view: str) -> None:
    answer = site.client.get(f"{WHO}&view={view}&format=png")
    assert answer.status_code == 406
    assert "csv" in answer.text


def test_a_view_that_is_not_allowed_leads_to_those_that_are(site: Server) -> None:
    text = site.client.get(CAREER + "&view=map").text
    links = re.findall(r'<li><a href="([^"]+)">(\w+)</a></li>', text)
    assert [name for _, name in links] == ["table", "timeline", "matrix", "network"]
    assert all(site.client.get(html.unescape(href)).status_code == 200 for href, _ in links)


def test_the_list_of_questions_has_headings_and_every_question_once(site: Server) -> None:
    text = site.client.get("/vi/ask").text
    found = re.findall(r'<h2 id="group-(\w+)"', text)
    assert found == ["events", "people", "places", "documents", "directives", "figures", "sources"]
    named = re.findall(r'href="/vi/ask/([\w-]+)"', text)
    assert sorted(named) == sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_window_of_days_is_moved_with_the_keyboard_and_drawn_with_the_pointer(
    site: Server, visit: Callable[..., AbstractContextManager[Page]], language: str
) -> None:
    with visit(width=1200) as page:
        page.goto(f"{site.url}/{language}/ask/dates-of-source?view=timeline")
        first, last = page.get_by_role("slider").all()
        begin = first.get_attribute("aria-valuetext")
        first.press("ArrowRight")
        assert first.get_attribute("aria-valuetext") != begin
        assert re.search(
            r"/20\d\d$" if language == "vi" else r"[A-Z][a-z]+ 20\d\d$",
            first.get_attribute("aria-valuetext") or "",
        )
        last.press("Home")
        expect(last).to_have_attribute("aria-valuenow", "1")
        day = page.locator('[name="from"]').input_value()
        assert day == page.locator('[name="to"]').input_value()
        first.press("Enter")
        page.wait_for_url(f"**from={day}&to={day}*")
        assert page.locator("[role=slider]").first.get_attribute("aria-valuenow") == "1"
        box = page.locator("[data-brush] svg").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20)
        page.mouse.up()
        page.wait_for_url(lambda address: f"from={day}&" not in address)
        chosen = page.locator('[name="from"]').input_value(), page.locator('[name="to"]').input_value()
        assert day < chosen[0] < chosen[1]
