"""Checks of SPARQL constraints and of declared components (SHACL §5.3, §6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode
from rdflib import XSD

from kg.errors import ShapeError
from kg.validation.compiled.finding import Check, Court, Found, Item
from kg.validation.compiled.model import Query
from kg.validation.compiled.results import fill
from kg.validation.paths import Path, Predicate
from kg.validation.triples import Node, Term, named

_TRUE: Final = Literal("true", datatype=named(XSD.boolean))


def _sparql(court: Court, item: Item) -> Iterator[Found]:
    query = _query(item)
    yield from _results(court, item, query, query.node, ())


def _custom(court: Court, item: Item) -> Iterator[Found]:
    query, bindings = _query(item), item.constraint.bindings
    if not query.ask:
        yield from _results(court, item, query, None, bindings)
        return
    for value in item.values:
        values = {**_bound(item, bindings), "value": value}
        if not court.queries.holds(query, values):
            yield Found(value, messages=_messages(item, query, values))


def _results(
    court: Court, item: Item, query: Query, constraint: Node | None, bindings: tuple[tuple[str, Term], ...]
) -> Iterator[Found]:
    """Turn the solutions of a SELECT query into faults (SHACL §5.3.2)."""
    values = _bound(item, bindings)
    seen: set[tuple[tuple[str, Term], ...]] = set()
    for solution in court.queries.solutions(query, values, item.shape.path):
        key = tuple(sorted(solution.items(), key=lambda pair: pair[0]))
        if key in seen:
            continue
        seen.add(key)
        if solution.get("failure") == _TRUE:
            raise ShapeError("shapes", f"the query reports a failure at {item.focus}", str(query.node))
        path = _path(solution) or item.shape.path
        value = solution.get("value")
        if value is None and item.shape.path is None:
            value = item.focus
        elif value is not None and isinstance(path, Predicate):
            value = court.data.as_written(item.focus, path.iri, value)
        known = {**values, **solution}
        yield Found(value, path, _messages(item, query, known, solution), constraint)


def _bound(item: Item, bindings: tuple[tuple[str, Term], ...]) -> dict[str, Term]:
    return {"this": item.focus, "currentShape": item.shape.node, **dict(bindings)}


def _path(solution: Mapping[str, Term]) -> Path | None:
    path = solution.get("path")
    return Predicate(path) if isinstance(path, NamedNode) else None


def _messages(
    item: Item, query: Query, values: Mapping[str, Term], solution: Mapping[str, Term] | None = None
) -> tuple[Literal, ...]:
    """The solution's own ``?message``, or else what the query or the shape says, with values put in."""
    own = (solution or {}).get("message")
    if isinstance(own, Literal):
        return (own,)
    texts = query.messages or item.shape.messages
    return tuple(fill(text, values.items()) for text in texts)


def _query(item: Item) -> Query:
    if item.constraint.query is None:
        raise TypeError("a SPARQL constraint has a query")
    return item.constraint.query


SPARQL_CHECKS: Final[dict[str, Check]] = {"SPARQL": _sparql, "Custom": _custom}
"""Short name of a component → its check."""
