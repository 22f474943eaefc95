from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from kg.store import LocalStore, load_local
from kg.views.lineage import MOST, lanes_of, read_lineage
from kg.views.network import Network

ID = "https://w3id.org/diaban/id/"
RESOLUTION, AMENDING = (f"{ID}document/lang-son/resolution-{number}" for number in ("08-2019", "15-2021"))
INSPECTION = f"{ID}source/lang-son-2022-06-22-binh-gia-bac-son/event/inspection"


@pytest.fixture(scope="module")
def real(snapshot: Path) -> LocalStore:
    """The real records, in this process."""
    return load_local(snapshot)


def lineage(store: LocalStore, path: str) -> Network:
    return asyncio.run(read_lineage(store, path if path.startswith(ID) else f"{ID}{path}"))


def test_a_resolution_leads_through_its_amendment_to_projects_and_an_inspection(real: LocalStore) -> None:
    network = lineage(real, RESOLUTION)
    said = {(edge.source, edge.kind, edge.target) for edge in network.edges}
    assert (AMENDING, "document-relation", RESOLUTION) in said
    assert {kind for _, kind, _ in said} >= {"under-document", "concerns", "ordered-at", "project-in"}
    assert [name.kind.name for name in lanes_of(network)] == [
        "document",
        "project",
        "directive",
        "event",
        "unit",
    ]
    assert INSPECTION in network.names


def test_documents_of_one_lane_stand_in_the_order_of_their_days(real: LocalStore) -> None:
    names = [name for name in lineage(real, RESOLUTION).names.values() if name.kind.name == "document"]
    assert [name.iri for name in names] == [RESOLUTION, AMENDING]
    assert all(one.days.key <= other.days.key for one, other in pairwise(names))


@pytest.mark.parametrize("path", [AMENDING, "programme/ocop", INSPECTION])
def test_every_thing_hangs_together_with_the_beginning(real: LocalStore, path: str) -> None:
    network = lineage(real, path)
    assert 1 < len(network.names) <= MOST
    assert {end for edge in network.edges for end in (edge.source, edge.target)} <= set(network.names)
    assert nx.is_connected(network.graph.to_undirected())


def test_an_official_has_no_lineage(real: LocalStore) -> None:
    assert lineage(real, "person/duong-xuan-huyen").edges == ()
