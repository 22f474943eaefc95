"""Draws a network as SVG whose nodes are real links: no script, keyboard and screen reader, prints.

Styled by classes only (``diaban.css``), so it stands under a strict content security policy. All text is
escaped; labels lose control characters that could turn the reading direction.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg.views.edges import Edge
from kg.views.extents import NOT_STATED, POSSIBLE
from kg.views.layout import LANE, Layout
from kg.views.names import Name
from kg.views.network import Network
from kg.views.relations import RELATIONS

_SVG: Final = "http://www.w3.org/2000/svg"
_RADIUS: Final = 10.0
_LABEL: Final = 36
"""Characters of a label in the drawing; the whole label is in its title."""
_CHARACTER: Final = 7.4
"""Mean width of a character of a label, in units of the drawing."""
_MARGIN: Final = 26.0
_SURE: Final = {POSSIBLE: " net-possible", NOT_STATED: " net-undated"}
"""How edges are drawn that may not have held on the day of the view."""
_WIDEST: Final = 8
"""Widths of edges that stand for many relations: two steps for each power of ten."""
_SMALL: Final = 860.0
"""Width up to which a drawing is not made larger than it is: the least width of the others on a page."""


@dataclass(frozen=True)
class Drawing:
    """What the drawing needs to know beside network and layout.

    Attributes:
        language: of labels, ``vi`` or ``en``.
        link: IRI → address that the node leads to.
        title: of the whole drawing, for screen readers.
        details: words for enumerated values on edges, by IRI.
        identifier: prefix of ids inside the drawing.
        headings: words above the lanes, from left to right, where groups of nodes stand in lanes.
        notes: words below the labels of some nodes, by IRI, in the place of their relations.
    """

    language: str
    link: Callable[[str], str]
    title: str
    details: Mapping[str, str]
    identifier: str = "net"
    headings: Sequence[str] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def clean(text: str, most: int | None = None) -> str:
    """Return text without control and direction characters, shortened to ``most`` characters.

    >>> clean("Hòa" + chr(0x202E) + " An", 5)
    'Hòa …'
    """
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf"})
    kept = " ".join(kept.split())
    return kept if most is None or len(kept) <= most else f"{kept[: most - 1]}…"


def draw(network: Network, layout: Layout, drawing: Drawing) -> str:
    """Return one ``<svg>`` element."""
    left, top, right, bottom = _frame(network, layout, drawing)
    width, height = right - left, bottom - top
    title_id, look = f"{drawing.identifier}-title", "net" if width > _SMALL else "net net-small"
    frame = (
        f'viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    )
    parts = [
        f'<svg xmlns="{_SVG}" class="{look}" role="group" aria-labelledby="{title_id}" {frame}>',
        f'<title id="{title_id}">{escape(clean(drawing.title))}</title>',
        '<g class="net-edges" aria-hidden="true">',
        *(_draw_edge(edge, network, layout) for edge in network.edges if edge.source != edge.target),
        "</g>",
        *(_draw_heading(number * LANE, top, words) for number, words in enumerate(drawing.headings)),
        *(_draw_node(iri, network, layout, drawing) for iri in _reading_order(network, layout)),
        "</svg>",
    ]
    return "".join(parts)


def _draw_heading(x: float, top: float, words: str) -> str:
    spot = f'x="{x - _RADIUS:.1f}" y="{top + _MARGIN * 0.8:.1f}"'
    return f'<text class="net-heading" {spot}>{escape(clean(words, _LABEL))}</text>'


def _reading_order(network: Network, layout: Layout) -> list[str]:
    """Centres first, then from left to right and from top to bottom: the order of the tab key."""
    rest = sorted(set(network.names) - set(network.centres), key=lambda iri: (*layout.positions[iri], iri))
    return [*network.centres, *rest]


def _frame(network: Network, layout: Layout, drawing: Drawing) -> tuple[float, float, float, float]:
    least_x, least_y, most_x, most_y = layout.bounds
    for iri, (x, _) in layout.positions.items():
        if iri in network.centres and len(network.centres) == 1 and not network.groups:
            half = _width(network.names[iri], drawing.language) / 2
            least_x, most_x = min(least_x, x - half), max(most_x, x + half)
            continue
        reach = _RADIUS + 8 + _width(network.names[iri], drawing.language)
        if layout.sides.get(iri, 1) < 0:
            least_x = min(least_x, x - reach)
        else:
            most_x = max(most_x, x + reach)
    if network.groups:
        # Edges between two things of the first lane bend to its left.
        least_x -= 2 * _RADIUS
    above = _MARGIN * (2.6 if drawing.headings else 1.4)
    return least_x - _MARGIN, least_y - above, most_x + _MARGIN, most_y + _MARGIN * 1.6


def _width(name: Name, language: str) -> float:
    return _CHARACTER * min(_LABEL, len(clean(name.label(language).value)))


def _draw_edge(edge: Edge, network: Network, layout: Layout) -> str:
    (x1, y1), (x2, y2) = layout.positions[edge.source], layout.positions[edge.target]
    bend = (x2 - x1) / 2
    path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    if abs(x2 - x1) < 1:
        # In a column of a tree the edge goes around the labels; in a lane it leaves them alone.
        bend = 90.0 if layout.parents else -55.0 * layout.sides.get(edge.source, 1)
        path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 + bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    tree = edge in (layout.parents.get(edge.source), layout.parents.get(edge.target))
    plain = tree or len(network.centres) > 1 or network.groups or network.weights
    kind = _SURE.get(edge.certainty) or ("" if plain else " net-cross")
    if weight := network.weights.get(edge):
        kind += f" net-w{min(_WIDEST, 1 + int(math.log10(weight) * 2))}"
    return f'<path class="net-edge{kind}" d="{path}"/>'


def _draw_node(iri: str, network: Network, layout: Layout, drawing: Drawing) -> str:
    name, (x, y) = network.names[iri], layout.positions[iri]
    term = name.label(drawing.language)
    side = layout.sides.get(iri, 1)
    relation = drawing.notes.get(iri) or _relation_words(iri, network, layout, drawing)
    kind = name.kind
    whole = clean(term.value)
    # The title is the link's name; it begins with what can be seen (WCAG 2.5.3).
    told = ", ".join(part for part in (whole, relation, kind.label(drawing.language)) if part)
    centre = iri in network.centres
    alone = centre and len(network.centres) == 1 and not network.groups
    reach = 0.0 if alone else side * (_RADIUS + 8)
    anchor = "middle" if alone else ("start" if side > 0 else "end")
    label_y = y - _RADIUS - 9 if alone else y + (1 if relation else 4.5)
    language = f" lang={quoteattr(term.lang)}" if term.lang else ""
    classes = f"net-node k-{kind.name}{' net-centre' if centre else ''}"
    words = escape(clean(term.value, _LABEL))
    spot = f'x="{x + reach:.1f}" y="{label_y:.1f}" text-anchor="{anchor}"'
    lines = [f'<text class="net-label" {spot}{language}>{words}</text>']
    if relation:
        lines.append(
            f'<text class="net-relation" x="{x + reach:.1f}" y="{y + 15:.1f}" text-anchor="{anchor}">'
            f"{escape(clean(relation, _LABEL + 6))}</text>"
        )
    ring = f'<circle class="net-pin" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS * 1.6:.1f}"/>'
    return (
        f'<a class="{classes}" href={quoteattr(drawing.link(iri))}>'
        f"<title>{escape(told)}</title>{ring if iri in network.pinned else ''}"
        f"{shape(kind.shape, x, y, _RADIUS * _growth(iri, network))}"
        f"{''.join(lines)}</a>"
    )


def _growth(iri: str, network: Network) -> float:
    """How much larger a node is drawn than most: centres, and groups of many things."""
    if iri in network.centres:
        return 1.35
    return 0.8 + 0.22 * math.log10(1 + network.sizes[iri]) if iri in network.sizes else 1.0


def _relation_words(iri: str, network: Network, layout: Layout, drawing: Drawing) -> str:
    """Say how a node hangs on the one before: all relations of the two, their directions and details."""
    parent = layout.parents.get(iri)
    if parent is None:
        return ""
    ends = {parent.source, parent.target}
    words = []
    for edge in network.edges:
        if {edge.source, edge.target} == ends:
            detail = drawing.details.get(edge.detail, "")
            label = RELATIONS[edge.kind].label(drawing.language)
            arrow = "←" if edge.source == iri else "→"
            words.append(f"{arrow} {label}: {detail}" if detail else f"{arrow} {label}")
    return " · ".join(dict.fromkeys(words))


def shape(name: str, x: float, y: float, radius: float) -> str:
    """Return the element of a node's shape; names as in ``kg.views.kinds.Kind``.

    >>> shape("dot", 0, 0, 5)
    '<circle class="net-shape" cx="0.0" cy="0.0" r="5.0"/>'
    """
    if name == "dot":
        return f'<circle class="net-shape" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    if name == "square":
        size = radius * 0.92
        return (
            f'<rect class="net-shape" x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size:.1f}" '
            f'height="{2 * size:.1f}" rx="2"/>'
        )
    corners = {"diamond": (4, 0.0), "triangle": (3, 0.0), "triangleDown": (3, math.pi), "hexagon": (6, 0.0)}
    if name == "star":
        points = _polygon(10, 0.0, x, y, radius * 1.2, inner=0.55)
    else:
        count, turn = corners[name]
        points = _polygon(count, turn, x, y, radius * 1.12)
    return f'<polygon class="net-shape" points="{points}"/>'


def _polygon(count: int, turn: float, x: float, y: float, radius: float, inner: float = 1.0) -> str:
    points = []
    for number in range(count):
        angle = turn - math.pi / 2 + 2 * math.pi * number / count
        reach = radius * (inner if number % 2 else 1.0)
        points.append(f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}")
    return " ".join(points)
