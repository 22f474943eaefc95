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


def test_a_parameter_of_a_question_is_completed_and_the_question_remembered(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/ask/who-inspected-where")
        field = page.locator("input[name=place]")
        field.press_sequentially("loc binh")
        options = page.locator(".suggestions [role=option]")
        expect(options.first).to_contain_text("Lộc Bình")
        kinds = options.evaluate_all("all => all.map(one => one.dataset.id.split('/')[0])")
        assert set(kinds) <= {"unit", "source"}
        field.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        name, iri = chosen.get_attribute("data-name"), chosen.get_attribute("data-id")
        field.press("Enter")
        expect(page.locator(".suggestions:visible")).to_have_count(0)
        assert field.input_value() in (name, iri)
        field.press("Enter")
        page.wait_for_url("**place=**")
        expect(page.locator("[data-asked]")).to_be_visible()
        page.goto(f"{site}/en/ask")
        link = page.locator("#recent a")
        expect(link).to_contain_text("Lộc Bình")
        link.click()
        page.wait_for_url("**/en/ask/who-inspected-where?*place=*")
        page.goto(f"{site}/en/ask")
        page.locator("#recent button").click()
        expect(page.locator("#recent")).to_be_hidden()
        page.reload()
        expect(page.locator("#recent")).to_be_hidden()


def test_a_name_that_several_things_bear_is_filled_in_as_an_id(
    snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]], visit: Visit
) -> None:
    config = WebConfig(snapshot, prefixes=PREFIXES, queries=ROOT / "queries")
    with serve(create_app(config)) as server, visit() as page:
        page.goto(f"{server.url}/en/network")
        field = page.locator("input[name=center]")
        field.press_sequentially("xa quang trung")
        twin = page.locator(".suggestions [data-name='xã Quang Trung']").last
        iri = twin.get_attribute("data-id")
        twin.click()
        assert field.input_value() == iri
        field.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("xã Quang Trung")


def test_nonsense_in_the_storage_is_no_question(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/en/ask")
        for nonsense in ("{", '{"a": 1}', '[null, {"path": "javascript:alert(1)", "title": "x"}]'):
            page.evaluate("text => localStorage.setItem('diaban.asked', text)", nonsense)
            page.reload()
            expect(page.locator("#recent")).to_be_hidden()
