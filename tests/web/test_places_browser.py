"""Places in a real Chromium: from a province to what a commune is today, by mouse, keyboard and slider."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
DAY = "2022-06-22"
Visit = Callable[..., AbstractContextManager[Page]]


class Server(Protocol):
    """A running service."""

    url: str


@pytest.fixture(scope="module")
def site(snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[str]:
    """The real records."""
    config = WebConfig(snapshot, prefixes=PREFIXES, queries=ROOT / "queries")
    with serve(create_app(config)) as server:
        yield server.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1200, 360])
def test_from_a_province_on_a_day_to_what_a_commune_is_today(
    site: str, visit: Visit, width: int, *, scripts: bool
) -> None:
    with visit(scripts=scripts, width=width) as page:
        page.goto(f"{site}/vi/")
        page.get_by_role("navigation").get_by_role("link", name="Địa bàn").click()
        expect(page).to_have_url(re.compile(r"/vi/places$"))
        page.locator("#day").fill(DAY)
        page.get_by_role("button", name="Hiện").click()
        expect(page).to_have_url(re.compile(rf"/vi/places\?on={DAY}$"))
        page.get_by_role("link", name="tỉnh Lạng Sơn", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("tỉnh Lạng Sơn")
        page.get_by_role("link", name="huyện Bắc Sơn", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("huyện Bắc Sơn")
        expect(page).to_have_url(re.compile(rf"/vi/places/lang-son\.huyen\.bac-son\?on={DAY}$"))
        page.get_by_role("link", name="xã Chiến Thắng", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("xã Chiến Thắng")
        today = page.locator("section", has=page.locator("#today"))
        today.get_by_role("link", name="xã Vũ Lễ", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("xã Vũ Lễ")
        expect(page.locator("table.chain")).to_contain_text("xã Chiến Thắng")


def test_the_slider_asks_for_a_day_in_place_and_the_address_keeps_it(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/places/lang-son")
        expect(page.locator("table.places")).not_to_contain_text("huyện Bắc Sơn")
        page.evaluate("window.stayed = true")
        slider = page.locator("#day-slider")
        slider.focus()
        slider.press("Home")
        expect(page.locator("table.places")).to_contain_text("huyện Bắc Sơn")
        expect(page).to_have_url(re.compile(r"/en/places/lang-son\?on=2019-10-25$"))
        assert page.evaluate("window.stayed") is True
        assert page.evaluate("document.activeElement.id") == "day-slider"
        expect(page.locator("#day-slider")).to_have_attribute("aria-valuetext", "25 Oct 2019")
        page.go_back()
        expect(page.locator("table.places")).not_to_contain_text("huyện Bắc Sơn")


def test_without_scripts_there_is_no_slider_and_the_drawing_stays(site: str, visit: Visit) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{site}/vi/places/lang-son?on={DAY}")
        expect(page.locator("#day-slider")).to_be_hidden()
        expect(page.locator("svg.map")).to_be_visible()
        page.locator("svg.map a.map-spot", has_text="huyện Bắc Sơn").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("huyện Bắc Sơn")


def test_leaflet_takes_the_place_of_the_drawing_and_its_dots_lead_on(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/places/lang-son?on={DAY}")
        expect(page.locator("figure[data-live]")).to_be_visible()
        expect(page.locator("svg.map")).to_be_hidden()
        assert page.locator("path.map-here").count() >= 1
        spots = page.locator("path.map-spot")
        drawn = page.locator("svg.map .map-spot").count()
        expect(spots).to_have_count(drawn)
        spots.first.hover()
        name = page.locator(".leaflet-tooltip").inner_text().partition(" (")[0]
        spots.first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page).to_have_url(re.compile(rf"on={DAY}$"))
        # The new page has its own map, in the place of the one before.
        expect(page.locator(".leaflet-container")).to_have_count(1)


def test_the_keyboard_zooms_the_map_and_skips_its_dots(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/places/lang-son?on={DAY}")
        expect(page.locator("figure[data-live]")).to_be_visible()
        page.locator(".leaflet-container").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Phóng to"
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('table.places') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_of_places_is_wider_than_a_phone(site: str, visit: Visit, language: str, scheme: str) -> None:
    paths = ["places", f"places?on={DAY}", "places/lang-son", f"places/lang-son.huyen.bac-son?on={DAY}"]
    paths += ["places/lang-son.huyen.bac-son", "doc/unit/lang-son.huyen.bac-son", "doc/unit/lang-son"]
    with visit(width=360, scheme=scheme) as page:
        for path in paths:
            page.goto(f"{site}/{language}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
