"""Goes through the patterns of a query, the cheapest first, and gathers the statements that they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.store.remote.fragment import End, Fragment, Sizes
from kg.store.remote.patterns import (
    Constant,
    Group,
    Link,
    Node,
    Path,
    Subquery,
    Triple,
    Union,
    Variable,
    may_be_empty,
    predicates_of,
    turn_round,
)

Values = dict[str, set[str]]
"""Variable → all terms that it can take in a solution; absent when that is not known."""

_ROW: Final = 0.15
"""What a statement costs beside the node by which it is looked up (Virtuoso 7: 0.04 ms and 0.3 ms)."""

_LINKS_OF_ANY: Final = 10.0
"""Statements that a node is taken to have, whatever the property."""

_UNBOUNDED: Final = 1e12


@dataclass(frozen=True)
class _Choice:
    """How to look up a pattern: by which end, and what it may cost."""

    cost: float
    end: End | None


async def gather(fragment: Fragment, group: Group, sizes: Sizes, outer: Mapping[str, set[str]]) -> Values:
    """Gather what a group needs; return the values that its certain variables can take.

    Args:
        fragment: to gather into.
        group: the pattern.
        sizes: of properties and classes.
        outer: values of variables outside with which solutions must agree.

    Raises:
        ResultTooLarge: when the group needs too many statements.
    """
    known: Values = {name: set(values) for name, values in outer.items()}
    for table in group.tables:
        for at, name in enumerate(table.variables):
            values = {row[at] or "" for row in table.rows}
            # Neither UNDEF nor a literal bounds anything: engines spell literals in their own ways.
            if all(value.startswith("<") for value in values):
                _narrow(known, name, values)
    triples = list(group.triples)
    nested: list[Union | Subquery] = [*group.subqueries, *group.unions]
    while triples or nested:
        _follow_aliases(group, known)
        best = min(triples, key=lambda triple: _choose(fragment, triple, known, sizes).cost, default=None)
        choice = _choose(fragment, best, known, sizes) if best is not None else _Choice(_UNBOUNDED, None)
        if best is not None and (choice.end is not None or not nested):
            triples.remove(best)
            await _seek(fragment, best, choice, known)
        else:
            await _gather_nested(fragment, nested.pop(0), sizes, known)
    _follow_aliases(group, known)
    for dependent in group.dependents:
        shared = {name: known[name] for name in dependent.scope if name in known}
        await gather(fragment, dependent.group, sizes, shared)
    return {name: values for name, values in known.items() if name in group.certain}


async def _gather_nested(fragment: Fragment, part: Union | Subquery, sizes: Sizes, known: Values) -> None:
    if isinstance(part, Subquery):
        shared = {name: values for name, values in known.items() if name in part.open_to}
        found = [await gather(fragment, part.group, sizes, shared)]
    else:
        found = [await gather(fragment, branch, sizes, known) for branch in part.branches]
    for name in part.certain:
        if all(name in values for values in found):
            _narrow(known, name, set().union(*(values[name] for values in found)))


def _narrow(known: Values, name: str, values: set[str]) -> None:
    known[name] = known[name] & values if name in known else values


def _follow_aliases(group: Group, known: Values) -> None:
    for alias in group.aliases:
        if isinstance(alias.value, Constant):
            if alias.value.is_iri:
                _narrow(known, alias.name, {alias.value.term})
        elif alias.value.name in known:
            _narrow(known, alias.name, known[alias.value.name])


def _values(node: Node, known: Values) -> set[str] | None:
    """Return the terms that may stand in a place; None when that may be any."""
    if isinstance(node, Variable):
        return known.get(node.name)
    return {node.term} if node.is_iri else None


def _choose(fragment: Fragment, triple: Triple, known: Values, sizes: Sizes) -> _Choice:
    """Return the cheapest way to look a pattern up."""
    choices = [_Choice(_whole(triple.predicate, sizes) * _ROW + 1, None)]
    for end, node in ((End.SUBJECT, triple.subject), (End.OBJECT, triple.object)):
        nodes = _values(node, known)
        if nodes is None or (end is End.OBJECT and any(not item.startswith("<") for item in nodes)):
            continue
        if isinstance(triple.predicate, Link):
            nodes = fragment.fresh(triple.predicate.predicate, end, nodes)
        choices.append(_Choice(len(nodes) + _around(triple.predicate, end, nodes, sizes) * _ROW, end))
    return min(choices, key=lambda choice: choice.cost)


def _whole(predicate: Path | Variable, sizes: Sizes) -> float:
    # A path of no step leads from every node of the graph to itself.
    if isinstance(predicate, Variable) or may_be_empty(predicate):
        return _UNBOUNDED
    return sum(sizes.whole(item) for item in predicates_of(predicate))


def _around(predicate: Path | Variable, end: End, nodes: set[str], sizes: Sizes) -> float:
    if isinstance(predicate, Variable) or end is End.SUBJECT:
        return _LINKS_OF_ANY * len(nodes)
    return sum(sizes.around(item, end, nodes) for item in predicates_of(predicate))


async def _seek(fragment: Fragment, triple: Triple, choice: _Choice, known: Values) -> None:
    """Gather the statements of one pattern and narrow the values of its variables."""
    predicate = triple.predicate
    if isinstance(predicate, Variable | Link):
        await _seek_statements(fragment, triple, choice, known)
        return
    near, far = triple.subject, triple.object
    if choice.end is None:
        for item in [None] if may_be_empty(predicate) else predicates_of(predicate):
            await fragment.seek_whole(item)
        return
    if choice.end is End.OBJECT:
        near, far, predicate = far, near, turn_round(predicate)
    starts = _values(near, known) or set()
    ends = await fragment.walk(predicate, starts)
    if near is triple.subject and isinstance(near, Variable) and not may_be_empty(predicate):
        _narrow(known, near.name, {start for start in starts if start.startswith("<")})
    if isinstance(far, Variable):
        _narrow(known, far.name, ends)


async def _seek_statements(fragment: Fragment, triple: Triple, choice: _Choice, known: Values) -> None:
    link = triple.predicate
    predicate = link.predicate if isinstance(link, Link) else None
    subjects, objects = _values(triple.subject, known), _values(triple.object, known)
    if choice.end is End.SUBJECT:
        await fragment.seek(predicate, End.SUBJECT, subjects or ())
    elif choice.end is End.OBJECT:
        await fragment.seek(predicate, End.OBJECT, objects or ())
    else:
        await fragment.seek_whole(predicate)
    quads = list(fragment.quads(predicate, subjects, objects))
    if isinstance(triple.subject, Variable):
        _narrow(known, triple.subject.name, {str(quad.subject) for quad in quads})
    if isinstance(triple.object, Variable):
        _narrow(known, triple.object.name, {str(quad.object) for quad in quads})
    if isinstance(link, Variable):
        _narrow(known, link.name, {str(quad.predicate) for quad in quads})
