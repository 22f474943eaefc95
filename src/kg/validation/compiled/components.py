"""Read the constraint components that a shapes graph declares itself (SHACL §6)."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import NamedNode

from kg.validation.compiled.model import Component, Query
from kg.validation.compiled.queries import ALWAYS_BOUND, read_query
from kg.validation.compiled.source import Source
from kg.validation.compiled.vocabulary import sh
from kg.validation.paths import Predicate
from kg.validation.triples import Node, Triples

_RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})
_EXAMPLE_PATH = Predicate(sh("path"))


def read_components(graph: Triples, origin: Path) -> tuple[Component, ...]:
    """Read all declared components.

    Raises:
        ShapeError: a declaration is ill-formed.
    """
    nodes = graph.instances(sh("ConstraintComponent"))
    return tuple(_read_component(Source(graph, node, origin)) for node in nodes)


def _read_component(source: Source) -> Component:
    parameters: dict[str, NamedNode] = {}
    optional: set[str] = set()
    for value in source.values(sh("parameter")):
        parameter = source.at(value, sh("parameter"))
        path = parameter.iri(sh("path"))
        if path is None:
            raise parameter.error("is missing; add the property of the parameter", sh("path"))
        name = re.split(r"[/#:]", path.value)[-1]
        if name in _RESERVED or not re.fullmatch(r"\w+", name):
            raise parameter.error(f"{name!r} cannot name a parameter; use another property", path)
        parameters[name] = path
        if parameter.flag(sh("optional")):
            optional.add(name)
    if not set(parameters) - optional:
        raise source.error("needs a parameter that is not optional; add one", sh("parameter"))
    names = ALWAYS_BOUND | set(parameters)
    general = _validator(source, "validator", names)
    return Component(
        iri=source.node,
        parameters=parameters,
        optional=frozenset(optional),
        node_validator=_validator(source, "nodeValidator", names) or general,
        property_validator=_validator(source, "propertyValidator", names) or general,
    )


def _validator(source: Source, kind: str, names: frozenset[str]) -> Query | None:
    node: Node | None = None
    for value in source.values(sh(kind)):
        if node is not None:
            raise source.error("has several values; keep one", sh(kind))
        node = source.at(value, sh(kind)).node
    if node is None:
        return None
    validator = Source(source.graph, node, source.origin)
    path = _EXAMPLE_PATH if kind == "propertyValidator" else None
    if validator.values(sh("ask")):
        return read_query(validator, sh("ask"), names | {"value"}, path=path)
    return read_query(validator, sh("select"), names, path=path)
