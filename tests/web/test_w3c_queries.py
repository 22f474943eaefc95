"""The query cases of the W3C SPARQL 1.1 test suite, over HTTP, all against one service of their data.

Each case names its dataset by the protocol (default-graph-uri, named-graph-uri). Cases that fail are listed
with the reason in ``docs/reference/sparql-conformance.md``, and must fail.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from tests.web.conformance import (
    BASE,
    Case,
    Row,
    graphs_of_from,
    iri_of,
    read_cases,
    read_expected,
    read_json,
    rows_of,
    same_csv,
    same_graph,
    same_rows,
    with_base,
)

from kg.store import Limits
from kg.store.foreign import RdfFile, write_foreign
from kg.web import WebConfig, create_app

if TYPE_CHECKING:
    from tests.web.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "reference" / "sparql-conformance.md"
FOLDER = os.environ.get("KG_CONFORMANCE", "")
SUITE = Path(FOLDER) / "sparql11"
CASES = read_cases(SUITE) if FOLDER else []
NO_DATA = f"{BASE}no-data"
RESULTS = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="the W3C suite is not here: KG_CONFORMANCE names no folder"
)


def listed() -> dict[str, str]:
    """Case and reason of every exception in the document."""
    return dict(re.findall(r"^\| `([a-z-]+/[^`]+)` \| (.+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def suite_server(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], AbstractContextManager[Server]]
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("suite")
    (folder / "empty.nq").write_text("", "utf-8")
    files = {iri_of(path, SUITE): path for case in CASES for path in (*case.default, *case.named)}
    named = {
        iri
        for case in CASES
        for iri in graphs_of_from(case.query.read_text("utf-8"), iri_of(case.query, SUITE))
    }
    files |= dict.fromkeys({NO_DATA, *named} - set(files), folder / "empty.nq")
    write_foreign([RdfFile(path, iri) for iri, path in sorted(files.items())], folder)
    with serve(create_app(WebConfig(folder, Limits(deadline=30)))) as server:
        yield server


def send(server: Server, case: Case) -> httpx.Response:
    text = case.query.read_text("utf-8")
    iri = iri_of(case.query, SUITE)
    parameters: dict[str, list[str]] = {}
    if not graphs_of_from(text, iri):
        parameters["default-graph-uri"] = [iri_of(path, SUITE) for path in case.default] or [NO_DATA]
        parameters["named-graph-uri"] = [iri_of(path, SUITE) for path in case.named]
    suffix = case.result.suffix if case.result else ""
    accept = RESULTS.get(suffix, "application/sparql-results+json, application/n-triples")
    headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
    content = with_base(text, iri).encode()
    return server.client.post("/sparql", params=parameters, content=content, headers=headers)


def passes(case: Case, response: httpx.Response) -> bool:
    if case.kind == "NegativeSyntaxTest11":
        return response.status_code == 400
    if response.status_code != 200:
        return False
    if case.result is None:
        return True
    if case.kind == "CSVResultFormatTest":
        return same_csv(response.text, case.result.read_text("utf-8"))
    expected = read_expected(case.result, iri_of(case.result, SUITE))
    if isinstance(expected, ox.Dataset):
        return same_graph(ox.Dataset(ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)), expected)
    found = read_rows(response)
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    return same_rows(found, expected)


def read_rows(response: httpx.Response) -> list[Row] | bool:
    kind = response.headers["content-type"].partition(";")[0]
    if kind == RESULTS[".tsv"]:
        return rows_of(ox.parse_query_results(response.content, format=ox.QueryResultsFormat.TSV))
    return read_json(response.content)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_query_case(suite_server: Server, case: Case) -> None:
    response = send(suite_server, case)
    assert passes(case, response) is (case.name not in listed()), response.text


def test_every_exception_is_a_case_and_the_counts_are_right() -> None:
    names = {case.name for case in CASES}
    assert set(listed()) <= names
    assert f"{len(names) - len(listed())} of {len(names)} query cases pass" in DOCUMENT.read_text("utf-8")
