from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kg.store import LocalStore, load_local
from kg.views.network import MAX_NODES, Network
from kg.views.relations import USUAL
from kg.views.wide import Wide, read_wide

ID = "https://w3id.org/diaban/id/"
LANG_SON = f"{ID}unit/lang-son"


@pytest.fixture(scope="module")
def real(snapshot: Path) -> LocalStore:
    """The real records, in this process."""
    return load_local(snapshot)


@pytest.fixture(scope="module")
def province(real: LocalStore) -> Wide:
    return asyncio.run(read_wide(real, LANG_SON, steps=3, kinds=USUAL)).placed()


def inside(network: Network) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in network.edges if edge.kind == "within"}


def test_it_grows_step_by_step(store: LocalStore) -> None:
    sizes = [
        len(asyncio.run(read_wide(store, f"{ID}person/a", steps=steps, kinds=USUAL)).network.names)
        for steps in (1, 2, 3)
    ]
    assert sizes[0] == 4
    assert sizes[0] < sizes[1] <= sizes[2]


@pytest.mark.parametrize("most", [1, 10, 300])
def test_it_holds_no_more_than_asked_and_says_that_there_is_more(real: LocalStore, most: int) -> None:
    network = asyncio.run(read_wide(real, LANG_SON, steps=2, kinds=USUAL, most=most)).network
    assert len(network.names) == most
    assert not network.complete
    assert all({edge.source, edge.target} <= set(network.names) for edge in network.edges)


def test_a_large_one_is_placed_and_complete(province: Wide) -> None:
    network = province.network
    assert len(network.names) > MAX_NODES
    assert network.complete
    assert set(network.positions) == set(network.names)


def test_a_day_shows_the_part_that_stood_where_it_was(province: Wide) -> None:
    whole, before, after = province.network, province.on("2025-06-30"), province.on("2025-07-01")
    district, ward = f"{ID}unit/lang-son.huyen.bac-son", f"{ID}unit/lang-son.lang-son.phuong.tam-thanh"
    assert [(district, LANG_SON) in inside(part) for part in (before, after)] == [True, False]
    assert [(ward, LANG_SON) in inside(part) for part in (before, after)] == [False, True]
    assert all(before.positions[iri] == whole.positions[iri] for iri in before.positions)
    assert set(before.names) <= set(whole.names)
