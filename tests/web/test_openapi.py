"""The OpenAPI document names every address, and what it says of each holds for requests good and bad."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.web.fuzz import fuzz, web_config

from kg.web.app import ROUTERS, create_app
from kg.web.openapi import describe_api
from kg.web.openapi_specs import SPECS

if TYPE_CHECKING:
    from tests.web.conftest import Server

Serve = Callable[[FastAPI], AbstractContextManager["Server"]]
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
DOCUMENT: dict[str, Any] = describe_api("diaban", "0", ROUTERS)
EXAMPLES = 8
"""Random requests for each operation and kind: about 2 000 in all, with those that cover every keyword."""


@pytest.fixture(scope="module")
def service(snapshot: Path, serve: Serve) -> Iterator[Server]:
    """The real records."""
    with serve(create_app(web_config(snapshot))) as server:
        yield server


def test_every_address_and_method_is_described_once() -> None:
    described = {(path, method.upper()) for path, item in DOCUMENT["paths"].items() for method in item}
    served = {
        (route.path_format, method)
        for route in ROUTES
        for method in (route.methods or set()) - {"OPTIONS"}
        if route.path_format != "/{language}/{rest}"
    }
    assert described == served
    operations = [operation for item in DOCUMENT["paths"].values() for operation in item.values()]
    identifiers = [operation["operationId"] for operation in operations]
    assert len(identifiers) == len(set(identifiers))
    assert [item["operationId"] for item in operations if not item["summary"]] == []


def test_no_specification_is_left_over() -> None:
    assert {path for path, _ in SPECS} <= {route.path for route in ROUTES}


def test_what_answers_get_answers_head() -> None:
    assert [path for path, item in DOCUMENT["paths"].items() if ("get" in item) != ("head" in item)] == []


def test_the_document_is_served_as_it_is(service: Server) -> None:
    served = service.client.get("/openapi.json").json()
    assert served["paths"].keys() == DOCUMENT["paths"].keys()
    assert served["openapi"].startswith("3.1")


def test_the_service_does_what_the_document_says(service: Server) -> None:
    run = fuzz(service.url, EXAMPLES)
    assert run.failures == {}
    assert run.requests >= 1_500
    assert {200, 303, 400, 404, 405, 406, 415} <= run.statuses.keys()
    assert service.client.get("/readyz").status_code == 200


_WORDS = [
    "text/html",
    "*/*",
    "application/ld+json;q=0.3",
    "text/csv;q=x",
    "br;q=0",
    "gzip",
    "vi",
    "en;q=9",
    '"a"',
    "W/",
    "*",
]
_WORDS += [
    "bytes=0-",
    "bytes=9-1",
    "application/x-www-form-urlencoded",
    "charset=utf-16",
    "10",
    "::1",
    "1.2.3.4",
    ",",
    ";",
]
_VALUES = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=4).map(",".join),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip),
)
_NAMES = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Content-Type",
    "If-None-Match",
    "If-Modified-Since",
]
_NAMES += ["Range", "If-Range", "Origin", "Access-Control-Request-Method", "X-Forwarded-For", "X-Request-ID"]
_HEADERS = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=5)
_PATHS = [
    "/",
    "/sparql",
    "/sparql?query=ASK%20{}",
    "/id/x",
    "/ontology",
    "/prefixes",
    "/en/",
    "/healthz",
    "/nowhere",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(_PATHS), method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST"]), headers=_HEADERS
)
@example(path="/sparql", method="OPTIONS", headers={"Origin": "x", "Access-Control-Request-Method": "TRACE"})
def test_no_header_is_a_fault_of_the_service(
    service: Server, path: str, method: str, headers: dict[str, str]
) -> None:
    response = service.client.request(method, path, headers=headers)
    assert response.status_code < 500
    if response.headers.get("content-type") == "application/problem+json" and method != "HEAD":
        assert response.json()["status"] == response.status_code


_PIECES = [
    "SELECT",
    "*",
    "?x",
    "?y",
    "{",
    "}",
    "(",
    ")",
    ".",
    ";",
    "a",
    "<urn:x>",
    "ex:y",
    "OPTIONAL",
    "FILTER",
    "UNION",
]
_PIECES += [
    "SERVICE",
    "LOAD",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "ORDER BY",
    "LIMIT 1",
    "BIND(1 AS ?z)",
    "'s'@vi",
    '"""',
    "#",
    "\n",
]
_PIECES += [
    "FROM <urn:g>",
    "GRAPH ?g",
    "EXISTS",
    "MINUS",
    "VALUES",
    "1e400",
    "\\u0000",
    "REGEX(?x,'(')",
    "^^",
    "PREFIX :<urn:>",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join) | st.text(max_size=60),
    accept=st.sampled_from(
        ["", "text/csv", "application/sparql-results+xml", "text/turtle", "application/ld+json"]
    ),
)
def test_no_query_is_a_fault_of_the_service(service: Server, query: str, accept: str) -> None:
    data = {"query": query.encode("utf-8", "replace").decode(), "timeout": "1"}
    response = service.client.post("/sparql", data=data, headers={"Accept": accept} if accept else {})
    assert response.status_code in {200, 400, 406, 503}
    if response.status_code != 200:
        assert response.json()["code"]
    elif "json" in response.headers["content-type"]:
        json.loads(response.content)


@pytest.mark.parametrize("path", ["/vi/search?q=a", "/vi/about", "/en/ask", "/vi/network"])
def test_a_page_says_to_head_what_it_says_to_get(service: Server, path: str) -> None:
    got, head = service.client.get(path), service.client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
