"""Things lead to documents, documents come in four formats, and what moved is found again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import httpx
import pytest
import rdflib
from fastapi import FastAPI

from kg.store.manifest import read_manifest
from kg.store.publication import write_publication
from kg.store.search_file import write_search_index
from kg.vocab import KG, PREFIXES
from kg.web import WebConfig, create_app
from kg.web.pages.network_files import FORMATS

ROOT = Path(__file__).resolve().parents[2]
ID = "https://w3id.org/diaban/id/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# rdflib 7.6 reads JSON-LD with parts of its own that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


class Server(Protocol):
    """A running service."""

    client: httpx.Client


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    write_snapshot: Callable[[Path, str, list[str]], Path],
    serve: Callable[[FastAPI], AbstractContextManager[Server]],
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("linked") / "snapshot"
    lines = (ROOT / "tests" / "fixtures" / "pages.nq").read_text("utf-8").splitlines()
    write_snapshot(folder, "pages-1", lines)
    write_search_index(folder / "graph.nq", folder / "search.sqlite")
    write_publication(folder, read_manifest(folder).graphs)
    moves = {
        "person/old": "person/older",
        "person/older": "person/a",
        "person/x": "person/y",
        "person/y": "person/x",
    }
    (folder / "redirects.json").write_text(json.dumps(moves), "utf-8")
    with serve(create_app(WebConfig(folder, prefixes=PREFIXES, shapes=ROOT / "shapes"))) as server:
        yield server


@pytest.mark.parametrize(
    ("accept", "language", "target"),
    [
        (BROWSER, "vi", "/vi/doc/person/a"),
        (BROWSER, "en", "/en/doc/person/a"),
        ("*/*", "vi", "/vi/doc/person/a"),
        ("text/turtle", "vi", "/doc/person/a.ttl"),
        ("application/ld+json, text/turtle;q=0.5", "vi", "/doc/person/a.jsonld"),
        ("application/n-triples", "vi", "/doc/person/a.nt"),
        ("application/rdf+xml", "vi", "/doc/person/a.rdf"),
    ],
)
def test_a_thing_leads_to_the_document_that_is_wanted(
    site: Server, accept: str, language: str, target: str
) -> None:
    headers = {"Accept": accept, "Accept-Language": language}
    response = site.client.get("/id/person/a", headers=headers)
    assert (response.status_code, response.headers["location"]) == (303, target)
    assert {"Accept", "Accept-Language"} <= set(response.headers["vary"].split(", "))
    assert site.client.get(target).status_code == 200


@pytest.mark.parametrize("name", [*PARSERS, "html"])
def test_format_overrides_accept(site: Server, name: str) -> None:
    response = site.client.get(f"/id/person/a?format={name}", headers={"Accept": "text/csv"})
    target = "/vi/doc/person/a" if name == "html" else f"/doc/person/a.{name}"
    assert (response.status_code, response.headers["location"]) == (303, target)


@pytest.mark.parametrize("query", ["?format=docx", ""])
def test_what_cannot_be_had_is_406_with_offers(site: Server, query: str) -> None:
    response = site.client.get(f"/id/person/a{query}", headers={"Accept": "text/csv"})
    assert response.status_code == 406


def test_all_formats_say_the_same(site: Server) -> None:
    found = {}
    for name, parser in PARSERS.items():
        graph = rdflib.Dataset() if name == "jsonld" else rdflib.Graph()
        graph.parse(data=site.client.get(f"/doc/person/a.{name}").content, format=parser)
        found[name] = set(graph.triples((None, None, None)))
    first = found["ttl"]
    assert all(triples == first for triples in found.values())
    person = rdflib.URIRef(f"{ID}person/a")
    assert (person, rdflib.RDFS.label, rdflib.Literal("Dương Văn Á", lang="vi")) in first
    assert any(subject != person and value == person for subject, _, value in first)


def test_a_document_links_to_its_thing_and_to_the_page(site: Server) -> None:
    link = site.client.get("/doc/person/a.ttl").headers["link"]
    assert f'<{ID}person/a>; rel="describes"' in link
    assert '</vi/doc/person/a>; rel="alternate"; type="text/html"' in link
    page = site.client.get("/en/doc/person/a").headers["link"]
    assert '</doc/person/a.jsonld>; rel="alternate"; type="application/ld+json"' in page


def test_a_document_has_an_etag_of_the_data_version(site: Server) -> None:
    tag = site.client.get("/doc/person/a.ttl").headers["etag"]
    assert "pages-1" in tag
    assert site.client.get("/doc/person/a.ttl", headers={"If-None-Match": tag}).status_code == 304


def test_what_moved_is_led_to_its_last_address(site: Server) -> None:
    response = site.client.get("/id/person/old?format=ttl")
    assert (response.status_code, response.headers["location"]) == (301, "/id/person/a?format=ttl")


def test_a_circle_of_moves_ends(site: Server) -> None:
    assert site.client.get("/id/person/x").status_code == 404


@pytest.mark.parametrize(
    "path", ["/id/person/nobody", "/doc/person/nobody.ttl", "/id/", "/id/a b", "/doc/.ttl"]
)
def test_what_is_unknown_is_404(site: Server, path: str) -> None:
    response = site.client.get(path, follow_redirects=True)
    assert response.status_code == 404
    assert "text/html" in response.headers["content-type"]


def test_terms_are_dereferenced(site: Server) -> None:
    response = site.client.get("/ontology/Official", headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["location"]) == (303, "/vi/ontology/Official")
    assert site.client.get("/ontology", headers={"Accept": "text/turtle"}).status_code == 200
    assert str(KG.Official).endswith("#Official")


def test_a_term_that_the_ontology_does_not_have_is_404_in_every_form(site: Server) -> None:
    for query in ("?format=ttl", "?format=jsonld", ""):
        response = site.client.get(f"/ontology/Nothing{query}", follow_redirects=True)
        assert response.status_code == 404, query


def test_a_thing_names_its_descriptions(site: Server) -> None:
    link = site.client.get("/id/org/o").headers["link"]
    assert '</doc/org/o.ttl>; rel="describedby"; type="text/turtle"' in link
    assert '</vi/doc/org/o>; rel="describedby"; type="text/html"' in link


def test_shapes_are_served_as_they_were_written(site: Server) -> None:
    response = site.client.get("/shapes", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"].startswith("text/turtle")
    written = [path.read_text("utf-8") for path in sorted((ROOT / "shapes").glob("*.ttl"))]
    assert response.text == "\n".join(written)
    spared = site.client.get("/shapes?format=ttl", headers={"If-None-Match": response.headers["etag"]})
    assert spared.status_code == 304


@pytest.mark.parametrize(("name", "parser"), [("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml")])
def test_shapes_in_other_formats_hold_the_same(site: Server, name: str, parser: str) -> None:
    written = rdflib.Graph().parse(data=site.client.get("/shapes?format=ttl").content, format="turtle")
    other = rdflib.Graph().parse(data=site.client.get(f"/shapes?format={name}").content, format=parser)
    assert len(other) == len(written)
    assert set(other.subjects(rdflib.RDF.type, rdflib.SH.NodeShape)) == set(
        written.subjects(rdflib.RDF.type, rdflib.SH.NodeShape)
    )


@pytest.mark.parametrize(
    ("language", "message"), [("vi", "Nhiệm kỳ cần đúng một"), ("en", "A tenure needs exactly one")]
)
def test_readers_find_each_shape_at_its_fragment(site: Server, language: str, message: str) -> None:
    response = site.client.get("/shapes", headers={"Accept": BROWSER, "Accept-Language": language})
    assert (response.status_code, response.headers["location"]) == (303, f"/{language}/shapes")
    text = site.client.get(response.headers["location"]).text
    assert 'id="Tenure-person"' in text
    assert message in text
    graph = rdflib.Graph().parse(data=site.client.get("/shapes?format=ttl").content, format="turtle")
    named = {
        str(node).rpartition("#")[2] for node in graph.subjects(rdflib.RDF.type, rdflib.SH.PropertyShape)
    }
    named |= {str(node).rpartition("#")[2] for node in graph.subjects(rdflib.RDF.type, rdflib.SH.NodeShape)}
    missing = [name for name in named if name and f'id="{name}"' not in text]
    assert missing == []
    anchors = re.findall(r' id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))


def test_the_dump_is_the_graph_of_the_snapshot(site: Server) -> None:
    response = site.client.get("/dump/diaban.nq")
    assert response.headers["content-type"] == "application/n-quads"
    assert len(response.text.splitlines()) == 75


def test_a_hostile_name_is_text_on_every_page(site: Server) -> None:
    for path in (
        "/vi/doc/org/o",
        "/en/network?center=org/o",
        "/en/network?center=org/o&steps=3",
        "/en/network?center=person/a&pin=org/o&on=2022-06-22",
        "/vi/lineage?of=source/s/event/visit",
        "/vi/overview?by=kind",
        "/vi/together",
        "/vi/search?q=img+src",
        "/vi/search?kind=organisation",
        "/vi/doc/org/o/post/chair",
    ):
        text = site.client.get(path).text
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "\u202e" not in text.replace("%E2%80%AE", "")
    assert "&lt;img src=x onerror=alert(1)&gt;" in site.client.get("/vi/doc/org/o").text


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_network_comes_as_a_file_of_each_form(site: Server, format_name: str) -> None:
    address = f"/en/network?center=org/o&format={format_name}"
    first = site.client.get(address)
    assert first.status_code == 200, first.text
    assert first.headers["content-disposition"] == f'attachment; filename="diaban-o.{format_name}"'
    assert first.headers["x-content-type-options"] == "nosniff"
    assert site.client.get(address).content == first.content
    known = site.client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert first.content.startswith(b"\xef\xbb\xbf") == (format_name == "excel.csv")
    assert b"<img" not in first.content or format_name in {"csv", "excel.csv", "json", "ttl", "jsonld"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_that_a_network_does_not_have_is_named_with_the_offers(site: Server, language: str) -> None:
    answer = site.client.get(f"/{language}/network?center=org/o&format=png")
    assert answer.status_code == 406
    assert "graphml" in answer.text
    assert {"vi": "không chỉ dạng nào", "en": "names no form"}[language] in answer.text
