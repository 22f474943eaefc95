from __future__ import annotations

import asyncio

import pytest

from kg.store import LocalStore
from kg.views.edges import count_relations, read_edges
from kg.views.evidence import read_evidence
from kg.views.network import MAX_NODES, Network, Wanted, read_network
from kg.views.paths import read_paths
from kg.views.relations import RELATIONS, USUAL

ID = "https://w3id.org/diaban/id/"
A, B, ORG, POST, UNIT = (
    f"{ID}{path}" for path in ("person/a", "person/b", "org/o", "org/o/post/chair", "unit/d")
)
SOURCE = f"{ID}source/s"
EVENT = f"{SOURCE}/event/visit"
TASK = f"{SOURCE}/directive/g/task/t"


def kinds(network: Network) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.kind, edge.target) for edge in network.edges}


def test_edges_are_relations_between_things_and_never_claims(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, A))
    assert kinds(network) == {(A, "holds", POST), (A, "took-part", EVENT), (A, "ordered", TASK)}
    assert network.names[POST].kind.name == "post"


def test_edges_carry_their_claims_so_that_evidence_can_be_shown(store: LocalStore) -> None:
    edges = asyncio.run(read_edges(store, [A], ["took-part"]))
    assert [edge.claims for edge in edges] == [(f"{EVENT}/participation/person/a",)]
    assert edges[0].detail.endswith("participationRole-leader")
    evidence = asyncio.run(read_evidence(store, edges[0].claims))
    assert [(item.start, item.end) for item in evidence[edges[0].claims[0]].passages] == [(0, 5)]


def test_counts_come_before_expansion_and_do_not_depend_on_filters(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, A, Wanted(kinds=("holds",))))
    assert network.counts == {A: {"holds": 1, "took-part": 1, "ordered": 1, "together": 1}}
    assert kinds(network) == {(A, "holds", POST)}
    assert network.hidden(A) == 3


def test_counts_of_many_nodes_are_those_of_each(store: LocalStore) -> None:
    together = asyncio.run(count_relations(store, [EVENT, UNIT]))
    assert together[EVENT] == {"took-part": 2, "took-place-in": 1, "ordered-at": 1}
    assert together[UNIT] == asyncio.run(count_relations(store, [UNIT]))[UNIT] == {"took-place-in": 1}


def test_expansion_adds_the_neighbours_of_a_node_in_view_only(store: LocalStore) -> None:
    grown = asyncio.run(read_network(store, A, Wanted(expand=(EVENT, f"{ID}unit/elsewhere"))))
    assert (EVENT, "took-place-in", UNIT) in kinds(grown)
    assert (B, "took-part", EVENT) in kinds(grown)
    assert set(grown.counts) == {A, EVENT}


def test_a_hub_draws_as_many_as_asked_and_counts_the_rest(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, EVENT, Wanted(kinds=("took-part",), per_relation=1)))
    assert len(network.edges) == 1
    assert network.counts[EVENT]["took-part"] == 2


def test_what_is_pinned_stays_in_view_with_its_relations_to_the_rest(store: LocalStore) -> None:
    wanted = Wanted(pinned=(UNIT, B), kinds=("took-part", "took-place-in"))
    network = asyncio.run(read_network(store, A, wanted))
    assert {UNIT, B} <= set(network.names)
    assert network.pinned == (UNIT, B)
    assert kinds(network) == {
        (A, "took-part", EVENT),
        (B, "took-part", EVENT),
        (EVENT, "took-place-in", UNIT),
    }
    alone = asyncio.run(read_network(store, A, Wanted(pinned=(UNIT, f"{ID}unit/nowhere"), kinds=("holds",))))
    assert alone.pinned == (UNIT,)
    assert f"{ID}unit/nowhere" not in alone.names
    assert kinds(alone) == {(A, "holds", POST)}


def test_paths_join_two_things_by_the_shortest_way(store: LocalStore) -> None:
    network = asyncio.run(read_paths(store, B, POST))
    assert kinds(network) == {(B, "took-part", EVENT), (A, "took-part", EVENT), (A, "holds", POST)}
    assert network.centres == (B, POST)


@pytest.mark.parametrize(("longest", "kinds_"), [(1, None), (4, ["holds"])])
def test_no_path_is_an_answer(store: LocalStore, longest: int, kinds_: list[str] | None) -> None:
    network = asyncio.run(read_paths(store, B, POST, longest=longest, kinds=kinds_))
    assert network.edges == ()
    assert set(network.names) == {B, POST}


def test_networkx_sees_the_same_graph(store: LocalStore) -> None:
    network = asyncio.run(read_network(store, A))
    graph = network.graph
    assert graph.number_of_nodes() == len(network.names) <= MAX_NODES
    assert {data["kind"] for _, _, data in graph.edges(data=True)} == {"holds", "took-part", "ordered"}


def test_every_relation_has_words_in_both_languages_and_runs(store: LocalStore) -> None:
    edges = asyncio.run(read_edges(store, [A, EVENT, ORG], list(RELATIONS)))
    assert {edge.kind for edge in edges} <= set(RELATIONS)
    assert all(relation.vi and relation.en for relation in RELATIONS.values())
    assert set(USUAL) < set(RELATIONS)
