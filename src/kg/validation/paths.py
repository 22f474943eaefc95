"""Property paths of SHACL (§2.3.1): read from a graph, spelled as SPARQL, written back as triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode
from rdflib import SH

from kg.validation.triples import FIRST, NIL, REST, ListError, Node, Term, Triples, named

_INVERSE, _ALTERNATIVE = named(SH.inversePath), named(SH.alternativePath)
_REPEATS = {"*": named(SH.zeroOrMorePath), "+": named(SH.oneOrMorePath), "?": named(SH.zeroOrOnePath)}
_FEWEST_PARTS = 2


class PathError(ValueError):
    """An ill-formed path; the message names what is wrong."""


@dataclass(frozen=True)
class Predicate:
    """One property."""

    iri: NamedNode

    def __str__(self) -> str:
        return str(self.iri)


@dataclass(frozen=True)
class Inverse:
    """A path from value to subject."""

    path: Path

    def __str__(self) -> str:
        return f"^({self.path})" if isinstance(self.path, Sequence | Alternative) else f"^{self.path}"


@dataclass(frozen=True)
class Sequence:
    """Paths one after the other; two at least."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return "/".join(f"({part})" if isinstance(part, Alternative) else str(part) for part in self.parts)


@dataclass(frozen=True)
class Alternative:
    """Any of several paths; two at least."""

    parts: tuple[Path, ...]

    def __str__(self) -> str:
        return "|".join(str(part) for part in self.parts)


@dataclass(frozen=True)
class Repeat:
    """A path some times over; ``sign`` is ``*``, ``+`` or ``?`` as in SPARQL."""

    path: Path
    sign: str

    def __str__(self) -> str:
        return f"{self.path}{self.sign}" if isinstance(self.path, Predicate) else f"({self.path}){self.sign}"


Path = Predicate | Inverse | Sequence | Alternative | Repeat
"""A path; ``str`` spells it as a SPARQL property path."""


def read_path(graph: Triples, node: Term, above: tuple[Term, ...] = ()) -> Path:
    """Read the path that a node stands for; a list counts before anything else at the same node.

    Args:
        graph: where its triples stand.
        node: the value of ``sh:path``.
        above: nodes that this one is a part of, which it must not be one of.

    Raises:
        PathError: it is ill-formed.
    """
    if isinstance(node, NamedNode):
        return Predicate(node)
    if not isinstance(node, BlankNode) or node in above:
        raise PathError(f"{node} is no path: write an IRI, a list or one of sh:inversePath … without cycles")
    inner = (*above, node)
    if graph.objects(node, FIRST):
        return Sequence(_parts(graph, node, inner))
    if value := graph.value(node, _INVERSE):
        return Inverse(read_path(graph, value, inner))
    if value := graph.value(node, _ALTERNATIVE):
        return Alternative(_parts(graph, value, inner))
    for sign, predicate in _REPEATS.items():
        if value := graph.value(node, predicate):
            return Repeat(read_path(graph, value, inner), sign)
    raise PathError("a blank node is no path: give it a list, sh:inversePath, sh:alternativePath, …")


def _parts(graph: Triples, head: Term, above: tuple[Term, ...]) -> tuple[Path, ...]:
    try:
        members = graph.members(head)
    except ListError as error:
        raise PathError(f"a path's list is ill-formed: {error}") from error
    if len(members) < _FEWEST_PARTS:
        raise PathError("a sequence or alternative path needs two members at least")
    return tuple(read_path(graph, member, above) for member in members)


def path_text(path: Path) -> str:
    """Spell a path as a report does: an IRI without brackets, or for more than that as in SPARQL."""
    return path.iri.value if isinstance(path, Predicate) else str(path)


def predicates_of(path: Path) -> Iterator[NamedNode]:
    """Yield every property that a path goes along."""
    match path:
        case Predicate(iri):
            yield iri
        case Inverse(inner) | Repeat(inner, _):
            yield from predicates_of(inner)
        case Sequence(parts) | Alternative(parts):
            for part in parts:
                yield from predicates_of(part)


def write_path(path: Path, label: str) -> tuple[Node, list[tuple[Node, NamedNode, Term]]]:
    """Write a path as triples.

    Args:
        path: the path.
        label: beginning of the labels of its blank nodes.

    Returns:
        The node that stands for it, and the triples that describe it.
    """
    if isinstance(path, Predicate):
        return path.iri, []
    node = BlankNode(label)
    match path:
        case Inverse(inner):
            value, triples = write_path(inner, f"{label}i")
            return node, [(node, _INVERSE, value), *triples]
        case Repeat(inner, sign):
            value, triples = write_path(inner, f"{label}r")
            return node, [(node, _REPEATS[sign], value), *triples]
        case Alternative(parts):
            value, triples = _write_list(parts, f"{label}a")
            return node, [(node, _ALTERNATIVE, value), *triples]
        case Sequence(parts):
            return _write_list(parts, label)


def _write_list(parts: tuple[Path, ...], label: str) -> tuple[Node, list[tuple[Node, NamedNode, Term]]]:
    cells: list[Node] = [*(BlankNode(f"{label}{number}") for number in range(len(parts))), NIL]
    triples: list[tuple[Node, NamedNode, Term]] = []
    for number, part in enumerate(parts):
        value, described = write_path(part, f"{label}{number}p")
        triples += [(cells[number], FIRST, value), (cells[number], REST, cells[number + 1]), *described]
    return cells[0], triples
