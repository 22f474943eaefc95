"""Writes a network for other programs: CSV, GraphML, GEXF, JSON and an SVG file that needs nothing else.

Every format holds the nodes and edges in view, where the drawing puts them, with the passages that say each
edge. Equal networks give equal bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final

import networkx as nx
from rdflib import URIRef

from kg.store.answer_formats import escape_formula
from kg.views.edges import Edge
from kg.views.evidence import Evidence
from kg.views.kinds import Kind
from kg.views.layout import lay_out
from kg.views.network import Network
from kg.views.network_words import Words
from kg.views.svg import Drawing, clean, draw
from kg.vocab.enumerations import value_of

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_BETWEEN: Final = " | "
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold (§2.2, production 2)."""
_NOW: Final = re.compile(r' lastmodifieddate="[^"]*"')
_ALPHA: Final = re.compile(r'(<viz:color [^>]*?) a="[^"]*"')
"""Gephi Lite reads an alpha of 1.0 as one of 255."""
_STYLE: Final = """
svg { font-family: "Be Vietnam Pro", system-ui, sans-serif; background: #fff; }
.net-edge { fill: none; stroke: #8d938d; stroke-width: 1.4; }
.net-cross { stroke-dasharray: 3 4; stroke-width: 1; }
.net-possible { stroke-dasharray: 8 5; }
.net-undated { stroke-dasharray: 1 4; stroke-linecap: round; }
.net-w1 { stroke-width: 1.1; }
.net-w2 { stroke-width: 1.5; }
.net-w3 { stroke-width: 2.0; }
.net-w4 { stroke-width: 2.7; }
.net-w5 { stroke-width: 3.6; }
.net-w6 { stroke-width: 4.8; }
.net-w7 { stroke-width: 6.5; }
.net-w8 { stroke-width: 8.8; }
.net-pin { fill: none; stroke: #1f2421; stroke-width: 1.5; }
.net-shape { stroke: #fff; stroke-width: 2; }
.net-label { font-size: 13.5px; fill: #1f2421; paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.net-relation { font-size: 11.5px; fill: #59615c; paint-order: stroke; stroke: #fff; stroke-width: 3px; }
.net-heading { font-size: 12.5px; font-weight: 600; fill: #59615c; }
.net-centre .net-label { font-size: 15px; font-weight: 600; }
"""


def to_csv(network: Network, words: Words) -> str:
    """Write the edges as CSV (RFC 4180, CRLF), each with the passages that say it.

    A text that a spreadsheet could take for a formula gets an apostrophe first. As of a day there is a last
    column with ``certain``, ``possible`` or ``not stated``; edges that stand for many have their count.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    head = ["from", "from_id", "relation", "to", "to_id", "sources", "status"]
    head += ["certainty"] if network.on else []
    head += ["count"] if network.weights else []
    writer.writerow(head)
    for edge in network.edges:
        proof = words.proof(edge)
        cells = (
            _label(network, edge.source, words),
            edge.source,
            words.relation(edge),
            _label(network, edge.target, words),
            edge.target,
            _passages(edge, words),
            _status(proof),
            *([edge.certainty] if network.on else []),
            *([str(network.weights[edge])] if network.weights else []),
        )
        writer.writerow([escape_formula(cell) for cell in cells])
    return stream.getvalue()


def to_json(network: Network, words: Words) -> str:
    """Write the data contract of networks as JSON, with relations in words and passages.

    ``{"nodes": [{"id", "label", "kind", "x", "y"}], "edges": [{"source", "target", "kind", "label",
    "passages": [{"source", "start", "end"}]}], "data_version"}``; as of a day also ``on`` and, of each edge,
    ``certainty``.
    """
    data = network.to_data(lay_out(network, words.language).positions, words.language)
    for written, edge in zip(data["edges"], network.edges, strict=True):
        written["label"] = words.relation(edge)
        written["passages"] = [
            {"source": passage.source, "start": passage.start, "end": passage.end}
            for passage in words.proof(edge).passages
        ]
        if network.on:
            written["certainty"] = edge.certainty
        if network.weights:
            written["count"] = network.weights[edge]
    data["data_version"] = words.data_version
    if network.on:
        data["on"] = network.on
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_graphml(network: Network, words: Words) -> str:
    """Write GraphML (graphdrawing.org) with labels, kinds, places, relations and passages."""
    return _DECLARATION + "\n".join(nx.generate_graphml(_graph(network, words))) + "\n"


def to_gexf(network: Network, words: Words) -> str:
    """Write GEXF 1.2 with places and colours, as Gephi and Gephi Lite read them."""
    graph = _graph(network, words)
    for iri, place in graph.nodes.items():
        kind = network.names[iri].kind
        position = {"x": place.pop("x"), "y": -place.pop("y"), "z": 0.0}
        place["viz"] = {"position": position, "color": _rgb(kind)}
    text = "\n".join(nx.generate_gexf(graph, version="1.2draft"))
    return _DECLARATION + _ALPHA.sub(r"\1", _NOW.sub("", text)) + "\n"


def to_svg_file(network: Network, words: Words) -> str:
    """Write the drawing as a file of its own: with its colours, and with links to the permanent addresses."""
    drawing = Drawing(words.language, _permanent, words.title, words.details)
    svg = draw(network, lay_out(network, words.language), drawing)
    kinds = {name.kind for name in network.names.values()}
    colours = "".join(
        f".k-{kind.name} .net-shape {{ fill: {kind.colour}; }}\n"
        for kind in sorted(kinds, key=attrgetter("name"))
    )
    head, end, rest = svg.partition(">")
    return f"{_DECLARATION}{head}{end}<style>{_STYLE}{colours}</style>{_xml(rest)}\n"


def _graph(network: Network, words: Words) -> nx.MultiDiGraph[str]:
    positions = lay_out(network, words.language).positions
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, name in sorted(network.names.items()):
        x, y = positions[iri]
        label = _xml(clean(name.label(words.language).value))
        graph.add_node(iri, label=label, kind=name.kind.name, x=round(x, 1), y=round(y, 1))
    for number, edge in enumerate(network.edges, 1):
        attributes = _attributes(edge, words, network.weights.get(edge, 0))
        graph.add_edge(edge.source, edge.target, key=f"e{number}", **attributes)
    return graph


def _attributes(edge: Edge, words: Words, weight: int) -> Mapping[str, Any]:
    return {
        "label": _xml(clean(words.relation(edge))),
        "relation": edge.kind,
        "sources": _passages(edge, words),
        "status": _status(words.proof(edge)),
        **({"certainty": edge.certainty} if edge.certainty else {}),
        **({"weight": weight} if weight else {}),
    }


def _passages(edge: Edge, words: Words) -> str:
    passages = words.proof(edge).passages
    return _BETWEEN.join(f"{item.source}#char={item.start},{item.end}" for item in passages)


def _status(proof: Evidence) -> str:
    return value_of(URIRef(proof.status))[1] if proof.status else ""


def _label(network: Network, iri: str, words: Words) -> str:
    return clean(network.names[iri].label(words.language).value)


def _permanent(iri: str) -> str:
    return iri if iri.startswith(("http://", "https://")) else ""


def _rgb(kind: Kind) -> dict[str, int]:
    return {name: int(kind.colour[at : at + 2], 16) for name, at in (("r", 1), ("g", 3), ("b", 5))}


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
