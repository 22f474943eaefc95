from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store import LocalStore, load_local
from kg.store.search import SearchIndex
from kg.views.edges import Edge, read_edges
from kg.views.overview import FILE, Grouping, Tally, count_groups, read_tallies, show_groups, write_tallies
from kg.vocab import KG

ID = "https://w3id.org/diaban/id/"


@pytest.fixture(scope="module")
def real(snapshot: Path) -> LocalStore:
    """The real records, in this process."""
    return load_local(snapshot)


def test_kinds_are_counted_as_search_counts_them(snapshot: Path) -> None:
    sizes = read_tallies(snapshot / FILE)[Grouping.KIND].sizes
    facets = SearchIndex(snapshot / "search.sqlite").browse().facets
    for kind, iri in (("person", KG.Official), ("event", KG.Event), ("unit", KG.AdministrativeUnit)):
        assert sizes[str(iri)] == facets[kind]


def test_relations_between_kinds_are_those_of_networks(store: LocalStore) -> None:
    tally = asyncio.run(count_groups(store, Grouping.KIND))
    edges = asyncio.run(read_edges(store, [f"{ID}source/s/event/visit"], ["took-part"]))
    assert tally.weights[str(KG.Official), "took-part", str(KG.Event)] == len(edges) == 2
    assert tally.sizes[str(KG.Official)] == 2


def test_events_are_counted_in_the_province_of_their_day(real: LocalStore) -> None:
    tally = asyncio.run(count_groups(real, Grouping.PROVINCE))
    lang_son = f"{ID}unit/lang-son"
    assert tally.sizes[lang_son] >= tally.weights[lang_son, "took-part", lang_son] > 1
    network = asyncio.run(show_groups(real, Grouping.PROVINCE, tally))
    assert network.names[lang_son].label("vi").value == "tỉnh Lạng Sơn"
    assert len(set(network.positions.values())) == len(network.names)


def test_the_build_keeps_what_the_store_counts(snapshot: Path, real: LocalStore) -> None:
    kept = read_tallies(snapshot / FILE)
    assert set(kept) == set(Grouping)
    assert kept == {by: asyncio.run(count_groups(real, by)) for by in Grouping}


def test_tallies_are_read_as_they_were_written_and_a_damaged_file_is_told(tmp_path: Path) -> None:
    tally = Tally({"urn:a": 3, "urn:b": 1}, {("urn:a", "took-part", "urn:b"): 2})
    path = tmp_path / FILE
    assert read_tallies(path) == {}
    write_tallies(path, dict.fromkeys(Grouping, tally))
    assert read_tallies(path) == dict.fromkeys(Grouping, tally)
    path.write_text(path.read_text()[:-9])
    with pytest.raises(InputError, match="build the snapshot again"):
        read_tallies(path)


def test_groups_are_drawn_in_two_columns_the_largest_first(store: LocalStore) -> None:
    tally = asyncio.run(count_groups(store, Grouping.KIND))
    network = asyncio.run(show_groups(store, Grouping.KIND, tally))
    sizes = [network.sizes[iri] for iri in network.names]
    assert sizes == sorted(sizes, reverse=True)
    assert Counter(x < 0 for x, _ in network.positions.values())[True] == -(-len(sizes) // 2)
    assert Edge(str(KG.Official), str(KG.Event), "took-part") in network.edges
