"""The notebook in a real browser: what is marked stays, and leaves as Markdown and CSV with citations."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from kg.store.search_file import write_search_index
from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "/vi/ask/who-inspected-where?place=huy%E1%BB%87n+B%E1%BA%AFc+S%C6%A1n"


class Server(Protocol):
    """A running service."""

    url: str


Serve = Callable[[FastAPI], AbstractContextManager[Server]]
Visit = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def site(few_snapshot: Path, serve: Serve) -> Iterator[str]:
    config = WebConfig(few_snapshot, prefixes=PREFIXES, queries=ROOT / "queries")
    with serve(create_app(config)) as server:
        yield server.url


def export(page: Page, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return download.value.path().read_text("utf-8")


@pytest.mark.parametrize("width", [1200, 360])
def test_rows_and_things_are_collected_and_exported_with_their_citations(
    site: str, visit: Visit, width: int
) -> None:
    with visit(width=width) as page:
        page.goto(f"{site}{QUESTION}")
        row = page.locator("tbody tr", has_text="Dương Xuân Huyên").first
        star = row.get_by_role("button")
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
        page.goto(f"{site}/vi/doc/person/duong-xuan-huyen")
        page.locator(".entity header").get_by_role("button").click()
        page.goto(f"{site}/vi/notebook")
        expect(page.locator(".notes > li")).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("Ghi chú").first.fill("=1+1")
        page.reload()
        expect(page.get_by_label("Ghi chú").first).to_have_value("=1+1")

        text = export(page, "CSV")
        assert text.startswith("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        cited = [item for item in rows if item["kind"] == "statement"]
        assert all("Dương Xuân Huyên" in item["text"] for item in cited)
        assert any("504–517" in item["position"] for item in cited)
        assert all("#char=" in item["source_url"] for item in cited)
        assert {item["remark"] for item in cited} == {"'=1+1"}
        assert len({item["data_version"] for item in rows}) == 1
        (thing,) = [item for item in rows if item["kind"] == "thing"]
        assert thing["address"] == f"{site}/vi/doc/person/duong-xuan-huyen"

        markdown = export(page, "Markdown")
        assert markdown.startswith("# Sổ tay\n")
        assert f"<{site}/vi/doc/person/duong-xuan-huyen>" in markdown
        assert "504–517" in markdown

        page.get_by_role("button", name="Bỏ khỏi sổ tay").first.click()
        expect(page.locator(".notes > li")).to_have_count(1)


def test_what_was_marked_is_marked_on_the_next_visit_and_can_be_taken_out(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/doc/person/duong-xuan-huyen")
        star = page.locator(".entity header").get_by_role("button")
        star.click()
        page.reload()
        expect(star).to_have_attribute("aria-pressed", "true")
        star.click()
        page.goto(f"{site}/en/notebook")
        expect(page.get_by_text("It is empty.")).to_be_visible()


def test_storage_that_holds_nonsense_is_an_empty_notebook(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/notebook")
        for nonsense in ("{", "3", '[null, 1, {"id": 5}]'):
            page.evaluate("text => localStorage.setItem('diaban.notebook', text)", nonsense)
            page.reload()
            expect(page.get_by_text("Sổ đang trống.")).to_be_visible()


def test_without_scripts_the_page_says_so(site: str, visit: Visit) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{site}/en/notebook")
        expect(page.get_by_text("The notebook needs scripts")).to_be_visible()


def test_hostile_names_run_nothing_in_the_notebook(
    tmp_path: Path, write_snapshot: Callable[[Path, str, list[str]], Path], serve: Serve, visit: Visit
) -> None:
    lines = (ROOT / "tests" / "fixtures" / "pages.nq").read_text("utf-8").splitlines()
    folder = write_snapshot(tmp_path / "hostile", "hostile-2", lines)
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    with serve(create_app(WebConfig(folder, prefixes=PREFIXES))) as server, visit() as page:
        page.goto(f"{server.url}/vi/doc/org/o")
        page.locator(".entity header").get_by_role("button").click()
        page.goto(f"{server.url}/vi/notebook")
        expect(page.locator(".notes h2")).to_contain_text("<img src=x onerror=alert(1)>")
        assert page.locator("img[src=x]").count() == 0
        page.evaluate(
            "localStorage.setItem('diaban.notebook', JSON.stringify([{id: 'x', kind: 'thing', title: 'x',"
            " text: 'x', url: 'javascript:alert(1)', version: '1', remark: '', sources: []}]))"
        )
        page.reload()
        expect(page.locator(".notes h2 a")).to_have_count(0)
