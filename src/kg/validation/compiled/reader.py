"""Read a shapes graph into shapes; what is ill-formed or not understood is refused by name, never skipped."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode
from rdflib import RDFS, SH

from kg.errors import ShapeError
from kg.validation.compiled.components import read_components
from kg.validation.compiled.constraints import READERS, read_custom
from kg.validation.compiled.model import Component, Constraint, Shape, Shapes, Target, TargetKind
from kg.validation.compiled.queries import read_query
from kg.validation.compiled.source import Source
from kg.validation.compiled.vocabulary import ANYWHERE, NAMESPACE, PARAMETERS, PREDICATES, TARGETS, TYPES, sh
from kg.validation.triples import TYPE, ListError, Node, Term, Triples, named

_CLASS: Final = named(RDFS.Class)
_REFERENCES: Final = tuple(map(sh, ("node", "property", "not", "qualifiedValueShape")))
_QUERY_HOLDERS: Final = ("sparql", "target", "validator", "nodeValidator", "propertyValidator")
_HOLDERS: Final = tuple(map(sh, (*_QUERY_HOLDERS, "parameter", "prefixes", "declare")))
_NAMES: Final = sorted(term.value.removeprefix(NAMESPACE) for term in PREDICATES | TYPES)
_LISTS: Final = tuple(map(sh, ("and", "or", "xone")))


def read_shapes(graph: Triples, origin: Path) -> Shapes:
    """Read all shapes of a graph.

    Args:
        graph: the shapes graph.
        origin: file or folder that it was read from, for errors.

    Raises:
        ShapeError: a shape is ill-formed, recursive, or uses a term that is not understood.
    """
    components = read_components(graph, origin)
    found = _shape_nodes(graph, components)
    _refuse_unknown(graph, found | {declared.iri for declared in components}, origin)
    nodes = sorted(found, key=str)
    shapes = {node: _read_shape(Source(graph, node, origin), components) for node in nodes}
    _refuse_property_without_path(shapes, origin)
    _refuse_recursion(shapes, origin)
    return Shapes(shapes, graph)


def _refuse_unknown(graph: Triples, shapes: set[Node], origin: Path) -> None:
    """Refuse what is not understood at a node that SHACL gives a meaning; other nodes may be anything."""
    nodes = set(shapes)
    for predicate in _HOLDERS:
        nodes.update(node for node in graph.all_objects(predicate) if isinstance(node, NamedNode | BlankNode))
    for subject, predicate, value in sorted(graph, key=lambda triple: tuple(map(str, triple))):
        source = Source(graph, subject, origin)
        unknown = predicate.value.startswith(NAMESPACE) and predicate not in PREDICATES
        if unknown and (subject in nodes or predicate in ANYWHERE):
            raise _unknown(source, predicate)
        if predicate == TYPE and _is_unknown_class(value) and not str(subject).startswith(f"<{NAMESPACE}"):
            raise _unknown(source, value)


def _unknown(source: Source, term: Term) -> ShapeError:
    """Tell a term of SHACL that is not understood from one that SHACL does not have."""
    name = term.value.removeprefix(NAMESPACE) if isinstance(term, NamedNode) else ""
    if name in SH:
        return source.error("is not understood; drop it, or use the reference runner", term, unsupported=True)
    near = difflib.get_close_matches(name, _NAMES, n=1)
    hint = f"did you mean sh:{near[0]}?" if near else "drop it"
    return source.error(f"is no term of SHACL; {hint}", term)


def _is_unknown_class(value: Term) -> bool:
    return isinstance(value, NamedNode) and value.value.startswith(NAMESPACE) and value not in TYPES


def _shape_nodes(graph: Triples, components: tuple[Component, ...]) -> set[Node]:
    """All nodes that are shapes (SHACL §2.1)."""
    found = {*graph.instances(sh("NodeShape")), *graph.instances(sh("PropertyShape"))}
    for predicate in PARAMETERS | TARGETS:
        found.update(graph.subjects(predicate))
    for declared in components:
        for name, predicate in declared.parameters.items():
            if name not in declared.optional:
                found.update(graph.subjects(predicate))
    for _subject, predicate, value in graph:
        if predicate in _REFERENCES and isinstance(value, NamedNode | BlankNode):
            found.add(value)
        elif predicate in _LISTS:
            found.update(_list_nodes(graph, value))
    return found


def _list_nodes(graph: Triples, head: Term) -> Iterator[Node]:
    try:
        members = graph.members(head)
    except ListError:
        return  # the shape's own reading names the list
    for member in members:
        if isinstance(member, NamedNode | BlankNode):
            yield member


def _read_shape(source: Source, components: tuple[Component, ...]) -> Shape:
    path = source.path(sh("path"))
    if path is None and source.node in source.graph.instances(sh("PropertyShape")):
        raise source.error("is missing; add the path of the property shape", sh("path"))
    constraints: list[Constraint] = []
    for read in READERS:
        constraints += read(source)
    constraints += read_custom(source, components)
    return Shape(
        node=source.node,
        path=path,
        severity=source.iri(sh("severity")) or sh("Violation"),
        messages=source.messages(sh("message")),
        deactivated=source.flag(sh("deactivated")),
        targets=tuple(_targets(source)),
        constraints=tuple(constraints),
    )


def _targets(source: Source) -> Iterator[Target]:
    for value in source.values(sh("targetNode")):
        if isinstance(value, BlankNode):
            raise source.error("a blank node cannot be a target; name an IRI or a literal", sh("targetNode"))
        yield Target(TargetKind.NODE, value)
    for kind in (TargetKind.CLASS, TargetKind.SUBJECTS_OF, TargetKind.OBJECTS_OF):
        for iri in source.iris(sh(kind.value)):
            yield Target(kind, iri)
    if source.node in source.graph.instances(_CLASS) and isinstance(source.node, NamedNode):
        yield Target(TargetKind.CLASS, source.node)
    for value in source.values(sh("target")):
        target = source.at(value, sh("target"))
        types = target.values(TYPE)
        if types and sh("SPARQLTarget") not in types:
            reason = f"{types[0]} is a kind of target that is not understood; use the reference runner"
            raise source.error(reason, sh("target"), unsupported=True)
        yield Target(TargetKind.QUERY, query=read_query(target, sh("select"), messages=False))


def references(shape: Shape) -> list[Node]:
    """Shapes that the constraints of a shape lead to."""
    found: list[Node] = []
    for constraint in shape.constraints:
        if constraint.name in ("Not", "Node", "Property", "QualifiedMinCount", "QualifiedMaxCount"):
            nodes: tuple[Term | None, ...] = (constraint.term, *constraint.terms)
        elif constraint.name in ("And", "Or", "Xone"):
            nodes = constraint.terms
        else:
            continue
        found += [node for node in nodes if isinstance(node, NamedNode | BlankNode)]
    return found


def _refuse_property_without_path(shapes: Mapping[Node, Shape], origin: Path) -> None:
    for shape in shapes.values():
        for constraint in shape.constraints:
            node = constraint.term
            if (
                constraint.name == "Property"
                and isinstance(node, NamedNode | BlankNode)
                and not shapes[node].path
            ):
                raise ShapeError(
                    origin, "is missing; add the path of the property shape", str(node), str(sh("path"))
                )


def _refuse_recursion(shapes: Mapping[Node, Shape], origin: Path) -> None:
    """Refuse shapes that lead back to themselves, whose meaning SHACL leaves open (§3.4.3)."""
    done: set[Node] = set()
    for start in shapes:
        trail: list[tuple[Node, Iterator[Node]]] = [(start, iter(references(shapes[start])))]
        above = {start}
        while trail:
            node, waiting = trail[-1]
            follower = next(waiting, None)
            if follower is None:
                above.discard(node)
                done.add(node)
                trail.pop()
            elif follower in above:
                reason = "leads back to itself, and SHACL gives that no meaning; break the cycle"
                raise ShapeError(origin, reason, str(follower), unsupported=True)
            elif follower not in done:
                above.add(follower)
                trail.append((follower, iter(references(shapes[follower]))))
