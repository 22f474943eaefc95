"""Read the constraints of a shape from its parameters (SHACL §4, §5, §6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.validation.compiled.model import Component, Constraint
from kg.validation.compiled.prebinding import select
from kg.validation.compiled.queries import ALWAYS_BOUND, read_query
from kg.validation.compiled.source import Source
from kg.validation.compiled.vocabulary import NODE_KINDS, sh
from kg.validation.triples import Term

Reader = Callable[[Source], Iterator[Constraint]]


def component(name: str) -> NamedNode:
    """Give the IRI of a component of SHACL by its short name.

    >>> component("MinCount")
    <NamedNode value=http://www.w3.org/ns/shacl#MinCountConstraintComponent>
    """
    return sh(f"{name}ConstraintComponent")


def _make(name: str, **parts: object) -> Constraint:
    return Constraint(name, component(name), **parts)  # type: ignore[arg-type]  # each reader knows its parts


def _iris(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    for value in source.iris(sh(parameter)):
        yield _make(name, term=value)


def _iri(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    value = source.iri(sh(parameter))
    if value is not None:
        yield _make(name, term=value)


def _node_kind(source: Source) -> Iterator[Constraint]:
    value = source.iri(sh("nodeKind"))
    if value is not None:
        if value not in NODE_KINDS:
            raise source.error("is no kind of node; name sh:IRI, sh:Literal, …", value)
        yield _make("NodeKind", term=value)


def _limit(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    value = source.literal(sh(parameter))
    if value is not None:
        yield _make(name, term=value)


def _count(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    value = source.number(sh(parameter))
    if value is not None:
        _only_in_property_shapes(parameter, source)
        yield _make(name, number=value)


def _length(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    value = source.number(sh(parameter))
    if value is not None:
        yield _make(name, number=value)


def _pattern(source: Source) -> Iterator[Constraint]:
    text, flags = source.text(sh("pattern")), source.text(sh("flags"))
    if text is None:
        return
    probe = f"SELECT (REGEX('', {Literal(text)}, {Literal(flags or '')}) AS ?match) {{}}"
    if next(select(Store(), probe, {}))["match"] is None:
        reason = f"{text!r} is no regular expression that the engine knows; write it without back references"
        raise source.error(
            f"{reason} and look-around, with flags of i, m, s, x", sh("pattern"), unsupported=True
        )
    yield _make("Pattern", text=text, flags=flags or "")


def _list(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    head = source.value(sh(parameter))
    if head is not None:
        members = source.members(sh(parameter), head)
        if parameter == "languageIn" and not all(isinstance(member, Literal) for member in members):
            raise source.error("takes language tags; write strings", sh(parameter))
        yield _make(name, terms=members)


def _unique_lang(source: Source) -> Iterator[Constraint]:
    if source.flag(sh("uniqueLang")):
        _only_in_property_shapes("uniqueLang", source)
        yield _make("UniqueLang")


def _less_than(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    for value in source.iris(sh(parameter)):
        _only_in_property_shapes(parameter, source)
        yield _make(name, term=value)


def _values(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    for value in source.values(sh(parameter)):
        yield _make(name, term=value)


def _shapes(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    for value in source.values(sh(parameter)):
        yield _make(name, term=source.at(value, sh(parameter)).node)


def _lists(parameter: str, name: str, source: Source) -> Iterator[Constraint]:
    for head in source.values(sh(parameter)):
        members = source.members(sh(parameter), head)
        yield _make(name, terms=tuple(source.at(member, sh(parameter)).node for member in members))


def _qualified(source: Source) -> Iterator[Constraint]:
    value = source.value(sh("qualifiedValueShape"))
    if value is None:
        return
    _only_in_property_shapes("qualifiedValueShape", source)
    disjoint = source.flag(sh("qualifiedValueShapesDisjoint"))
    siblings = _siblings(source, value) if disjoint else ()
    for parameter, name in (
        ("qualifiedMinCount", "QualifiedMinCount"),
        ("qualifiedMaxCount", "QualifiedMaxCount"),
    ):
        number = source.number(sh(parameter))
        if number is not None:
            node = source.at(value, sh("qualifiedValueShape")).node
            yield _make(name, term=node, number=number, terms=siblings, disjoint=disjoint)


def _siblings(source: Source, value: Term) -> tuple[Term, ...]:
    """Qualified shapes of the properties beside this one (SHACL §4.7.3)."""
    graph = source.graph
    found = {
        shape
        for parent in graph.subjects(sh("property"), source.node)
        for beside in graph.objects(parent, sh("property"))
        for shape in graph.objects(beside, sh("qualifiedValueShape"))
    }
    return tuple(sorted(found - {value}, key=str))


def _closed(source: Source) -> Iterator[Constraint]:
    ignored = source.value(sh("ignoredProperties"))
    allowed = set(source.members(sh("ignoredProperties"), ignored)) if ignored is not None else set()
    if not source.flag(sh("closed")):
        return
    for shape in source.values(sh("property")):
        path = source.graph.value(shape, sh("path"))
        if isinstance(path, NamedNode):
            allowed.add(path)
    yield _make("Closed", terms=tuple(sorted(allowed, key=str)))


def _sparql(source: Source) -> Iterator[Constraint]:
    path = source.path(sh("path"))
    for value in source.values(sh("sparql")):
        inner = source.at(value, sh("sparql"))
        if not inner.flag(sh("deactivated")):
            query = read_query(inner, sh("select"), ALWAYS_BOUND, path=path)
            yield _make("SPARQL", query=query)


def _only_in_property_shapes(parameter: str, source: Source) -> None:
    if not source.is_property_shape:
        raise source.error("has no meaning without sh:path; add the path, or drop it", sh(parameter))


READERS: Final[Sequence[Reader]] = (
    partial(_iris, "class", "Class"),
    partial(_iri, "datatype", "Datatype"),
    _node_kind,
    partial(_count, "minCount", "MinCount"),
    partial(_count, "maxCount", "MaxCount"),
    partial(_limit, "minExclusive", "MinExclusive"),
    partial(_limit, "minInclusive", "MinInclusive"),
    partial(_limit, "maxExclusive", "MaxExclusive"),
    partial(_limit, "maxInclusive", "MaxInclusive"),
    partial(_length, "minLength", "MinLength"),
    partial(_length, "maxLength", "MaxLength"),
    _pattern,
    partial(_list, "languageIn", "LanguageIn"),
    _unique_lang,
    partial(_iris, "equals", "Equals"),
    partial(_iris, "disjoint", "Disjoint"),
    partial(_less_than, "lessThan", "LessThan"),
    partial(_less_than, "lessThanOrEquals", "LessThanOrEquals"),
    partial(_shapes, "not", "Not"),
    partial(_lists, "and", "And"),
    partial(_lists, "or", "Or"),
    partial(_lists, "xone", "Xone"),
    partial(_shapes, "node", "Node"),
    partial(_shapes, "property", "Property"),
    _qualified,
    _closed,
    partial(_values, "hasValue", "HasValue"),
    partial(_list, "in", "In"),
    _sparql,
)
"""One reader for each component of SHACL; together they read every parameter of `vocabulary.PARAMETERS`."""


def read_custom(source: Source, components: Sequence[Component]) -> Iterator[Constraint]:
    """Yield a constraint for each declared component whose parameters the shape has (SHACL §6.2)."""
    for declared in components:
        values: Mapping[str, list[Term]] = {
            name: source.values(predicate) for name, predicate in declared.parameters.items()
        }
        if any(not found and name not in declared.optional for name, found in values.items()):
            continue
        query = declared.property_validator if source.is_property_shape else declared.node_validator
        if query is None:
            continue
        several = [name for name, found in values.items() if len(found) > 1]
        if several and len(values) > 1:
            reason = f"has several values, but {declared.iri} has several parameters; keep one"
            raise source.error(reason, declared.parameters[several[0]])
        for bindings in _each(values):
            yield Constraint("Custom", declared.iri, query=query, bindings=bindings)


def _each(values: Mapping[str, list[Term]]) -> Iterator[tuple[tuple[str, Term], ...]]:
    if len(values) == 1:
        name, found = next(iter(values.items()))
        for value in found:
            yield ((name, value),)
    else:
        yield tuple((name, found[0]) for name, found in sorted(values.items()) if found)
