from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.views.edges import Edge
from kg.views.layout import COLUMN, ROW, branches, columns
from kg.views.names import Name
from kg.views.network import Network

RELATION = "took-part"


def network_of(pairs: list[tuple[int, int]], centres: tuple[int, ...] = (0,)) -> Network:
    nodes = {number for pair in pairs for number in pair} | set(centres)
    names = {f"urn:n{number}": Name(f"urn:n{number}", {"vi": f"Mục {number}"}) for number in nodes}
    edges = sorted({Edge(f"urn:n{a}", f"urn:n{b}", RELATION) for a, b in pairs if a != b})
    return Network(names, tuple(edges), tuple(f"urn:n{number}" for number in centres))


def too_near(positions: dict[str, tuple[float, float]]) -> Iterator[tuple[str, str]]:
    for (one, (x1, y1)), (other, (x2, y2)) in combinations(positions.items(), 2):
        if abs(x1 - x2) < COLUMN / 2 and abs(y1 - y2) < ROW * 0.45:
            yield one, other


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_every_node_has_a_place_of_its_own(pairs: list[tuple[int, int]]) -> None:
    network = network_of(pairs)
    positions = dict(branches(network).positions)
    assert set(positions) == set(network.names)
    assert list(too_near(positions)) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30), st.randoms())
def test_the_order_of_edges_does_not_matter(pairs: list[tuple[int, int]], chance: object) -> None:
    shuffled = list(reversed(pairs))
    assert branches(network_of(pairs)) == branches(network_of(shuffled))


def test_the_centre_stands_in_the_middle_with_its_neighbours_on_both_sides() -> None:
    layout = branches(network_of([(0, 1), (0, 2), (0, 3), (0, 4)]))
    assert layout.positions["urn:n0"] == (0.0, 0.0)
    assert sorted(x for x, _ in layout.positions.values()) == [-COLUMN, -COLUMN, 0.0, COLUMN, COLUMN]


def test_paths_go_from_left_to_right() -> None:
    layout = columns(network_of([(0, 1), (1, 2), (0, 3), (3, 2)], centres=(0, 2)))
    order = [layout.positions[f"urn:n{number}"][0] for number in (0, 1, 3, 2)]
    assert order == [0.0, COLUMN, COLUMN, 2 * COLUMN]
    assert list(too_near(dict(layout.positions))) == []


def test_a_large_network_is_placed_too() -> None:
    network = network_of([(0, number) for number in range(1, 20)] + [(n % 20, n) for n in range(20, 500)])
    positions = dict(branches(network).positions)
    assert len(positions) == 500
    assert list(too_near(positions)) == []
