"""Values that mean harm come through every format as they are, or are refused: no broken answer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg.store.search_file import write_search_index
from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app
from kg.web.clients import ClientLimits

if TYPE_CHECKING:
    from tests.web.conftest import Server

SAYS = "http://example.org/says"
VALUES = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "end-of-data": "]]></literal></binding>",
    "entity": "&lt;&amp;&#0;&nosuch;",
    "direction": "a\u202eb\u2066c",
    "lines": "a\r\nb\rc\nd\u2028e\u0085f",
    "tab": "a\tb",
    "backslash": 'a\\"b\\',
    "quotes": "'''\"\"\"",
    "formula": "=HYPERLINK(1)",
    "comma": 'a,"b",c',
    "turtle": '" . <urn:x> <urn:y> <urn:z> .\n#',
    "json": '"},{"o":{"type":"uri","value":"javascript:alert(1)"}},{"',
    "astral": "😀𐍈",
    "composed": "e\u0323\u0302 ệ",
    "spaces": "  a  ",
    "delete": "\x7f",
    "long": "đ" * 10_000,
}
NO_XML = {"bell": "a\x07b", "null": "a\x00b", "form-feed": "\x0c", "no-character": "\ufffe"}
SELECT = "SELECT ?o { <http://example.org/%s> <http://example.org/says> ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { VALUES ?s { <http://example.org/%s> } ?s ?p ?o }"
GRAPHS = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdf": "xml"}


# rdflib's own parsers call what it warns of.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory,
    write_snapshot: Callable[[Path, str, list[str]], Path],
    serve: Callable[[FastAPI], AbstractContextManager[Server]],
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile-values") / "snapshot"
    lines = [
        f"<http://example.org/{name}> <{SAYS}> {ox.Literal(value, language='vi')} <http://example.org/g> ."
        for name, value in {**VALUES, **NO_XML}.items()
    ]
    write_snapshot(folder, "hostile-2", lines)
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    config = WebConfig(folder, prefixes=PREFIXES, clients=ClientLimits(cpu_seconds=0))
    with serve(create_app(config)) as server:
        yield server


def asked(server: Server, query: str, name: str) -> httpx.Response:
    return server.client.get("/sparql", params={"query": query, "format": name})


def values_of(response: httpx.Response, name: str) -> list[str]:
    """Read an answer with a parser that is not the engine's."""
    if name == "json":
        return [row["o"]["value"] for row in json.loads(response.content)["results"]["bindings"]]
    if name == "xml":
        root = ET.fromstring(response.content)  # noqa: S314 - our own service's
        return [item.text or "" for item in root.iter() if item.tag.endswith("literal")]
    if name == "csv":
        return [row[0] for row in list(csv.reader(io.StringIO(response.content.decode(), newline="")))[1:]]
    graph = Dataset(default_union=True).parse(data=response.content, format=GRAPHS[name])
    return [str(value) for value in graph.objects()]


@pytest.mark.parametrize("name", ["json", "xml", "csv", *GRAPHS])
@pytest.mark.parametrize("label", VALUES)
def test_a_value_comes_through_as_it_is(hostile: Server, label: str, name: str) -> None:
    query = CONSTRUCT if name in GRAPHS else SELECT
    response = asked(hostile, query % label, name)
    assert response.status_code == 200, response.text
    assert values_of(response, name) == [VALUES[label]]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("label", VALUES)
def test_a_row_of_tabs_is_one_line_with_escapes(hostile: Server, label: str) -> None:
    head, row, end = asked(hostile, SELECT % label, "tsv").content.decode().split("\n")
    assert (head, end) == ("?o", "")
    assert "\t" not in row
    # The value is spelled as in Turtle (SPARQL 1.1 Query Results CSV and TSV Formats §4).
    parsed = Dataset(default_union=True).parse(data=f"<urn:s> <urn:p> {row} .", format="turtle")
    assert [str(value) for value in parsed.objects()] == [VALUES[label]]


@pytest.mark.parametrize("label", NO_XML)
def test_what_xml_cannot_carry_is_refused_in_xml_and_comes_through_elsewhere(
    hostile: Server, label: str
) -> None:
    for query, name in ((SELECT, "xml"), (CONSTRUCT, "rdf")):
        response = asked(hostile, query % label, name)
        assert response.status_code == 400
        assert re.search(r"U\+[0-9A-F]{4}.*XML cannot carry", response.json()["detail"])
    assert values_of(asked(hostile, SELECT % label, "json"), "json") == [NO_XML[label]]
    assert values_of(asked(hostile, CONSTRUCT % label, "nt"), "nt") == [NO_XML[label]]


@pytest.mark.parametrize("label", [*VALUES, *NO_XML])
def test_a_page_shows_a_value_as_text(hostile: Server, label: str) -> None:
    for query in (SELECT, CONSTRUCT):
        text = hostile.client.get("/en/sparql", params={"query": query % label}).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_comes_through_or_is_refused(hostile: Server, value: str) -> None:
    literal = str(ox.Literal(value))
    for name in ("json", "xml", *GRAPHS):
        query = (
            f"CONSTRUCT {{ <urn:s> <{SAYS}> {literal} }} {{}}"
            if name in GRAPHS
            else f"SELECT ({literal} AS ?o) {{}}"
        )
        response = hostile.client.post("/sparql", data={"query": query, "format": name})
        if response.status_code == 400:
            assert name in ("xml", "rdf")
            assert "XML cannot carry" in response.json()["detail"]
        else:
            assert response.status_code == 200
            assert values_of(response, name) == [value]
