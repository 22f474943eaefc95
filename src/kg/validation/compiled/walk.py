"""Follow a property path from one node over the data (SHACL §2.3.1, SPARQL 1.1 §9.3)."""

from __future__ import annotations

from typing import Protocol

from pyoxigraph import NamedNode

from kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence
from kg.validation.triples import Node, Term


class Readable(Protocol):
    """Data whose properties can be read in both directions."""

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Values of a property."""
        ...

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Subjects that have a value."""
        ...


def follow(data: Readable, path: Path, start: Term) -> list[Term]:
    """Give the nodes that a path leads to, each once."""
    return list(_step(data, path, start, backward=False))


def _step(data: Readable, path: Path, start: Term, *, backward: bool) -> dict[Term, None]:
    """Keys are the nodes reached, in order; from value to subject where `backward`."""
    match path:
        case Predicate(iri):
            found = data.subjects(iri, start) if backward else data.objects(start, iri)
            return dict.fromkeys(found)
        case Inverse(inner):
            return _step(data, inner, start, backward=not backward)
        case Alternative(parts):
            return {node: None for part in parts for node in _step(data, part, start, backward=backward)}
        case Sequence(parts):
            reached = {start: None}
            for part in reversed(parts) if backward else parts:
                reached = {
                    after: None for node in reached for after in _step(data, part, node, backward=backward)
                }
            return reached
        case Repeat(inner, sign):
            return _repeat(data, inner, sign, start, backward=backward)


def _repeat(data: Readable, path: Path, sign: str, start: Term, *, backward: bool) -> dict[Term, None]:
    reached: dict[Term, None] = {} if sign == "+" else {start: None}
    waiting = [start]
    while waiting:
        for node in _step(data, path, waiting.pop(), backward=backward):
            if node not in reached:
                reached[node] = None
                if sign != "?":
                    waiting.append(node)
    return reached
