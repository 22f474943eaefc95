"""Checks of constraints that lead to other shapes (SHACL §4.6, §4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.validation.compiled.finding import Check, Court, Found, Item
from kg.validation.triples import Term, as_node


def _conforms(court: Court, node: Term | None, value: Term) -> bool:
    return court.conforms(as_node(node), value)


def _not(court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        if _conforms(court, item.constraint.term, value):
            yield Found(value)


def _node(court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        if not _conforms(court, item.constraint.term, value):
            yield Found(value)


def _and(court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        if not all(_conforms(court, node, value) for node in item.constraint.terms):
            yield Found(value)


def _or(court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        if not any(_conforms(court, node, value) for node in item.constraint.terms):
            yield Found(value)


def _xone(court: Court, item: Item) -> Iterator[Found]:
    for value in item.values:
        if sum(_conforms(court, node, value) for node in item.constraint.terms) != 1:
            yield Found(value)


def _qualified(court: Court, item: Item) -> int:
    """Count the values that conform to the shape, and to none of its siblings."""
    constraint = item.constraint
    return sum(
        _conforms(court, constraint.term, value)
        and not any(_conforms(court, sibling, value) for sibling in constraint.terms)
        for value in item.values
    )


def _qualified_min(court: Court, item: Item) -> Iterator[Found]:
    if _qualified(court, item) < item.constraint.number:
        yield Found()


def _qualified_max(court: Court, item: Item) -> Iterator[Found]:
    if _qualified(court, item) > item.constraint.number:
        yield Found()


SHAPE_CHECKS: Final[dict[str, Check]] = {
    "Not": _not,
    "Node": _node,
    "And": _and,
    "Or": _or,
    "Xone": _xone,
    "QualifiedMinCount": _qualified_min,
    "QualifiedMaxCount": _qualified_max,
}
"""Short name of a component → its check."""
