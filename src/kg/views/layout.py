"""Where the nodes of a network stand that is drawn as SVG: deterministic, computed on the server.

``branches`` draws a neighbourhood like a mind map: the centre in the middle, neighbours to its left and right
in columns, each under the node that leads to it. Every node has a row of its own, so labels never overlap.
``columns`` draws paths: one column for each step from the start. ``lanes`` draws groups: one column for each.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.views.edges import Edge
from kg.views.kinds import KINDS
from kg.views.network import Network
from kg.views.relations import RELATIONS

ROW: Final = 46.0
"""Height of a row, in the units of the drawing (CSS pixels at full size)."""
COLUMN: Final = 290.0
"""Distance of two columns: a node, its label and room for edges."""
LANE: Final = 345.0
"""Distance of two lanes: every node of a lane has its label before the next."""

_RELATION_ORDER: Final = {name: number for number, name in enumerate(RELATIONS)}
_KIND_ORDER: Final = {name: number for number, name in enumerate(KINDS)}

Positions = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Layout:
    """Positions, and the tree that they follow.

    Attributes:
        positions: of every node, with the centre of the drawing at the origin; y grows downwards.
        parents: the edge by which each node hangs; the centre has none.
        sides: -1 for nodes whose label stands to their left, else 1.
    """

    positions: Positions
    parents: Mapping[str, Edge] = field(default_factory=dict)
    sides: Mapping[str, int] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Least x, least y, greatest x, greatest y."""
        xs, ys = zip(*self.positions.values(), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def lay_out(network: Network, language: str = "vi") -> Layout:
    """Lay a network out as every view shows it: by branches, paths by columns, groups by lanes.

    A network that was placed before (``kg.views.force``) stays where it is.
    """
    if network.positions:
        sides = {node: -1 if x < 0 else 1 for node, (x, _) in network.positions.items()}
        return Layout(network.positions, {}, sides)
    if network.groups:
        return lanes(network)
    return (columns if len(network.centres) > 1 else branches)(network, language)


def branches(network: Network, language: str = "vi") -> Layout:
    """Lay a neighbourhood out around its first centre; parts that do not hang together stand below."""
    parents, children = _tree(network, language)
    centre = network.centres[0] if network.centres else min(network.names)
    leaves = _count_leaves(children, centre)
    right, left = _share(children.get(centre, []), leaves)
    positions: dict[str, tuple[float, float]] = {centre: (0.0, 0.0)}
    sides = {centre: 1}
    for side, group in ((1, right), (-1, left)):
        top = -ROW * (sum(leaves[node] for node in group) - 1) / 2
        for node in group:
            _place(node, children, leaves, (side, 1, top), positions, sides)
            top += ROW * leaves[node]
    bottom = max(y for _, y in positions.values())
    for number, node in enumerate(sorted(set(network.names) - set(positions))):
        positions[node] = (0.0, bottom + ROW * (number + 1))
        sides[node] = 1
    return Layout(positions, parents, sides)


def _tree(network: Network, language: str) -> tuple[dict[str, Edge], dict[str, list[str]]]:
    """Walk from the centres breadth first; each node hangs by the first edge that reaches it."""
    touching: defaultdict[str, list[tuple[str, Edge]]] = defaultdict(list)
    for edge in network.edges:
        touching[edge.source].append((edge.target, edge))
        touching[edge.target].append((edge.source, edge))
    centre = network.centres[0] if network.centres else min(network.names)
    parents: dict[str, Edge] = {}
    children: dict[str, list[str]] = {}
    seen, queue = {centre}, deque([centre])
    while queue:
        node = queue.popleft()
        reached = [item for item in touching[node] if item[0] not in seen]
        for other, edge in sorted(reached, key=lambda item: _order(network, item, language)):
            if other not in seen:
                seen.add(other)
                parents[other] = edge
                children.setdefault(node, []).append(other)
                queue.append(other)
    return parents, children


def _order(network: Network, item: tuple[str, Edge], language: str) -> tuple[int, str, int, str, str]:
    other, edge = item
    name = network.names[other]
    return (
        _RELATION_ORDER.get(edge.kind, 99),
        name.days.key,
        _KIND_ORDER[name.kind.name],
        name.label(language).value,
        other,
    )


def _count_leaves(children: Mapping[str, list[str]], root: str) -> dict[str, int]:
    order, queue = [], deque([root])
    while queue:
        node = queue.popleft()
        order.append(node)
        queue.extend(children.get(node, ()))
    leaves: dict[str, int] = {}
    for node in reversed(order):
        leaves[node] = max(1, sum(leaves[child] for child in children.get(node, ())))
    return leaves


def _share(nodes: list[str], leaves: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Divide the neighbours of the centre: the first half of the rows to the right, the rest to the left."""
    if len(nodes) < 2:
        return nodes, []
    total, taken = sum(leaves[node] for node in nodes), 0
    for number, node in enumerate(nodes):
        if number and taken + leaves[node] / 2 > total / 2:
            return nodes[:number], nodes[number:]
        taken += leaves[node]
    return nodes[:-1], nodes[-1:]


def _place(
    node: str,
    children: Mapping[str, list[str]],
    leaves: Mapping[str, int],
    spot: tuple[int, int, float],
    positions: dict[str, tuple[float, float]],
    sides: dict[str, int],
) -> None:
    """Put a node and all below it; ``spot`` is the side, the depth and the y of the first row."""
    stack = [(node, *spot)]
    while stack:
        current, side, depth, top = stack.pop()
        middle = top + ROW * (leaves[current] - 1) / 2
        positions[current] = (side * depth * COLUMN, middle)
        sides[current] = side
        for child in children.get(current, ()):
            stack.append((child, side, depth + 1, top))
            top += ROW * leaves[child]


def columns(network: Network, language: str = "vi") -> Layout:
    """Lay paths out from left to right: one column for each number of steps from the first centre."""
    start = network.centres[0]
    steps = _steps(network.edges, start)
    lanes: defaultdict[int, list[str]] = defaultdict(list)
    for node in network.names:
        lanes[steps.get(node, max(steps.values(), default=0) + 1)].append(node)
    positions: dict[str, tuple[float, float]] = {}
    for lane, nodes in sorted(lanes.items()):
        nodes.sort(
            key=lambda node: (_above(network, node, positions), network.names[node].label(language), node)
        )
        top = -ROW * 1.6 * (len(nodes) - 1) / 2
        for number, node in enumerate(nodes):
            positions[node] = (lane * COLUMN, top + ROW * 1.6 * number)
    return Layout(positions, {}, dict.fromkeys(network.names, 1))


def lanes(network: Network) -> Layout:
    """Lay groups out from left to right: one column for each, its nodes in the order of the network."""
    rows: defaultdict[int, int] = defaultdict(int)
    positions: dict[str, tuple[float, float]] = {}
    for node in network.names:
        group = network.groups[node]
        positions[node] = (group * LANE, rows[group] * ROW)
        rows[group] += 1
    return Layout(positions, {}, dict.fromkeys(network.names, 1))


def _steps(edges: Iterable[Edge], start: str) -> dict[str, int]:
    touching: defaultdict[str, set[str]] = defaultdict(set)
    for edge in edges:
        touching[edge.source].add(edge.target)
        touching[edge.target].add(edge.source)
    steps, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for other in sorted(touching[node] - set(steps)):
            steps[other] = steps[node] + 1
            queue.append(other)
    return steps


def _above(network: Network, node: str, positions: Positions) -> float:
    """Mean height of the neighbours that are placed already: keeps edges from crossing."""
    heights = [
        positions[near][1]
        for edge in network.edges
        for near, far in ((edge.source, edge.target), (edge.target, edge.source))
        if far == node and near in positions
    ]
    return sum(heights) / len(heights) if heights else 0.0
