from __future__ import annotations

import asyncio
import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.turtle import Rdf, write_graph
from kg.store import LocalStore, load_local
from kg.views.edges import Edge
from kg.views.layout import lay_out
from kg.views.names import Name
from kg.views.network import Network, Wanted, read_network
from kg.views.network_formats import to_csv, to_gexf, to_graphml, to_json, to_svg_file
from kg.views.network_statements import read_statements
from kg.views.network_words import Words, read_words
from kg.views.paths import read_paths
from kg.vocab import KG, PREFIXES

PERSON = "https://w3id.org/diaban/id/person/a"
ORG = "https://w3id.org/diaban/id/org/o"
GEXF = "{http://www.gexf.net/1.2draft}"
VIZ = "{http://www.gexf.net/1.2draft/viz}"
SVG = "{http://www.w3.org/2000/svg}"

Shown = tuple[Network, Words]


@pytest.fixture(params=["ego", "paths"])
def shown(store: LocalStore, request: pytest.FixtureRequest) -> Shown:
    around = read_network(store, PERSON) if request.param == "ego" else read_paths(store, PERSON, ORG)
    network = asyncio.run(around)
    assert network.edges
    return network, asyncio.run(read_words(store, network, "vi", "pages-1"))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_for_each_edge_with_the_passages_that_say_it(shown: Shown) -> None:
    network, words = shown
    rows = rows_of(to_csv(network, words))
    assert [(row["from_id"], row["to_id"]) for row in rows] == [(e.source, e.target) for e in network.edges]
    stated = [row for row, edge in zip(rows, network.edges, strict=True) if words.proof(edge).passages]
    assert stated
    assert all("#char=" in row["sources"] for row in stated)


def test_graphml_read_back_is_the_network_where_the_drawing_puts_it(shown: Shown) -> None:
    network, words = shown
    read = nx.parse_graphml(to_graphml(network, words), force_multigraph=True)
    assert set(read.nodes) == set(network.names)
    assert sorted((a, b, d["relation"]) for a, b, d in read.edges(data=True)) == sorted(
        (edge.source, edge.target, edge.kind) for edge in network.edges
    )
    positions = lay_out(network, "vi").positions
    assert {iri: (place["x"], place["y"]) for iri, place in read.nodes.items()} == {
        iri: (round(x, 1), round(y, 1)) for iri, (x, y) in positions.items()
    }
    assert read.nodes[PERSON]["label"] == network.names[PERSON].label("vi").value
    assert len({edge.get("id") for edge in ET.fromstring(to_graphml(network, words)).iter() if "source" in edge.attrib}) == len(network.edges)  # fmt: skip # noqa: E501, S314


def test_gexf_has_colours_without_alpha_and_no_date(shown: Shown) -> None:
    network, words = shown
    root = ET.fromstring(to_gexf(network, words))  # noqa: S314 - our own file
    colours = list(root.iter(f"{VIZ}color"))
    assert len(colours) == len(network.names)
    assert {frozenset(colour.attrib) for colour in colours} == {frozenset("rgb")}
    assert root.find(f"{GEXF}meta").attrib == {}  # type: ignore[union-attr]
    assert len(list(root.iter(f"{VIZ}position"))) == len(network.names)
    assert len(list(root.iter(f"{GEXF}edge"))) == len(network.edges)


def test_the_svg_file_has_its_colours_and_permanent_links(shown: Shown) -> None:
    network, words = shown
    root = ET.fromstring(to_svg_file(network, words))  # noqa: S314 - our own file
    style = root.findtext(f"{SVG}style") or ""
    assert {link.get("href") for link in root.iter(f"{SVG}a")} == set(network.names)
    for name in network.names.values():
        assert f".k-{name.kind.name} .net-shape {{ fill: {name.kind.colour}; }}" in style


def test_json_is_the_data_contract_with_passages(shown: Shown) -> None:
    network, words = shown
    data = json.loads(to_json(network, words))
    assert data["data_version"] == "pages-1"
    assert {node["id"] for node in data["nodes"]} == set(network.names)
    assert {frozenset(node) for node in data["nodes"]} == {frozenset({"id", "label", "kind", "x", "y"})}
    found = [[(p["source"], p["start"], p["end"]) for p in edge["passages"]] for edge in data["edges"]]
    assert found == [
        [(p.source, p.start, p.end) for p in words.proof(edge).passages] for edge in network.edges
    ]


@pytest.mark.parametrize("kind", list(Rdf))
def test_statements_are_the_graphs_own_and_name_every_node_and_claim(
    store: LocalStore, shown: Shown, kind: Rdf
) -> None:
    network, _ = shown
    output = io.BytesIO()
    write_graph(asyncio.run(read_statements(store, network)), output, PREFIXES, kind)
    written = {quad.triple for quad in ox.parse(output.getvalue(), format=kind.value)}
    assert written
    everything = asyncio.run(store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")).body
    assert written <= {quad.triple for quad in ox.parse(everything, format=ox.RdfFormat.TURTLE)}
    subjects = {triple.subject.value for triple in written if isinstance(triple.subject, ox.NamedNode)}
    named = {iri for iri, name in network.names.items() if name.named}
    assert named <= subjects
    assert {claim for edge in network.edges for claim in edge.claims} <= subjects
    passages = {triple.object for triple in written if triple.predicate.value.endswith("wasQuotedFrom")}
    assert {passage.value for passage in passages if isinstance(passage, ox.NamedNode)} <= subjects


def test_a_relation_through_versions_brings_the_versions(small_snapshot: Path) -> None:
    store = load_local(small_snapshot)
    network = asyncio.run(
        read_network(store, "https://w3id.org/diaban/id/unit/bm.huyen.nui-cao", Wanted(kinds=("within",)))
    )
    statements = asyncio.run(read_statements(store, network))
    assert {edge.kind for edge in network.edges} == {"within"}
    assert f"<{KG.within}>" in {predicate for _, predicate, _ in statements}


@pytest.mark.parametrize("write", [to_csv, to_json, to_graphml, to_gexf, to_svg_file])
@given(label=st.text(max_size=80))
def test_any_label_gives_a_file_that_can_be_read(write: Callable[[Network, Words], str], label: str) -> None:
    names = {"urn:a": Name("urn:a", {"vi": label}), "urn:b": Name("urn:b", {"en": label})}
    network = Network(names, (Edge("urn:a", "urn:b", "holds"),), ("urn:a",))
    text = write(network, Words("vi", label)).encode("utf-8", "replace").decode("utf-8")
    if write is to_csv:
        (row,) = rows_of(text)
        assert not row["from"].startswith(("=", "+", "-", "@"))
        assert row["from_id"] == "urn:a"
    elif write is to_json:
        assert [node["id"] for node in json.loads(text)["nodes"]] == ["urn:a", "urn:b"]
    else:
        root = ET.fromstring(text)  # noqa: S314 - our own file
        assert not [element for element in root.iter() if element.tag.endswith("script")]
