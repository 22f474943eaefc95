"""Spell statements as Turtle (W3C RDF 1.1 Turtle): prefixes, subjects in order, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import pyoxigraph as ox


def write_turtle(
    lines: Iterable[tuple[str, str, str]], output: BinaryIO, prefixes: Mapping[str, str]
) -> None:
    """Write statements as Turtle.

    Args:
        lines: (subject, predicate, object) in N-Triples spelling, as ``NamedGraph.lines``.
        output: takes UTF-8.
        prefixes: abbreviations that may be used.

    >>> from io import BytesIO
    >>> written = BytesIO()
    >>> write_turtle([("<http://x/a>", "<http://x/b>", '"c"')], written, {"x": "http://x/"})
    >>> written.getvalue().decode().splitlines()
    ['@prefix x: <http://x/> .', 'x:a x:b "c" .']
    """
    triples = "".join(f"{subject} {predicate} {target} .\n" for subject, predicate, target in sorted(lines))
    ox.serialize(
        ox.parse(triples.encode(), format=ox.RdfFormat.N_TRIPLES),
        output,
        format=ox.RdfFormat.TURTLE,
        prefixes=dict(sorted(prefixes.items())),
    )
