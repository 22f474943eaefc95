"""Shapes as values: what `reader` makes of a shapes graph, and what `judge` and `sieve` work from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import Literal, NamedNode

from kg.validation.paths import Path
from kg.validation.triples import Node, Term, Triples


class TargetKind(Enum):
    """How a target names its nodes (SHACL §2.1.3, SHACL-AF §3.1)."""

    NODE = "targetNode"
    CLASS = "targetClass"
    SUBJECTS_OF = "targetSubjectsOf"
    OBJECTS_OF = "targetObjectsOf"
    QUERY = "target"


@dataclass(frozen=True)
class Query:
    """A query of a shape, with its prefixes in front.

    Attributes:
        node: the node that holds it.
        text: SPARQL.
        ask: whether it is an ASK query.
        messages: what it says of a result.
    """

    node: Node
    text: str
    ask: bool = False
    messages: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Target:
    """Nodes that a shape is checked against: those of a term, or those that a query selects as ``?this``."""

    kind: TargetKind
    term: Term | None = None
    query: Query | None = None


@dataclass(frozen=True)
class Component:
    """A constraint component that the shapes graph declares itself (SHACL §6).

    Attributes:
        iri: the component.
        parameters: name of the variable → property of the shape; ``optional`` names those that may be absent.
        node_validator: for node shapes; ``property_validator`` for property shapes.
    """

    iri: Node
    parameters: Mapping[str, NamedNode]
    optional: frozenset[str]
    node_validator: Query | None
    property_validator: Query | None


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape.

    Attributes:
        name: local name of its component without ``ConstraintComponent``, as ``MinCount``; ``Custom`` for a
            declared one.
        component: IRI of the component, as results name it.
        term: the parameter's value, where it is one term.
        terms: members of the parameter's list; siblings of a qualified shape; allowed properties.
        number: the parameter's value, where it is a count.
        text: a regular expression; ``flags`` its flags.
        disjoint: whether qualified shapes exclude their siblings.
        query: of a SPARQL constraint or a declared component.
        bindings: values of a declared component's parameters, by name.
    """

    name: str
    component: Node
    term: Term | None = None
    terms: tuple[Term, ...] = ()
    number: int = 0
    text: str = ""
    flags: str = ""
    disjoint: bool = False
    query: Query | None = None
    bindings: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True)
class Shape:
    """A node shape, or with a path a property shape."""

    node: Node
    path: Path | None
    severity: Node
    messages: tuple[Literal, ...]
    deactivated: bool
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True)
class Shapes:
    """All shapes of a graph by their nodes; ``graph`` holds the triples they were read from."""

    by_node: Mapping[Node, Shape]
    graph: Triples

    @property
    def with_targets(self) -> tuple[Shape, ...]:
        """Shapes that are checked by themselves, in the order of their nodes."""
        found = (shape for shape in self.by_node.values() if shape.targets and not shape.deactivated)
        return tuple(sorted(found, key=lambda shape: str(shape.node)))
