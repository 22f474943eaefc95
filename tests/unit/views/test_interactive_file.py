from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.store import LocalStore
from kg.views.edges import Edge
from kg.views.evidence import read_evidence
from kg.views.interactive_file import build, to_json_block, to_page, write_network_file
from kg.views.names import Name
from kg.views.network import Network, read_network
from kg.views.network_words import Words

A = "https://w3id.org/diaban/id/person/a"
ORG = "https://w3id.org/diaban/id/org/o"


class Reader(HTMLParser):
    """Collects elements, their attributes, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in {"script", "style"} and data.strip():
            self.blocks.append((self.tags[-1][0], data))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def page_of(label: str) -> str:
    names = {"urn:a": Name("urn:a", {"vi": label}), "urn:b": Name("urn:b", {"vi": "b"})}
    return to_page(Network(names, (Edge("urn:a", "urn:b", "holds"),), ("urn:a",)), Words("vi", label))


def test_the_page_loads_nothing(store: LocalStore) -> None:
    reader = read(to_page(asyncio.run(read_network(store, A)), Words()))
    attributes = [attrs for _, attrs in reader.tags]
    assert not [attrs for attrs in attributes if "src" in attrs or "href" in attrs]
    policy = next(attrs["content"] for attrs in attributes if "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_the_policy_names_every_script_and_style_by_its_hash(store: LocalStore) -> None:
    page = to_page(asyncio.run(read_network(store, A)), Words())
    policy = next(attrs["content"] for _, attrs in read(page).tags if "http-equiv" in attrs)
    for pattern in (r"<script>(.*?)</script>", r"<style>(.*?)</style>"):
        found = re.findall(pattern, page, re.DOTALL)
        assert found
        for text in found:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in (policy or "")


def test_a_hostile_name_is_text_and_ends_nothing(store: LocalStore) -> None:
    page = to_page(asyncio.run(read_network(store, ORG)), Words("vi", "</title><script>alert(3)</script>"))
    reader = read(page)
    assert [tag for tag, _ in reader.tags].count("script") == 3
    assert "img" not in {tag for tag, _ in reader.tags}
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    labels = {node["title"] for node in json.loads(block[1])["nodes"]}
    assert any(label.startswith("<img src=x onerror=alert(1)>") for label in labels)
    assert "\u202e" not in page


@given(st.text(max_size=200))
def test_no_label_adds_an_element(label: str) -> None:
    plain, attacked = read(page_of("a")), read(page_of(label))
    assert [tag for tag, _ in attacked.tags] == [tag for tag, _ in plain.tags]


@given(st.text())
def test_json_in_a_script_reads_back_and_cannot_end_it(text: str) -> None:
    spelled = to_json_block({"x": text})
    assert json.loads(spelled) == {"x": text}
    assert not set("<>&\u2028\u2029") & set(spelled)


def test_pyvis_holds_a_directed_network_that_keeps_parallel_edges() -> None:
    names = {iri: Name(iri, {"vi": iri}) for iri in ("urn:a", "urn:b")}
    edges = (
        Edge("urn:a", "urn:b", "holds"),
        Edge("urn:a", "urn:b", "signed"),
        Edge("urn:b", "urn:a", "became"),
    )
    drawn = build(Network(names, edges, ("urn:a",)), Words("en"))
    assert [edge["label"] for edge in drawn.edges] == ["holds", "signed", "became"]
    assert {edge["arrows"] for edge in drawn.edges} == {"to"}
    assert all(node["physics"] is False and isinstance(node["x"], float) for node in drawn.nodes)


def test_the_table_twin_names_sources_and_positions(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, A))
    evidence = asyncio.run(read_evidence(store, [claim for edge in network.edges for claim in edge.claims]))
    words = Words("vi", "Á", evidence, {"https://w3id.org/diaban/id/source/s": "Bản tin"})
    assert "Bản tin [0–5]" in to_page(network, words)


def test_a_file_is_replaced_in_one_step_and_nothing_is_left_beside(store: LocalStore, tmp_path: Path) -> None:
    network = asyncio.run(read_network(store, A))
    path = tmp_path / "net.html"
    path.write_text("old")
    write_network_file(network, path)
    first = path.read_bytes()
    write_network_file(network, path)
    assert path.read_bytes() == first
    assert first.decode("utf-8").startswith("<!doctype html>")
    assert [item.name for item in tmp_path.iterdir()] == ["net.html"]


def test_a_folder_that_is_not_there_is_named(store: LocalStore, tmp_path: Path) -> None:
    network = asyncio.run(read_network(store, A))
    with pytest.raises(InputError, match="cannot be written"):
        write_network_file(network, tmp_path / "absent" / "net.html")
