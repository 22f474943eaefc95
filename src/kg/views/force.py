"""Where the nodes of a large network stand: forces between them, in NumPy, up to 10 000 nodes and more.

After ForceAtlas2 (Jacomy, Venturini, Heymann and Bastian 2014, PLoS ONE 9(6): e98679): nodes push each other
off in proportion to their degrees and the inverse of the distance, edges pull, everything is drawn gently to
the middle, and each step is as long as the node swings little. What is pushed off is not summed pair by pair:
masses are spread on a grid, convolved with the force by fast Fourier transform, and read back where the nodes
are, so that a step costs n + g² log g for a grid of g × g cells.

Equal networks get equal positions on one machine; the transform may round otherwise on another processor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Positions = Mapping[str, tuple[float, float]]

_Points = NDArray[np.float64]
_Indices = NDArray[np.int64]
_Complex = NDArray[np.complex128]

STEPS: Final = 700
"""Steps from nothing; after a third of them the groups of 4 500 things had not yet parted (looked at)."""
WARM_STEPS: Final = 150
"""Steps from positions of before."""

_MOST_CELLS: Final = 192
"""Cells along each side of the grid of a large network; smaller ones take about four cells for each node."""
_PUSH: Final = 40.0
_GRAVITY: Final = 0.6
_TOLERANCE: Final = 1.0
"""How much a network may swing (``jitterTolerance`` of the paper)."""
_LONGEST: Final = 10.0
_GOLDEN: Final = np.pi * (3.0 - np.sqrt(5.0))
_SPOT: Final = 16.0
"""Side of a spot in which only one node has room, in units of the drawing."""
_SPACING: Final = 60.0
"""Mean distance of neighbouring nodes after scaling, in units of the drawing."""


def place(
    nodes: Sequence[str], edges: Iterable[tuple[str, str]], before: Positions | None = None
) -> dict[str, tuple[float, float]]:
    """Place nodes so that what is joined stands together; the middle of the drawing is the origin.

    Args:
        nodes: ids, in an order that stays the same.
        edges: pairs of them; several between two nodes pull the more.
        before: positions of an earlier version of the network, from which this one begins; a node that is new
            begins beside its neighbours.

    >>> positions = place(["a", "b", "c"], [("a", "b"), ("b", "c")])
    >>> sorted(positions) == ["a", "b", "c"] and positions == place(["a", "b", "c"], [("a", "b"), ("b", "c")])
    True
    """
    if not nodes:
        return {}
    number = {node: place for place, node in enumerate(nodes)}
    pairs = np.array(
        [(number[one], number[other]) for one, other in edges if one != other], dtype=np.int64
    ).reshape(-1, 2)
    known = {node: before[node] for node in nodes if before and node in before}
    start = _continue(nodes, pairs, known) if known else _spiral(len(nodes), pairs)
    moved = _relax(start, pairs, WARM_STEPS if known else STEPS)
    scaled = _part(_scale(moved))
    return {
        node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, scaled, strict=True)
    }


def _spiral(count: int, pairs: _Indices) -> _Points:
    """Begin on a sunflower's spiral, each node near those that it is joined with (breadth first)."""
    order = _walk(count, pairs)
    rank = np.empty(count)
    rank[order] = np.arange(count)
    radius, angle = 10.0 * np.sqrt(rank + 0.5), rank * _GOLDEN
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def _walk(count: int, pairs: _Indices) -> list[int]:
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in pairs.tolist():
        near[one].append(other)
        near[other].append(one)
    order: list[int] = []
    seen = [False] * count
    for root in sorted(range(count), key=lambda node: (-len(near[node]), node)):
        if seen[root]:
            continue
        seen[root] = True
        tail = [root]
        for node in tail:
            for other in near[node]:
                if not seen[other]:
                    seen[other] = True
                    tail.append(other)
        order += tail
    return order


def _continue(nodes: Sequence[str], pairs: _Indices, known: Positions) -> _Points:
    """Begin where nodes stood; new ones at the mean of their neighbours, else around the middle."""
    spiral = _spiral(len(nodes), pairs)
    points = spiral.copy()
    old = np.array([node in known for node in nodes])
    points[old] = [known[node] for node in nodes if node in known]
    weight, total = np.zeros(len(nodes)), np.zeros((len(nodes), 2))
    for near, far in ((0, 1), (1, 0)):
        joined = pairs[old[pairs[:, far]]]
        weight += np.bincount(joined[:, near], minlength=len(nodes))
        for axis in (0, 1):
            total[:, axis] += np.bincount(
                joined[:, near], weights=points[joined[:, far], axis], minlength=len(nodes)
            )
    beside = ~old & (weight > 0)
    shift = spiral * (0.5 / np.sqrt(len(nodes)))
    points[beside] = total[beside] / weight[beside, None] + shift[beside]
    return points


def _relax(points: _Points, pairs: _Indices, steps: int) -> _Points:
    """Move nodes by the forces on them until the steps are used up."""
    count = len(points)
    degrees = np.bincount(pairs.ravel(), minlength=count).astype(float)
    mass = degrees + 1.0
    kernel = _kernel(min(_MOST_CELLS, 32 + 16 * (int(2 * np.sqrt(count)) // 16)))
    last, speed = np.zeros_like(points), 1.0
    for _ in range(steps):
        force = _push(points, mass, kernel)
        force += _pull(points, pairs)
        distance = np.hypot(points[:, 0], points[:, 1])
        force -= _GRAVITY * mass[:, None] * points / np.maximum(distance, 1.0)[:, None]
        swing = np.hypot(*(force - last).T)
        traction = np.hypot(*(force + last).T) / 2
        wanted = _TOLERANCE * float(mass @ traction) / max(float(mass @ swing), 1e-9)
        speed = min(wanted, speed * 1.5)
        factor = speed / (1.0 + np.sqrt(speed * swing))
        step = np.hypot(force[:, 0], force[:, 1]) * factor
        factor *= np.minimum(1.0, _LONGEST / np.maximum(step, 1e-9))
        points = points + force * factor[:, None]
        last = force
    return points


def _pull(points: _Points, pairs: _Indices) -> _Points:
    """Edges pull in proportion to their length."""
    one, other = pairs[:, 0], pairs[:, 1]
    along = points[other] - points[one]
    pulled = np.empty_like(points)
    for axis in (0, 1):
        pulled[:, axis] = np.bincount(one, along[:, axis], len(points)) - np.bincount(
            other, along[:, axis], len(points)
        )
    return pulled


def _kernel(cells: int) -> tuple[_Complex, _Complex]:
    """The transform of the force of one cell on those around it: (dx, dy) / (dx² + dy²), none on itself."""
    size = 2 * cells
    away = np.arange(size)
    away[cells:] -= size
    dx, dy = np.meshgrid(away.astype(float), away.astype(float), indexing="ij")
    square = dx * dx + dy * dy
    square[0, 0] = 1.0
    return np.fft.rfft2(dx / square), np.fft.rfft2(dy / square)


def _push(points: _Points, mass: NDArray[np.float64], kernel: tuple[_Complex, _Complex]) -> _Points:
    """All nodes push each node off: masses on a grid, convolved with the force, read between the cells."""
    size = len(kernel[0])
    low = points.min(axis=0)
    side = max(float((points.max(axis=0) - low).max()), 1.0) / (size // 2 - 2)
    at = (points - low) / side
    cell = at.astype(np.int64)
    part = at - cell
    corners = [
        (
            (cell[:, 0] + right) * size + cell[:, 1] + up,
            np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1]),
        )
        for right in (0, 1)
        for up in (0, 1)
    ]
    grid = np.zeros(size * size)
    for where, share in corners:
        grid += np.bincount(where, mass * share, size * size)
    spread = np.fft.rfft2(grid.reshape(size, size))
    pushed = np.empty_like(points)
    for axis in (0, 1):
        field = np.fft.irfft2(spread * kernel[axis], s=(size, size)).ravel()
        pushed[:, axis] = sum(field[where] * share for where, share in corners)
    return pushed * (_PUSH / side) * mass[:, None]


def _scale(points: _Points) -> _Points:
    """Centre the drawing and give each node as much room as a drawing needs."""
    middle = points - np.median(points, axis=0)
    reach = float(np.quantile(np.hypot(middle[:, 0], middle[:, 1]), 0.9)) or 1.0
    scaled: _Points = middle * (_SPACING * np.sqrt(len(points)) / 2 / reach)
    return scaled


def _part(points: _Points) -> _Points:
    """Spread nodes that stand in one spot around it: within a cell of the grid nothing pushes them apart.

    Spots are squares; further rounds with squares moved a little part those that stand across a side.
    """
    parted = points.copy()
    for shift in (0.0, 0.5, 0.25, 0.75):
        spots: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (x, y) in enumerate(np.floor(parted / _SPOT + shift).astype(int).tolist()):
            spots[x, y].append(number)
        for inside in spots.values():
            if len(inside) > 1:
                rank = np.arange(len(inside))
                radius, angle = _SPOT / 2 * np.sqrt(rank + 0.5), rank * _GOLDEN
                around = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
                parted[inside] = parted[inside].mean(axis=0) + around
    return parted
