"""Spell statements as RDF for readers: Turtle or JSON-LD, subjects in order, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import BinaryIO

import pyoxigraph as ox


class Rdf(Enum):
    """How a graph is written: RDF 1.1 Turtle, or JSON-LD 1.1."""

    TURTLE = ox.RdfFormat.TURTLE
    JSON_LD = ox.RdfFormat.JSON_LD


def write_graph(
    lines: Iterable[tuple[str, str, str]],
    output: BinaryIO,
    prefixes: Mapping[str, str],
    kind: Rdf = Rdf.TURTLE,
) -> None:
    """Write statements.

    Args:
        lines: (subject, predicate, object) in N-Triples spelling, as ``NamedGraph.lines``.
        output: takes UTF-8.
        prefixes: abbreviations that may be used.
        kind: Turtle unless something else is asked for.

    >>> from io import BytesIO
    >>> written = BytesIO()
    >>> write_graph([("<http://x/a>", "<http://x/b>", '"c"')], written, {"x": "http://x/"})
    >>> written.getvalue().decode().splitlines()
    ['@prefix x: <http://x/> .', 'x:a x:b "c" .']
    """
    triples = "".join(f"{subject} {predicate} {target} .\n" for subject, predicate, target in sorted(lines))
    ox.serialize(
        ox.parse(triples.encode(), format=ox.RdfFormat.N_TRIPLES),
        output,
        format=kind.value,
        prefixes=dict(sorted(prefixes.items())),
    )
