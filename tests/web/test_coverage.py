"""The pages that say what is covered, and how a mistake is reported with its record and line."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from fastapi import FastAPI

from kg.store import load_local
from kg.store.search import SearchIndex
from kg.views.coverage import read_coverage
from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT = Path(__file__).resolve().parents[2]
DATA = "https://w3id.org/diaban/id/"


class Server(Protocol):
    """A running service."""

    client: httpx.Client


@pytest.fixture(scope="module")
def site(
    few_snapshot: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]
) -> Iterator[httpx.Client]:
    config = WebConfig(few_snapshot, prefixes=PREFIXES, records=ROOT / "data")
    with serve(create_app(config)) as server:
        yield server.client


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_sources_are_counted_by_province_and_year(site: httpx.Client) -> None:
    table = site.get("/en/coverage").text.partition('class="matrix"')[2].partition("</table>")[0]
    rows = [words(row) for row in table.split("<tr>")[2:]]
    assert [row.rpartition(" ")[2] for row in rows] == ["3", "1", "1"]
    assert rows[0].startswith("tỉnh Lạng Sơn")
    # A source whose day is known only by its bounds stands under both years.
    assert "2022–2024" in words(table)


def test_provinces_without_a_source_are_named(few_snapshot: Path) -> None:
    found = asyncio.run(read_coverage(load_local(few_snapshot)))
    covered = {found.names[iri].label("vi").value for iri in found.provinces}
    left = [found.names[iri].label("vi").value for iri in found.uncovered]
    assert covered == {"tỉnh Lạng Sơn", "tỉnh Cao Bằng", "tỉnh Lai Châu"}
    assert not covered & set(left)
    assert [source.year for source in found.sources] == ["2020", "2021", "2022–2024", "2023", "2024"]
    assert sorted(found.kinds.values()) == [1, 4]


def test_kinds_of_sources_are_counted(site: httpx.Client) -> None:
    text = words(site.get("/en/coverage").text)
    assert "4 news article" in text
    assert "1 notice" in text


@pytest.mark.parametrize(
    ("thing", "file", "marker"),
    [
        ("person/ho-tien-thieu", "data/registry/people.yaml", "id: ho-tien-thieu"),
        (
            "source/lang-son-2024-04-23-loc-binh-notice/event/inspection",
            "data/sources/lang-son-2024-04-23-loc-binh-notice.yaml",
            "id: inspection",
        ),
    ],
)
def test_a_report_carries_record_and_line(site: httpx.Client, thing: str, file: str, marker: str) -> None:
    page = site.get(f"/en/doc/{thing}").text
    link = re.findall(r'href="(/en/report\?about=[^"]+)"', page)[0]
    report = site.get(link).text
    found = re.search(rf"{re.escape(file)}:(\d+)", report)
    assert found is not None
    line = int(found[1])
    assert marker in (ROOT / file).read_text("utf-8").splitlines()[line - 1]
    assert f"{DATA}{thing}" in report
    assert f'href="/en/record/{file}?line={line}"' in report
    assert site.get(f"/en/record/{file}?line={line}").status_code == 200


def test_a_statement_inside_a_record_leads_to_the_record_around_it(few_snapshot: Path) -> None:
    index = SearchIndex(few_snapshot / "search.sqlite")
    event = f"{DATA}source/lang-son-2024-04-23-loc-binh-notice/event/inspection"
    assert index.record_of(f"{event}/participation/person/ho-tien-thieu") == index.record_of(event)
    assert index.record_of(f"{DATA}nothing/at/all") is None


@pytest.mark.parametrize(
    ("path", "status"),
    [("report", 200), ("report?about=person/nobody-at-all", 404), ("report?about=a%3Eb", 404)],
)
def test_a_report_about_nothing_helps_on(site: httpx.Client, path: str, status: int) -> None:
    response = site.get(f"/vi/{path}")
    assert response.status_code == status
    assert 'href="/vi/"' in response.text
