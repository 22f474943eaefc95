from __future__ import annotations

import asyncio
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store import LocalStore
from kg.views.layout import lay_out
from kg.views.together import join_companions, measure, read_together

ID = "https://w3id.org/diaban/id/"


def clique(names: str) -> dict[tuple[str, str], int]:
    return dict.fromkeys(combinations(names, 2), 2)


def test_two_circles_that_share_one_person_are_two_groups_with_that_person_between() -> None:
    found = {each.iri: each for each in measure(clique("abcd") | clique("defghi"))}
    assert len({each.group for each in found.values()}) == 2
    assert found["h"].group == found["g"].group == 0
    assert found["a"].group == found["b"].group == 1
    assert max(found.values(), key=lambda each: each.between).iri == "d"
    assert found["d"].between == pytest.approx(3 * 5 / (8 * 7 / 2))
    assert (found["d"].others, found["d"].meetings) == (8, 16)


@given(st.dictionaries(st.sampled_from(list(combinations("abcdefg", 2))), st.integers(1, 9)))
def test_numbers_agree_with_the_pairs_and_do_not_depend_on_their_order(
    pairs: dict[tuple[str, str], int],
) -> None:
    found = measure(pairs)
    assert found == measure(dict(reversed(pairs.items())))
    assert sum(each.meetings for each in found) == 2 * sum(pairs.values())
    assert sum(each.others for each in found) == 2 * len(pairs)
    assert {each.iri for each in found} == {name for pair in pairs for name in pair}
    assert {each.group for each in found} == set(range(len({each.group for each in found})))


def test_the_network_has_the_pairs_with_both_parts_as_claims(store: LocalStore) -> None:
    found = asyncio.run(read_together(store))
    assert found.complete
    for edge in found.network.edges:
        assert found.pairs[edge.source, edge.target] * 2 == len(edge.claims)
        assert {claim.rpartition("/participation/")[2] for claim in edge.claims} == {
            edge.source.removeprefix(ID),
            edge.target.removeprefix(ID),
        }
    assert set(found.network.names) == {each.iri for each in found.companions}
    assert len(found.network.edges) == len(found.pairs) > 0
    assert set(lay_out(found.network).positions) == set(found.network.names)


@pytest.mark.parametrize("left_out", [0, -1])
def test_a_network_of_some_participants_has_no_edge_to_another(store: LocalStore, left_out: int) -> None:
    found = asyncio.run(read_together(store))
    kept = tuple(each for each in found.companions if each is not found.companions[left_out])
    assert kept
    network = asyncio.run(join_companions(store, kept, found.pairs))
    assert set(network.names) == {each.iri for each in kept}
    assert {end for edge in network.edges for end in (edge.source, edge.target)} <= set(network.names)


def test_more_events_than_any_pair_has_leaves_nobody(store: LocalStore) -> None:
    found = asyncio.run(read_together(store, 1000))
    assert (found.companions, found.groups, found.network.edges) == ((), 0, ())
