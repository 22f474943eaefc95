"""What the service tells of the data as a whole is true, and its files are what they say."""

from __future__ import annotations

import hashlib
import json
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from rdflib import DCAT, DCTERMS, OWL, RDF, RDFS, VOID, Graph, Literal, URIRef

from kg.store.manifest import read_manifest
from kg.store.publication import write_publication
from kg.vocab import KG, PREFIXES
from kg.vocab.service import SPDX
from kg.web import WebConfig, create_app

if TYPE_CHECKING:
    from tests.web.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
# rdflib's own parsers use names that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, write_snapshot: Callable[[Path, str, list[str]], Path]
) -> Path:
    lines = (ROOT / "tests" / "fixtures" / "pages.nq").read_text("utf-8").splitlines()
    written = write_snapshot(tmp_path_factory.mktemp("catalogue") / "snapshot", "pages-1", lines)
    write_publication(written, read_manifest(written).graphs)
    return written


@pytest.fixture(scope="module")
def server(folder: Path, serve: Callable[[FastAPI], AbstractContextManager[Server]]) -> Iterator[Server]:
    with serve(create_app(WebConfig(folder, prefixes=PREFIXES))) as running:
        yield running


@pytest.fixture(scope="module")
def void(server: Server) -> Graph:
    return Graph().parse(data=server.client.get("/.well-known/void").content, format="turtle")


def dataset_of(void: Graph) -> URIRef:
    found = next(void.subjects(VOID.sparqlEndpoint))
    assert isinstance(found, URIRef)
    return found


def ask(server: Server, query: str) -> int:
    response = server.client.get("/sparql", params={"query": query})
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def number(void: Graph, subject: URIRef, predicate: URIRef) -> int:
    value = void.value(subject, predicate)
    assert isinstance(value, Literal)
    return int(value)


def test_counts_agree_with_queries(server: Server, void: Graph) -> None:
    dataset = dataset_of(void)
    assert number(void, dataset, VOID.triples) == ask(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    subjects = ask(server, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")
    assert number(void, dataset, VOID.distinctSubjects) == subjects


def test_partitions_agree_with_queries(server: Server, void: Graph) -> None:
    dataset = dataset_of(void)
    found = {void.value(part, VOID["class"]): part for part in void.objects(dataset, VOID.classPartition)}
    official = found[KG.Official]
    assert isinstance(official, URIRef)
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{KG.Official}> }}"
    assert number(void, official, VOID.entities) == ask(server, query) > 0
    parts = {void.value(part, VOID.property): part for part in void.objects(dataset, VOID.propertyPartition)}
    label = parts[RDFS.label]
    assert isinstance(label, URIRef)
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{RDFS.label}> ?o }}"
    assert number(void, label, VOID.triples) == ask(server, query) > 0
    total = sum(number(void, URIRef(str(part)), VOID.triples) for part in parts.values())
    assert total == number(void, dataset, VOID.triples)


def test_every_graph_is_a_subset_and_has_files(void: Graph, folder: Path) -> None:
    dataset = dataset_of(void)
    graphs = {str(graph) for graph in void.objects(dataset, VOID.subset)}
    assert graphs == read_manifest(folder).graphs
    for graph in graphs:
        assert len(set(void.objects(URIRef(graph), DCAT.distribution))) == 2
        assert (URIRef(graph), DCTERMS.isPartOf, dataset) in void


def test_files_are_what_the_description_says(server: Server, void: Graph) -> None:
    files = set(void.subjects(RDF.type, DCAT.Distribution))
    assert len(files) >= 4
    for file in files:
        address = void.value(file, DCAT.downloadURL)
        response = server.client.get(str(address))
        assert response.status_code == 200, address
        digest = hashlib.sha256(response.content)
        checksum = void.value(file, SPDX.checksum)
        assert str(void.value(checksum, SPDX.checksumValue)) == digest.hexdigest()
        assert str(void.value(file, DCAT.byteSize)) == str(len(response.content))
        assert str(void.value(file, DCAT.mediaType)).endswith(
            response.headers["content-type"].partition(";")[0]
        )
        assert b64decode(response.headers["repr-digest"].removeprefix("sha-256=:")[:-1]) == digest.digest()
        assert response.headers["x-data-version"] == "pages-1"
    assert (dataset_of(void), OWL.versionInfo, Literal("pages-1")) in void


def test_turtle_and_n_quads_hold_the_same(server: Server, folder: Path) -> None:
    whole = {quad.triple for quad in ox.parse(path=str(folder / "graph.nq"))}
    turtle = server.client.get("/dump/diaban.ttl").content
    assert {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)} == whole
    parts = set()
    for file in server.client.get("/dump").json()["files"]:
        if file["graph"] and file["media_type"] == "application/n-quads":
            quads = set(ox.parse(server.client.get(file["href"]).content, format=ox.RdfFormat.N_QUADS))
            assert {quad.graph_name.value for quad in quads} == {file["graph"]}
            parts |= quads
    assert parts == set(ox.parse(path=str(folder / "graph.nq")))


def test_sha256sum_checks_the_files(server: Server, tmp_path: Path) -> None:
    names = [file["href"].rpartition("/")[2] for file in server.client.get("/dump").json()["files"]]
    for name in [*names, "SHA256SUMS"]:
        (tmp_path / name).write_bytes(server.client.get(f"/dump/{name}").content)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b": OK") == len(names)


def test_a_file_that_is_known_is_not_sent_again(server: Server) -> None:
    for path in ("/dump/diaban.ttl", "/.well-known/void"):
        tag = server.client.get(path).headers["etag"]
        again = server.client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_an_unknown_file(server: Server) -> None:
    response = server.client.get("/dump/other.nq")
    assert response.status_code == 404
    assert "/dump lists all" in response.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "parser"),
    [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")],
)
def test_void_in_every_format(server: Server, void: Graph, accept: str, parser: str) -> None:
    response = server.client.get("/.well-known/void", headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    assert len(Graph().parse(data=response.content, format=parser)) == len(void)
    assert server.client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_prefixes_can_be_pasted(server: Server) -> None:
    client = server.client
    assert client.get("/prefixes").json() == PREFIXES
    sparql = client.get("/prefixes?format=sparql").text
    query = sparql + "SELECT (COUNT(*) AS ?n) { ?s a kg:Official }"
    assert ask(server, query) > 0
    turtle = client.get("/prefixes", headers={"Accept": "text/turtle"}).text
    graph = Graph().parse(data=f"{turtle} id:x a kg:Official .", format="turtle")
    assert (None, RDF.type, KG.Official) in graph


def test_the_context_expands(server: Server) -> None:
    response = server.client.get("/context.jsonld")
    assert response.headers["content-type"] == "application/ld+json"
    document = {**response.json(), "@id": "id:x", "@type": "kg:Official"}

    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    assert (URIRef(f"{PREFIXES['id']}x"), RDF.type, KG.Official) in graph
