"""Group the statements that differ: by record, and in it by the thing or claim that they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.build.diff.statements import Changes, Statement
from kg.build.diff.things import path_of
from kg.rdf import iri as iris
from kg.vocab import DATA

SOURCES: Final = f"{DATA}source/"
_KINDS: Final = {
    iris.GRAPH_REGISTRY: "registry",
    iris.GRAPH_REGISTER: "register",
    iris.GRAPH_DERIVED: "derived",
    iris.GRAPH_ONTOLOGY: "ontology",
}
ORDER: Final = ("source", *_KINDS.values(), "graph")
"""Kinds of records in the order in which they are shown."""


@dataclass(frozen=True)
class EntityChange:
    """What changed about one thing, or one claim of a source that belongs to no thing.

    Attributes:
        iri: the thing or claim.
        removed, added: statements, in the order of their files.
    """

    iri: str
    removed: tuple[Statement, ...]
    added: tuple[Statement, ...]


@dataclass(frozen=True)
class RecordChange:
    """What changed in one named graph.

    Attributes:
        iri: of the graph; of a source it is the source itself.
        kind: ``source``, ``registry``, ``register``, ``derived``, ``ontology``, or ``graph`` for others.
        entities: by IRI.
    """

    iri: str
    kind: str
    entities: tuple[EntityChange, ...]

    @property
    def removed(self) -> int:
        """Number of statements removed."""
        return sum(len(entity.removed) for entity in self.entities)

    @property
    def added(self) -> int:
        """Number of statements added."""
        return sum(len(entity.added) for entity in self.entities)


def kind_of_graph(graph: str) -> str:
    """Tell what keeps the statements of a named graph: a source, the registries, the register and so on.

    >>> kind_of_graph(iris.GRAPH_DERIVED), kind_of_graph(f"{DATA}source/a"), kind_of_graph("urn:x")
    ('derived', 'source', 'graph')
    """
    return _KINDS.get(graph) or ("source" if graph.startswith(SOURCES) else "graph")


def group(changes: Changes, things: Mapping[str, str], claims: Collection[str]) -> tuple[RecordChange, ...]:
    """Group statements by named graph and entity.

    A statement belongs to the nearest thing that its subject is or stands inside. What stands inside nothing
    but its source belongs to its claim: the outermost node of the source that it stands inside. Passages and
    mentions belong to the source.

    Args:
        changes: what differs.
        things: IRI → kind, of all things among the subjects and what they stand inside.
        claims: nodes that either graph describes, of those in ``outermost``.
    """
    found: dict[str, dict[str, tuple[list[Statement], list[Statement]]]] = {}
    for side, statements in enumerate((changes.removed, changes.added)):
        for statement in statements:
            entity = _entity(statement, things, claims)
            found.setdefault(statement.graph, {}).setdefault(entity, ([], []))[side].append(statement)
    records = [
        RecordChange(
            graph,
            kind_of_graph(graph),
            tuple(EntityChange(iri, tuple(old), tuple(new)) for iri, (old, new) in sorted(entities.items())),
        )
        for graph, entities in found.items()
    ]
    return tuple(sorted(records, key=lambda record: (ORDER.index(record.kind), record.iri)))


def outermost(statements: Iterable[Statement], things: Mapping[str, str]) -> set[str]:
    """Return the IRIs inside their source that may be the claim to which a statement belongs."""
    return {
        node
        for statement in statements
        if _nearest(statement, things) == statement.graph
        for node in _inside(statement.subject, statement.graph)
    }


def _entity(statement: Statement, things: Mapping[str, str], claims: Collection[str]) -> str:
    nearest = _nearest(statement, things)
    if nearest != statement.graph:
        return nearest or statement.subject
    inside = [node for node in _inside(statement.subject, statement.graph) if node in claims]
    return inside[-1] if inside else statement.graph


def _nearest(statement: Statement, things: Mapping[str, str]) -> str:
    return next((node for node in path_of(statement.subject) if node in things), "")


def _inside(subject: str, source: str) -> Sequence[str]:
    """Return a node and what it stands inside below its source, the outermost last; none for a passage."""
    if "#" in subject or subject.startswith(f"{source}/mention/"):
        return ()
    return [node for node in path_of(subject) if node.startswith(f"{source}/")]
