"""The pages over real HTTP, on the real records."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from fastapi import FastAPI

from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
PERSON = "person/duong-xuan-huyen"
DISTRICT = "unit/lang-son.huyen.bac-son"
SOURCE = "source/lang-son-2022-06-22-binh-gia-bac-son"


class Outline(HTMLParser):
    """Links, ids, languages and headings of a page; complains of inline styles, handlers and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.faults: list[str] = []
        self.labels: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.hrefs += [found["href"] or ""] if "href" in found else []
        self.ids += [found["id"] or ""] if "id" in found else []
        self.labels += [found["aria-label"] or ""] if "aria-label" in found else []
        self.faults += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.faults.append(tag)


class Server(Protocol):
    """A running service."""

    client: httpx.Client


@pytest.fixture(scope="module")
def site(snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[Server]:
    config = WebConfig(snapshot, prefixes=PREFIXES, queries=ROOT / "queries", shapes=ROOT / "shapes")
    with serve(create_app(config)) as server:
        yield server


def page(site: Server, path: str, status: int = 200, **headers: str) -> str:
    response = site.client.get(path, headers=headers)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"].startswith("text/html")
    return str(response.text)


PAGES = [
    "/",
    "/search?q=bac+son",
    "/search?q=zzzz",
    f"/doc/{PERSON}",
    f"/doc/{DISTRICT}",
    f"/doc/{SOURCE}",
    f"/doc/{SOURCE}/event/inspection",
    "/network",
    f"/network?center={PERSON}",
    f"/network?center={PERSON}&to={DISTRICT}",
    f"/network?center={PERSON}&on=2022-06-22&pin={DISTRICT}",
    "/network?center=unit/lang-son&steps=3&things=2000",
    "/overview",
    "/overview?by=province",
    "/search",
    "/search?kind=person",
    "/lineage",
    "/lineage?of=programme/ocop",
    f"/lineage?of={PERSON}",
    "/together",
    "/ask",
    "/ask/who-inspected-where?place=huyện Bắc Sơn",
    "/ask/who-inspected-where?place=huyện Bắc Sơn&view=map",
    "/ask/who-inspected-where?place=huyện Bắc Sơn&view=matrix",
    "/ask/who-inspected-where?place=huyện Bắc Sơn&view=network",
    "/ask/career?person=ho-tien-thieu&from=2020",
    "/ask/holder-on",
    "/sparql",
    "/sparql?query=SELECT * WHERE { ?s ?p ?o } LIMIT 3",
    "/about",
    "/changes",
    "/validation",
    "/ontology",
    "/shapes",
    "/ontology/Official",
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_in_both_languages(site: Server, path: str, language: str) -> None:
    text = page(site, f"/{language}{path}")
    outline = Outline(text)
    assert outline.faults == []
    assert f'<html lang="{language}">' in text
    assert outline.tags.count("h1") == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert not [href for href in outline.hrefs if not re.match(r"/|\?|#|https?://", href)]
    other = "en" if language == "vi" else "vi"
    assert any(href.startswith(f"/{other}/") for href in outline.hrefs)
    assert all(f"#{href[1:]}" == href for href in outline.hrefs if href.startswith("#"))
    missing = {href[1:] for href in outline.hrefs if href.startswith("#")} - set(outline.ids)
    assert missing == set()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("vi", "vi"),
        ("fr", "vi"),
        ("fr,en;q=0.1", "en"),
        ("", "vi"),
        ("en;q=x", "vi"),
    ],
)
def test_the_first_address_leads_to_the_readers_language(site: Server, header: str, language: str) -> None:
    response = site.client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response.headers["location"]) == (303, f"/{language}/")
    assert "Accept-Language" in response.headers["vary"]


def test_search_needs_no_accents_and_counts_kinds(site: Server) -> None:
    text = page(site, "/vi/search?q=duong+xuan+huyen")
    assert f'href="/vi/doc/{PERSON}"' in text
    only = page(site, "/vi/search?q=bac+son&kind=unit")
    assert "/vi/doc/unit/" in only
    assert "/vi/doc/source/" not in only.partition("<ol")[2]


def test_a_statement_shows_its_source_and_position_in_a_closed_box(site: Server) -> None:
    text = page(site, f"/vi/doc/{PERSON}")
    assert '<details class="src">' in text
    assert f'href="/vi/doc/{SOURCE}#char=356,390"' in text
    assert 'id="char=356,390"' in page(site, f"/vi/doc/{SOURCE}")


def test_words_of_a_source_are_not_shown_where_the_reader_has_no_texts(site: Server) -> None:
    assert "<mark>" not in page(site, f"/vi/doc/{SOURCE}")


def test_dates_are_written_as_readers_write_them(site: Server) -> None:
    assert "22/06/2022" in page(site, f"/vi/doc/{SOURCE}/event/inspection")
    assert "22 Jun 2022" in page(site, f"/en/doc/{SOURCE}/event/inspection")


def test_labels_that_only_exist_in_the_other_language_say_so(site: Server) -> None:
    assert '<h1><span lang="vi">Dương Xuân Huyên</span></h1>' in page(site, f"/en/doc/{PERSON}")


def test_the_drawing_has_links_to_the_neighbours(site: Server) -> None:
    text = page(site, f"/vi/doc/{SOURCE}/event/inspection")
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    assert f'href="/vi/doc/{DISTRICT}"' in svg


def test_the_network_says_how_many_before_it_expands(site: Server) -> None:
    start = page(site, f"/en/network?center={PERSON}")
    assert "took part in" in start
    assert "expand" in start
    event = f"{SOURCE}/event/inspection"
    grown = page(site, f"/en/network?center={PERSON}&expand={event}")
    assert f'href="/en/doc/{DISTRICT}"' not in start.partition("<svg")[2].partition("</svg>")[0]
    assert f'href="/en/doc/{DISTRICT}"' in grown.partition("<svg")[2].partition("</svg>")[0]
    assert "collapse" in grown


def test_what_is_pinned_stays_when_another_thing_becomes_the_centre(site: Server) -> None:
    text = page(site, f"/en/network?center={PERSON}&pin={DISTRICT}")
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    assert f'href="/en/doc/{DISTRICT}"' in svg
    assert svg.count('class="net-pin"') == 1
    assert ">unpin</a>" in text
    links = [href for href in Outline(text).hrefs if href.startswith("?center=source/")]
    assert links
    assert all(f"pin={DISTRICT}" in href for href in links)


def test_a_network_as_of_a_day_leaves_out_what_was_not_yet(site: Server) -> None:
    address = f"/en/network?center={PERSON}"
    event = f'href="/en/doc/{SOURCE}/event/inspection"'
    assert event in page(site, f"{address}&on=2022-06-22")
    before = page(site, f"{address}&on=2022-06-21")
    assert event not in before
    assert "net-possible" in before
    table = before.partition('id="edges"')[2]
    assert ">possible</td>" in table
    assert ">certain</td>" not in table
    files = {name: site.client.get(f"{address}&on=2022-06-21&format={name}").text for name in ("csv", "json")}
    assert files["csv"].splitlines()[0].endswith(",certainty")
    assert '"on": "2022-06-21"' in files["json"]


@pytest.mark.parametrize(("day", "offer"), [("2022-02-30", "on=2022-02-28"), ("soon", "")])
def test_a_network_on_no_day_offers_the_nearest_one(site: Server, day: str, offer: str) -> None:
    text = page(site, f"/vi/network?center={PERSON}&kinds=holds&on={day}", 400)
    assert "không phải là ngày" in text
    assert offer in text
    assert not offer or f"center={PERSON}&amp;kinds=holds" in text


def test_a_large_network_is_a_table_and_files_for_those_without_scripts(site: Server) -> None:
    answer = site.client.get("/en/network?center=unit/lang-son&steps=3&things=2000")
    assert "sha256-" in answer.headers["content-security-policy"]
    assert "data-network=" in answer.text
    assert answer.text.count("<tr>") < 500
    data = site.client.get("/en/network?center=unit/lang-son&steps=3&things=2000&format=json").json()
    assert 500 < len(data["nodes"]) <= 2000
    assert len({(node["x"], node["y"]) for node in data["nodes"]}) == len(data["nodes"])


def test_htmx_is_sent_to_a_large_network_as_a_page_of_its_own(site: Server) -> None:
    address = "/en/network?center=unit/lang-son&steps=3&things=2000"
    answer = site.client.get(address, headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == address
    assert site.client.get(f"/en/network?center={PERSON}", headers={"HX-Request": "true"}).text


@pytest.mark.parametrize("path", ["/vi/", "/en/network?center=unit/lang-son"])
def test_no_other_page_may_have_styles_of_a_script(site: Server, path: str) -> None:
    policy = site.client.get(path).headers["content-security-policy"]
    assert "style-src 'self';" in policy
    assert "sha256" not in policy


def test_the_overview_leads_to_lists_of_each_kind(site: Server) -> None:
    text = page(site, "/en/overview")
    assert "/en/search?kind=person" in Outline(text).hrefs
    assert "net-w" in text.partition("<svg")[2]
    listed = page(site, "/en/search?kind=person")
    assert f"/en/doc/{PERSON}" in Outline(listed).hrefs
    rows = site.client.get("/en/overview?format=csv").text.splitlines()
    assert rows[0].endswith(",count")
    assert any(row.startswith("official,") and ",took part in,event," in row for row in rows)


def test_the_overview_by_province_leads_to_what_happened_there(site: Server) -> None:
    assert "/vi/places/lang-son" in Outline(page(site, "/vi/overview?by=province")).hrefs
    assert site.client.get("/vi/overview?by=colour").status_code == 400


def test_a_search_without_a_name_lists_what_there_is_by_kind(site: Server) -> None:
    text = page(site, "/en/search")
    assert "?q=&kind=person" in [href.replace("&amp;", "&") for href in Outline(text).hrefs]
    first, second = (page(site, f"/en/search?kind=unit&page={number}") for number in (1, 2))
    hits = [{href for href in Outline(text).hrefs if "/doc/unit/" in href} for text in (first, second)]
    assert [len(found) for found in hits] == [20, 20]
    assert hits[0].isdisjoint(hits[1])


def test_a_lineage_leads_from_a_resolution_to_projects_and_inspections(site: Server) -> None:
    text = page(site, "/en/lineage?of=document/lang-son/resolution-08-2019")
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    for kind in ("document", "project", "directive", "event", "unit"):
        assert f"net-node k-{kind}" in svg
    assert svg.count("net-heading") == 5
    assert "document/lang-son/resolution-15-2021" in svg
    assert "/en/ask/resolution-to-projects?document=" in text
    table = text.partition('id="edges"')[2]
    assert "amends" in table
    assert "source passage" in table


def test_what_no_document_or_programme_is_tied_to_has_no_lineage(site: Server) -> None:
    text = page(site, f"/en/lineage?of={PERSON}")
    assert "No source ties this" in text
    assert "<svg" not in text


def test_relations_can_be_filtered(site: Server) -> None:
    text = page(site, f"/en/network?center={PERSON}&kinds=holds")
    svg = text.partition("<svg")[2].partition("</svg>")[0]
    assert "holds" in svg
    assert "took part in" not in svg


def test_a_question_answers_with_a_table_whose_rows_have_sources(site: Server) -> None:
    text = page(site, "/en/ask/who-inspected-where?place=huyện+Bắc+Sơn")
    assert "Dương Xuân Huyên" in text
    assert 'class="src"' in text
    assert "/api/questions/who-inspected-where?" in text
    assert "SELECT ?date_earliest" in text


@pytest.mark.parametrize(("language", "basis"), [("vi", "theo danh mục"), ("en", "from the register")])
def test_what_only_the_register_says_does_not_count_passages(site: Server, language: str, basis: str) -> None:
    text = page(site, f"/{language}/ask/unit-today?unit=lang-son.huyen.loc-binh")
    assert f"<summary>{basis}</summary>" in text
    assert not re.search(r"<summary>0 ", text)


def test_an_incomplete_form_asks_for_the_rest(site: Server) -> None:
    text = page(site, "/en/ask/holder-on?date=2022-06-22")
    assert "The question needs more:" in text


def test_an_ambiguous_word_offers_its_meanings(site: Server) -> None:
    text = page(site, "/en/ask/holder-on?post=chủ+tịch&date=2022", 300)
    links = [
        href for href in Outline(text).hrefs if href.startswith("/en/ask/holder-on?") and "post=https" in href
    ]
    assert len(links) == 3
    assert all("date=2022" in href and page(site, href) for href in links)


@pytest.mark.parametrize(
    "path",
    [
        f"/vi/doc/{PERSON}x",
        "/vi/doc/person/duong-xuan-huyn",
        "/vi/doc/a%3Eb",
        "/vi/doc/%E2%80%AEx",
        "/vi/nowhere",
        "/vi/ask/nothing",
        "/vi/network?center=person/nobody",
        "/vi/lineage?of=document/nothing",
        "/vi/ontology/Nothing",
    ],
)
def test_what_is_not_there_is_a_helpful_page(site: Server, path: str) -> None:
    text = page(site, path, 404)
    assert 'href="/vi/"' in text


def test_a_misspelt_address_offers_the_nearest_things(site: Server) -> None:
    assert f'href="/vi/doc/{PERSON}"' in page(site, "/vi/doc/person/duong-xuan-huyn", 404)


@pytest.mark.parametrize(
    "path", ["/vi/search?page=0", "/vi/network?center=person/a&most=100000", "/xx/search"]
)
def test_absurd_parameters_are_refused(site: Server, path: str) -> None:
    assert site.client.get(path).status_code in (400, 404)


def test_a_wrong_query_says_what_is_wrong_and_keeps_the_text(site: Server) -> None:
    text = page(site, "/en/sparql?query=SELECT ?x WHERE { SERVICE <http://x/> {} }", 400)
    assert "SERVICE" in text
    assert "<textarea" in text


def test_pages_carry_the_headers_and_an_etag(site: Server) -> None:
    client = site.client
    first = client.get(f"/vi/doc/{PERSON}")
    policy = first.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert first.headers["x-content-type-options"] == "nosniff"
    again = client.get(f"/vi/doc/{PERSON}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_first_page_weighs_little(site: Server) -> None:
    """At most 75 KB compressed: the page, its styles, its scripts and the fonts of one weight."""
    client = site.client
    text = page(site, "/vi/")
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    scripts = re.findall(r'<script src="([^"]+)"', text)
    icons = re.findall(r'<(?:link rel="icon" href|img src)="([^"]+)"', text)
    loaded = [text.encode(), *(client.get(href).content for href in (*styles, *scripts, *set(icons)))]
    weight = sum(len(gzip.compress(content)) for content in loaded)
    for subset in ("latin", "vietnamese"):
        weight += len(client.get(f"/static/vendor/be-vietnam-pro-{subset}-400.woff2").content)
    assert len(styles) == 2
    assert weight <= 75_000


def test_files_can_be_kept_for_ever_by_their_hash_and_nothing_else_is_served(site: Server) -> None:
    client = site.client
    href = re.findall(r'href="(/static/diaban\.css\?v=\w+)"', page(site, "/vi/"))[0]
    assert "immutable" in client.get(href).headers["cache-control"]
    for path in ("/static/../pages/site.py", "/static/%2e%2e/app.py", "/static/", "/static/absent.js"):
        assert client.get(path).status_code == 404
