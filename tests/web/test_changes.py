"""What changed between data versions, as two real builds tell it: pages and feed over real HTTP."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from tests.records import copy_records
from tests.web.axe import axe_config, grave

from kg.build import Inputs, build_snapshot
from kg.store.history import FILE, History, Part, RecordPart, Version, VersionChange, read_history
from kg.vocab import DATA
from kg.web import create_app

ROOT = Path(__file__).resolve().parents[2]
GONE = "lai-chau-2023-06-13-than-uyen"
KEPT = "lang-son-2022-06-22-binh-gia-bac-son"
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u202e' + "Đ" * 10_000


class Server(Protocol):
    """A running service."""

    client: httpx.Client
    url: str


Serve = Callable[[FastAPI], AbstractContextManager[Server]]
Visit = Callable[..., AbstractContextManager[Page]]


@dataclass(frozen=True)
class Site:
    """A service on the second of two builds, and the step between them."""

    client: httpx.Client
    url: str
    step: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second build: one source is gone, an official and an event have other names."""
    base = tmp_path_factory.mktemp("changes")
    data = copy_records(base / "data")
    build_snapshot(Inputs(ROOT, data, base / "build"))
    (data / "sources" / f"{GONE}.yaml").unlink()
    people = data / "registry" / "people.yaml"
    text = people.read_text("utf-8")
    assert "name: Dương Xuân Huyên" in text
    people.write_text(text.replace("name: Dương Xuân Huyên", "name: Dương Xuân Huyến"), "utf-8")
    kept = data / "sources" / f"{KEPT}.yaml"
    text = kept.read_text("utf-8")
    assert "en: Thematic inspection" in text
    kept.write_text(text.replace("en: Thematic inspection", "en: Topical inspection", 1), "utf-8")
    return build_snapshot(Inputs(ROOT, data, base / "build")).folder


@pytest.fixture(scope="module")
def site(folder: Path, serve: Serve) -> Iterator[Site]:
    history = read_history(folder)
    assert history is not None
    with serve(create_app(axe_config(folder))) as server:
        yield Site(server.client, server.url, history.changes[0].id)


class Outline(HTMLParser):
    """Links of a piece of HTML and its text outside links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inside = 0
        self.plain = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.inside += 1
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "a"

    def handle_data(self, data: str) -> None:
        self.plain += "" if self.inside else data


def main_of(text: str) -> str:
    return text.partition('<main id="main"')[2].partition("</main>")[0]


def feed_of(site: Site, language: str) -> dict[str, Any]:
    response = site.client.get("/changes.json", params={"lang": language})
    assert response.headers["content-type"] == "application/feed+json"
    found: dict[str, Any] = response.json()
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("không còn", "đã đổi", "1 nguồn không còn", "Dương Xuân Huyến", "cán bộ")),
        ("en", ("gone", "changed", "1 source gone", "Dương Xuân Huyến", "official")),
    ],
)
@pytest.mark.parametrize("one", [True, False], ids=["the step", "all steps"])
def test_a_page_tells_what_changed_and_every_link_leads_somewhere(
    site: Site, language: str, words: tuple[str, ...], *, one: bool
) -> None:
    text = site.client.get(f"/{language}/changes" + (f"/{site.step}" if one else "")).text
    outline = Outline(main_of(text))
    assert all(word in text for word in words)
    assert not [link for link in outline.links if GONE in link]
    assert f"/{language}/doc/person/duong-xuan-huyen" in outline.links
    assert f"/{language}/doc/source/{KEPT}" in outline.links
    for link in set(outline.links):
        assert site.client.get(link, follow_redirects=True).status_code == 200, link


def test_what_is_gone_is_told_by_its_title(site: Site) -> None:
    title = "Than Uyên"
    assert title in Outline(main_of(site.client.get("/vi/changes").text)).plain


def test_every_page_leads_to_the_changes_and_names_the_feed(site: Site) -> None:
    text = site.client.get("/en/places").text
    assert 'href="/en/changes"' in text
    (feed,) = re.findall(r'<link rel="alternate" type="application/feed\+json"[^>]* href="([^"]+)">', text)
    assert site.client.get(feed).json()["language"] == "en"
    assert 'href="/vi/changes"' in main_of(site.client.get("/vi/about").text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_feed_is_a_json_feed_whose_links_are_whole_and_lead_somewhere(site: Site, language: str) -> None:
    feed = feed_of(site, language)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    (item,) = feed["items"]
    assert item["id"] == site.step
    assert set(item) - {"date_published"} == {"id", "url", "title", "content_html"}
    links = [feed["home_page_url"], feed["feed_url"], feed["icon"], item["url"]]
    links += Outline(item["content_html"]).links
    assert len(links) > 8
    for link in links:
        assert link.startswith(site.url)
        assert site.client.get(link, follow_redirects=True).status_code == 200, link


def test_the_time_of_an_item_is_that_of_its_commit(folder: Path, tmp_path: Path, serve: Serve) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    when = "2026-03-01T10:00:00+07:00"
    steps = [
        VersionChange("0" * 16, Version("a"), Version("b", "f" * 40, when)),
        VersionChange("1" * 16, Version("0"), Version("a", "e" * 40 + "+")),
    ]
    (copy / FILE).write_text(History(tuple(steps), 4).to_json(), "utf-8")
    with serve(create_app(axe_config(copy))) as server:
        items = server.client.get("/changes.json").json()["items"]
        assert [item.get("date_published") for item in items] == [when, None]
        text = main_of(server.client.get("/vi/changes").text)
    assert "01/03/2026" in text
    assert "eeeeeeeeee+" in text
    assert "4 bước cũ hơn không còn được giữ." in text


def test_feed_and_pages_answer_to_what_the_client_has(site: Site) -> None:
    for path in ("/changes.json", "/vi/changes"):
        tag = site.client.get(path).headers["etag"]
        assert site.client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert site.client.head("/changes.json").status_code == 200
    assert site.client.get("/changes.json?lang=fr").status_code == 400


def test_a_step_that_is_not_there_leads_back(site: Site) -> None:
    response = site.client.get("/en/changes/0000000000000000", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert 'href="/en/changes"' in main_of(response.text)


def test_the_first_version_says_that_it_is_the_first(few_snapshot: Path, serve: Serve) -> None:
    with serve(create_app(axe_config(few_snapshot))) as server:
        assert "This is the first data version here" in server.client.get("/en/changes").text
        assert server.client.get("/changes.json").json()["items"] == []


def test_data_without_history_have_no_such_page_and_no_link(
    few_snapshot: Path, tmp_path: Path, serve: Serve
) -> None:
    copy = shutil.copytree(few_snapshot, tmp_path / "copy")
    (copy / FILE).unlink()
    with serve(create_app(axe_config(copy))) as server:
        assert server.client.get("/vi/changes").status_code == 404
        assert server.client.get("/changes.json").status_code == 404
        for path in ("/vi/about", "/vi/"):
            assert "changes" not in server.client.get(path).text


def test_a_history_that_cannot_be_read_is_told_and_harms_no_other_page(
    few_snapshot: Path, tmp_path: Path, serve: Serve
) -> None:
    copy = shutil.copytree(few_snapshot, tmp_path / "copy")
    (copy / FILE).write_text("{", "utf-8")
    with serve(create_app(axe_config(copy))) as server:
        answer = server.client.get("/vi/changes", headers={"Accept": "text/html"})
        assert answer.status_code == 503
        assert "không phải lịch sử các phiên bản dữ liệu" in answer.text
        assert server.client.get("/changes.json").json()["code"] == "data-unreadable"
        assert server.client.get("/vi/about").status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_hostile_labels_run_nothing_and_the_pages_stay_narrow(
    few_snapshot: Path, tmp_path: Path, serve: Serve, visit: Visit, language: str
) -> None:
    copy = shutil.copytree(few_snapshot, tmp_path / "copy")
    evil = [
        Part(f"{DATA}source/{HOSTILE[:60]}", "source", "gone", 0, 3, {"vi": HOSTILE}),
        Part(f"javascript:alert(1)//{HOSTILE[:60]}", "graph", "new", 1, 0, {"en": HOSTILE}),
        Part(f"{DATA}person/duong-xuan-huyen", "<b>", "changed", 1, 1, {"vi": HOSTILE}),
    ]
    step = VersionChange(
        "a" * 16,
        Version(HOSTILE[:80], HOSTILE[:80], HOSTILE[:80]),
        Version("b"),
        records=tuple(RecordPart(part, (part, evil[2])) for part in evil),
    )
    (copy / FILE).write_text(History((step,)).to_json(), "utf-8")
    with serve(create_app(axe_config(copy))) as server, visit(width=360) as page:
        for path in ("changes", f"changes/{step.id}"):
            page.goto(f"{server.url}/{language}/{path}")
            assert page.locator("img[src=x]").count() == 0
            assert page.locator('a[href^="javascript"]').count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            expect(page.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
        content = server.client.get("/changes.json").json()["items"][0]["content_html"]
        page.set_content(content)
        assert page.locator("img").count() == 0
        assert page.locator('a[href^="javascript"]').count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_serious(site: Site, visit: Visit, language: str, width: int, scheme: str) -> None:
    with visit(scheme=scheme, width=width) as page:
        for path in ("changes", f"changes/{site.step}"):
            page.goto(f"{site.url}/{language}/{path}")
            assert grave(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_pages_are_valid_html(site: Site, run_client: Callable[..., str]) -> None:
    paths = [f"/{code}/changes{end}" for code in ("vi", "en") for end in ("", f"/{site.step}")]
    documents = {path: site.client.get(path).text for path in paths}
    assert run_client("html.mjs", given=json.dumps(documents)).splitlines() == []
