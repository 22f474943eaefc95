"""Typing into the search box of every page, in a real Chromium."""

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


class Server(Protocol):
    """A running service."""

    url: str


Visit = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def site(few_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[str]:
    config = WebConfig(few_snapshot, prefixes=PREFIXES, queries=ROOT / "queries")
    with serve(create_app(config)) as server:
        yield server.url


@pytest.mark.parametrize("width", [1200, 360])
def test_a_name_is_chosen_with_the_keyboard_while_it_is_typed(site: str, visit: Visit, width: int) -> None:
    with visit(width=width) as page:
        page.goto(f"{site}/vi/")
        box = page.get_by_role("combobox")
        box.press_sequentially("duong xuan")
        option = page.get_by_role("option", name="Dương Xuân Huyên")
        expect(option).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("ArrowDown")
        expect(option).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/vi/doc/person/duong-xuan-huyen$"))


def test_escape_closes_the_suggestions_and_enter_searches_what_was_typed(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/about")
        box = page.get_by_role("combobox")
        box.press_sequentially("loc binh")
        expect(page.get_by_role("listbox")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_have_count(0)
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/en/search\?q=loc\+binh$"))


def test_a_click_on_the_last_suggestion_shows_all_that_was_found(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/search?q=x&kind=unit")
        box = page.get_by_role("combobox")
        box.fill("")
        box.press_sequentially("xa")
        page.get_by_role("option", name=re.compile("^Hiện tất cả")).click()
        expect(page).to_have_url(re.compile(r"/vi/search\?q=xa&kind=unit$"))
        expect(page.locator("ol.hits li").first).to_be_visible()


def test_a_slip_says_that_the_names_are_only_like_it(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/")
        page.get_by_role("combobox").press_sequentially("duong xuan huyne")
        expect(page.get_by_role("option").first).to_contain_text("Dương Xuân Huyên")
        expect(page.get_by_role("status")).to_contain_text("gần giống")


def test_without_scripts_the_form_leads_to_the_search_page(site: str, visit: Visit) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{site}/vi/")
        page.get_by_role("searchbox").fill("langson")
        page.get_by_role("button", name="Tìm").click()
        expect(page.get_by_role("status")).to_contain_text("gần giống")
        expect(page.locator("ol.hits li").first).to_contain_text("tỉnh Lạng Sơn")
