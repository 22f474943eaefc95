from __future__ import annotations

import math
from itertools import combinations, pairwise
from statistics import mean

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views.force import place

GROUPS = [[f"{letter}{number}" for number in range(12)] for letter in "abc"]
JOINED = [pair for group in GROUPS for pair in combinations(group, 2)] + [("a0", "b0"), ("b1", "c1")]
NODES = [node for group in GROUPS for node in group]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60))
def test_every_node_has_a_place_and_equal_networks_have_equal_ones(
    count: int, numbers: list[tuple[int, int]]
) -> None:
    nodes = [str(number) for number in range(count)]
    edges = [(str(one), str(other)) for one, other in numbers if max(one, other) < count]
    places = place(nodes, edges)
    assert list(places) == nodes
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert place(nodes, edges) == places
    assert len(set(places.values())) == count


def test_what_is_joined_stands_together() -> None:
    places = place(NODES, JOINED)
    inside = mean(math.dist(places[one], places[other]) for one, other in JOINED[:-2])
    across = mean(
        math.dist(places[one], places[other])
        for first, second in pairwise(GROUPS)
        for one in first
        for other in second
    )
    assert inside * 2 < across


def test_a_new_version_begins_where_the_one_before_stood() -> None:
    before = place(NODES, JOINED)
    after = place([*NODES, "new"], [*JOINED, ("a3", "new")], before)
    turned = {node: (-y, x) for node, (x, y) in before.items()}
    elsewhere = place([*NODES, "new"], [*JOINED, ("a3", "new")], turned)
    moved = mean(math.dist(before[node], after[node]) for node in NODES)
    size = mean(math.dist(before[one], before[other]) for one, other in combinations(NODES, 2))
    assert moved < size / 4
    assert mean(math.dist(before[node], elsewhere[node]) for node in NODES) > size / 2
    assert math.dist(after["new"], after["a3"]) < math.dist(after["new"], after["c5"])
