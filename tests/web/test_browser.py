"""Journeys in a real Chromium that may speak to this service and to nobody else."""

from __future__ import annotations

import asyncio
import json
import re
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from rdflib import RDF, RDFS
from rdflib.namespace import ORG

from kg.store import load_local
from kg.store.search_file import write_search_index
from kg.views.interactive_file import write_network_file
from kg.views.network import MAX_NODES, read_network
from kg.views.network_words import Words
from kg.vocab import KG, PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
BODY = "https://w3id.org/diaban/id/org/o"
_ATTACK = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>"


class Server(Protocol):
    """A running service."""

    url: str


Serve = Callable[[FastAPI], AbstractContextManager[Server]]
Visit = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def site(snapshot: Path, serve: Serve) -> Iterator[str]:
    """The real records, without the texts of the sources."""
    config = WebConfig(snapshot, prefixes=PREFIXES, queries=ROOT / "queries")
    with serve(create_app(config)) as server:
        yield server.url


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory,
    write_snapshot: Callable[[Path, str, list[str]], Path],
) -> Path:
    """A snapshot with an organisation whose name attacks."""
    folder = tmp_path_factory.mktemp("hostile") / "snapshot"
    lines = (ROOT / "tests" / "fixtures" / "pages.nq").read_text("utf-8").splitlines()
    long_name = "Đ" * 10_000
    lines.append(
        "<https://w3id.org/diaban/id/person/long> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/diaban/ontology#Official> <https://w3id.org/diaban/id/graph/registry> ."
    )
    lines.append(
        "<https://w3id.org/diaban/id/person/long> <http://www.w3.org/2000/01/rdf-schema#label> "
        f'"{long_name}"@vi <https://w3id.org/diaban/id/graph/registry> .'
    )
    for number in range(MAX_NODES + 20):
        body = f"<https://w3id.org/diaban/id/org/o/{number}>"
        lines += [
            f"{body} <{RDF.type}> <{KG.Organisation}> <https://w3id.org/diaban/id/graph/registry> .",
            f"{body} <{RDFS.label}> {json.dumps(_ATTACK)}@vi <https://w3id.org/diaban/id/graph/registry> .",
            f"{body} <{ORG.subOrganizationOf}> <{BODY}> <https://w3id.org/diaban/id/graph/registry> .",
        ]
    write_snapshot(folder, "hostile-1", lines)
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    return folder


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1200, 360])
def test_from_a_name_without_accents_to_the_source_of_a_statement(
    site: str, visit: Visit, width: int, *, scripts: bool
) -> None:
    with visit(scripts=scripts, width=width) as page:
        page.goto(site)
        expect(page).to_have_url(re.compile(r"/vi/$"))
        # With scripts the field suggests, and is a combobox.
        field = page.get_by_role("combobox" if scripts else "searchbox")
        field.fill("duong xuan huyen")
        field.press("Enter")
        page.get_by_role("link", name="Dương Xuân Huyên", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dương Xuân Huyên")
        page.locator("svg.net a.k-event", has_text="Kiểm tra chuyên đề").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kiểm tra chuyên đề")
        page.locator("svg.net a.k-unit", has_text="huyện Bắc Sơn").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("huyện Bắc Sơn")
        box = page.locator("details.src").first
        box.locator("summary").click()
        expect(box.get_by_role("link").first).to_be_visible()
        expect(box.locator(".position").first).to_contain_text("ký tự")
        box.get_by_role("link").first.click()
        expect(page).to_have_url(re.compile(r"/vi/doc/source/[^#]+#char=\d+,\d+$"))
        expect(page.locator(".passages li:target")).to_have_count(1)


def test_the_network_expands_in_place_and_the_address_is_the_view(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/network?center=person/duong-xuan-huyen")
        before = page.locator("svg.net a").count()
        row = page.locator("tr", has_text="Thematic inspection").filter(has_text="expand").first
        row.get_by_role("link", name="expand").click()
        expect(page.get_by_role("link", name="collapse")).to_be_visible()
        expect(page).to_have_url(re.compile(r"expand=source/"))
        assert page.locator("svg.net a").count() > before
        address = page.url
        page.goto(address)
        expect(page.locator("svg.net a", has_text="huyện Bắc Sơn")).to_have_count(1)
        page.go_back()


def test_the_slider_of_a_network_sets_its_day_in_place(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/network?center=person/duong-xuan-huyen")
        event = page.locator("svg.net a", has_text="Thematic inspection")
        expect(event).to_have_count(1)
        slider = page.locator("#day-slider")
        slider.focus()
        slider.press("Home")
        expect(page).to_have_url(re.compile(r"on=\d{4}-\d\d-\d\d"))
        expect(page.locator("#day-slider")).to_be_focused()
        first = page.locator("input[name=on]").input_value()
        assert first <= "2022-06-22"
        page.get_by_role("link", name="all days").click()
        expect(page).not_to_have_url(re.compile("on="))
        expect(event).to_have_count(1)


def test_a_large_network_is_drawn_on_a_canvas_and_searched(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/network?center=unit/lang-son")
        page.locator("select[name=steps]").select_option("3")
        page.locator("select[name=things]").select_option("2000")
        page.wait_for_selector("[data-drawn]")
        drawn = int(page.locator("[data-drawn]").get_attribute("data-drawn") or 0)
        assert drawn > 500
        assert page.locator(".net-canvas canvas").count() == 1
        page.get_by_label("Tìm trong hình").fill("bac son")
        page.get_by_label("Tìm trong hình").press("Enter")
        expect(page.locator("[data-found]")).to_have_text(re.compile(r"^[1-9]\d*$"))
        chosen = page.locator("[data-chosen] a")
        expect(chosen).to_contain_text("Bắc Sơn")
        chosen.click()
        expect(page).to_have_url(re.compile(r"/vi/doc/"))


def test_the_view_can_be_had_as_a_picture_and_as_a_file(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/network?center=person/duong-xuan-huyen&kinds=took-part")
        width, height = page.locator("svg.net").evaluate(
            "(svg) => [svg.width, svg.height].map(e => e.baseVal.value)"
        )
        with page.expect_download() as picture:
            page.get_by_role("button", name="PNG").click()
        assert picture.value.suggested_filename == "diaban-duong-xuan-huyen.png"
        content = picture.value.path().read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        # IHDR (PNG §11.2.2): width and height of the drawing, twice as fine.
        size = struct.unpack(">II", content[16:24])
        assert size == (pytest.approx(2 * width, abs=2), pytest.approx(2 * height, abs=2))
        with page.expect_download() as file:
            page.get_by_role("link", name="page to keep").click()
        page.goto(file.value.path().rename(file.value.path().with_suffix(".html")).as_uri())
        page.wait_for_selector("html[data-drawn]", state="attached")


def test_a_question_is_asked_with_its_form(site: str, visit: Visit) -> None:
    with visit(locale="en-GB") as page:
        page.goto(f"{site}/en/ask/who-inspected-where")
        page.locator("form.ask").get_by_label("Place").fill("bac son")
        page.get_by_role("button", name="Ask").click()
        rows = page.locator("tbody tr", has_text="Dương Xuân Huyên")
        expect(rows.first).to_be_visible()
        rows.first.locator("summary").first.click()
        expect(rows.first.locator(".src-box").first).to_be_visible()


@pytest.mark.parametrize(("language", "label"), [("vi", "sự kiện"), ("en", "event")])
def test_a_query_is_written_with_completion_and_run(
    site: str, visit: Visit, language: str, label: str
) -> None:
    with visit() as page:
        page.goto(f"{site}/{language}/sparql")
        page.wait_for_selector("form.sparql[data-ready]")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT * WHERE { ?e a even")
        first = page.locator(".CodeMirror-hint[data-typed=even]").first
        expect(first).to_contain_text("kg:Event")
        expect(first).to_contain_text(label)
        page.keyboard.press("Enter")
        page.keyboard.type(" ; rdfs:lab")
        # Enter while an older list is being replaced would begin a new line.
        expect(page.locator(".CodeMirror-hint[data-typed='rdfs:lab']").first).to_contain_text("rdfs:label")
        page.keyboard.press("Enter")
        page.keyboard.type(" ?label FILTER(CONTAINS(?label, 'Bắc Sơn')) } LIMIT 3")
        # The prefixes that were used stand in front now.
        expect(page.locator("textarea[name=query]")).to_have_value(
            re.compile("PREFIX kg: .*SELECT", re.DOTALL)
        )
        page.keyboard.press("Control+Enter")
        expect(page.locator("table.bindings tbody tr").first).to_contain_text("Bắc Sơn")
        expect(page.locator("table.bindings .tag").first).to_have_text(re.compile("@(vi|en)"))
        page.get_by_role("link", name=re.compile("permalink|địa chỉ cố định")).click()
        expect(page.locator("textarea[name=query]")).to_have_value(re.compile("LIMIT 3"))
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        assert download.value.path().read_text("utf-8").startswith("e,label")


def test_a_wrong_line_is_marked_without_inline_styles_and_tab_leaves_the_editor(
    site: str, visit: Visit
) -> None:
    with visit() as page:
        page.goto(f"{site}/en/sparql")
        page.wait_for_selector("form.sparql[data-ready]")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT ** { }")
        icon = page.locator(".parseErrorIcon")
        expect(icon).to_have_attribute("title", "This line is no SPARQL")
        icon.hover()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Run"


def test_the_query_form_works_without_scripts(site: str, visit: Visit) -> None:
    with visit(scripts=False) as page:
        page.goto(f"{site}/vi/sparql?example=career")
        expect(page.locator("textarea[name=query]")).to_have_value(re.compile("kg:Tenure"))
        page.locator("textarea[name=query]").fill("SELECT * { ?s ?p ?o } LIMIT 2")
        page.get_by_role("button", name="Chạy").click()
        expect(page).to_have_url(re.compile(r"/vi/sparql\?query="))
        expect(page.locator("table.bindings tbody tr")).to_have_count(2)


def test_the_keyboard_reaches_the_content_and_the_nodes(site: str, visit: Visit) -> None:
    with visit() as page:
        page.goto(f"{site}/vi/doc/person/duong-xuan-huyen")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        for selector, key in (("a[href='#network']", "Enter"), ("svg.net a", "")):
            for _ in range(60):
                page.keyboard.press("Tab")
                if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    break
            if key:
                page.keyboard.press(key)
        label = page.evaluate("document.activeElement.querySelector('title').textContent")
        assert label.startswith("Dương Xuân Huyên")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile("duong-xuan-huyen$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_is_wider_than_a_phone(site: str, visit: Visit, language: str, scheme: str) -> None:
    paths = [
        "/",
        "/search?q=bac+son",
        "/doc/person/duong-xuan-huyen",
        "/network?center=person/duong-xuan-huyen",
    ]
    paths += ["/ask", "/ask/who-inspected-where?place=huyện+Bắc+Sơn", "/about", "/sparql?example=career"]
    paths += ["/doc/org/lang-son/peoples-committee", "/validation", "/ontology/Official"]
    with visit(width=360, scheme=scheme) as page:
        for path in paths:
            page.goto(f"{site}/{language}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_hostile_names_run_nothing_on_any_page(hostile: Path, serve: Serve, visit: Visit) -> None:
    with serve(create_app(WebConfig(hostile, prefixes=PREFIXES))) as server, visit() as page:
        for path in (
            "doc/org/o",
            "network?center=org/o",
            "search?q=img",
            "doc/person/long",
            "network?center=person/long",
        ):
            page.goto(f"{server.url}/vi/{path}")
            assert page.locator("img[src=x]").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= 1200, path
        page.goto(f"{server.url}/vi/doc/org/o")
        expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror=alert(1)>")


def test_a_large_network_of_attacking_names_draws_them_and_runs_nothing(
    hostile: Path, serve: Serve, visit: Visit
) -> None:
    with serve(create_app(WebConfig(hostile, prefixes=PREFIXES))) as server, visit() as page:
        page.goto(f"{server.url}/en/network?center=org/o&steps=2&things=2000")
        page.wait_for_selector("[data-drawn]")
        page.get_by_label("Find in this view").fill("onerror")
        page.get_by_label("Find in this view").press("Enter")
        expect(page.locator("[data-chosen] a")).to_contain_text("<img src=x onerror=alert(1)>")
        assert "\u202e" not in page.locator("[data-chosen]").inner_text()
        page.locator(".net-canvas").scroll_into_view_if_needed()
        canvas = page.locator(".net-canvas canvas").bounding_box()
        assert canvas is not None
        # The thing that was found stands in the middle: the pointer on it shows its name.
        x, y = canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2
        page.mouse.move(x - 40, y - 40)
        page.mouse.move(x, y, steps=4)
        expect(page.locator(".vis-tooltip")).to_contain_text("<img src=x")
        assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("centre", [BODY, "https://w3id.org/diaban/id/person/long"])
def test_the_file_to_keep_opens_alone_and_runs_no_name(
    hostile: Path, tmp_path: Path, visit: Visit, centre: str
) -> None:
    # Playwright's own event loop runs in this thread.
    with ThreadPoolExecutor(1) as thread:
        network = thread.submit(asyncio.run, read_network(load_local(hostile), centre)).result()
    path = tmp_path / "network.html"
    write_network_file(network, path, Words("vi", network.names[centre].label("vi").value))
    with visit() as page:
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-drawn]", state="attached")
        assert page.evaluate("document.documentElement.dataset.drawn") == str(len(network.names))
        assert page.locator("img").count() == 0
        assert page.evaluate("document.characterSet") == "UTF-8"
        assert page.locator("#network canvas").count() == 1
