"""Tell which results may vanish when statements are added to the data.

A second value of a property stays one too many whatever else is said; a missing value, or a rule that looks
for what is *not* there, may be a fault of data that are incomplete. Where records had to be left out, only
the first kind can be told for sure.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pyoxigraph import Literal

from kg.validation.compiled.constraints import component
from kg.validation.compiled.vocabulary import sh
from kg.validation.rdf_files import read_rdf
from kg.validation.shapes import shape_files
from kg.validation.triples import Triples

INCOMPLETE: Final = frozenset(
    component(name).value
    for name in (
        "Class", "Equals", "HasValue", "MinCount", "Node", "And", "Not", "Or", "Xone", "QualifiedMinCount",
        "QualifiedMaxCount",
    )
)  # fmt: skip
"""Components of SHACL Core whose results may vanish when statements are added."""

_OPEN: Final = frozenset({"NOT", "MINUS", "BOUND", "COALESCE", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE"})
_WORD: Final = re.compile(r"[\w-]+(?::[\w-]+)?")


def rules_on_absence(shapes: Path) -> dict[str, frozenset[str]]:
    """Find the shapes whose query, or that of their target, looks for what is absent.

    Args:
        shapes: folder of the shapes.

    Returns:
        IRI of the shape → the words of its queries, prefixed names among them.

    Raises:
        InputError: a file cannot be read.
    """
    graph = Triples(triple for file in shape_files(shapes) for triple in read_rdf(file, file.stem))
    found: dict[str, frozenset[str]] = {}
    for predicate in (sh("sparql"), sh("target")):
        for holder in graph.all_objects(predicate):
            text = graph.value(holder, sh("select"))
            words = frozenset(_WORD.findall(text.value)) if isinstance(text, Literal) else frozenset()
            if not _OPEN.isdisjoint(word.upper() for word in words):
                for shape in graph.subjects(predicate, holder):
                    found[shape.value] = found.get(shape.value, frozenset()) | words
    return found
