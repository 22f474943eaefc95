"""Turn the patterns of a query into scopes: each group with all that must hold around it.

A match of a pattern can only matter together with the patterns of its own group and of the groups around it:
for OPTIONAL, EXISTS and MINUS as for plain groups, because a row that lacks those is no row of the query
(SPARQL 1.1 §18.2). So these edges lead from a triple to the focus nodes whose answer it may change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from kg.validation.delta.edges import Edge, Scope
from kg.validation.delta.query_reader import Group

_MOST_VARIANTS = 16
_Option = tuple[str, tuple[Edge, ...]]
"""A variable that another may be a copy of, and the optional edges that bind it."""


@dataclass(frozen=True)
class _View:
    """What holds around a group, seen from inside it."""

    edges: tuple[Edge, ...] = ()
    aliases: Mapping[str, tuple[_Option, ...]] = field(default_factory=dict)
    unions: tuple[list[Group], ...] = ()


def scopes_of(query: Group) -> Iterator[Scope]:
    """Yield the scopes of a query; together their own edges are all its patterns."""
    yield from _scopes(query, _View())


def _scopes(group: Group, view: _View) -> Iterator[Scope]:
    together = list(_joined(group))
    own = tuple(edge for each in together for edge in each.edges)
    unions = [union for each in together for union in each.unions]
    certain = {name for edge in (*view.edges, *own) for name in edge.variables}
    aliases = {
        name: tuple(
            option
            for other in others
            for option in ([(other, ())] if other in certain else _optional(each, other))
        )
        for each in together
        for name, others in each.aliases.items()
    }
    inside = replace(view, aliases={**view.aliases, **aliases}, unions=(*view.unions, *unions))
    if own:
        yield from _variants(own, inside)
    inside = replace(inside, edges=(*view.edges, *own))
    for each in together:
        for child in (*each.optional, *each.tested):
            yield from _scopes(child, inside)
    for union in unions:
        others = tuple(other for other in inside.unions if other is not union)
        for branch in union:
            yield from _scopes(branch, replace(inside, unions=others))


def _joined(group: Group) -> Iterator[Group]:
    """Yield a group and the groups that are joined to it."""
    yield group
    for inner in group.inner:
        yield from _joined(inner)


def _optional(group: Group, name: str) -> list[_Option]:
    """Give a variable once with the edges of each OPTIONAL that may bind it; once alone if none does."""
    found = [tuple(edge for each in _joined(optional) for edge in each.edges) for optional in group.optional]
    return [(name, edges) for edges in found if any(name in edge.variables for edge in edges)] or [(name, ())]


def _variants(own: tuple[Edge, ...], view: _View) -> Iterator[Scope]:
    """Yield the scope once for each way in which variables are copies of others and unions are met."""
    for renamed, added in _copies((*view.edges, *own), view.aliases):
        scope = Scope(renamed[len(view.edges) :], (*added, *renamed[: len(view.edges)]))
        choices = list(product(*view.unions))
        if len(choices) > _MOST_VARIANTS:
            yield scope
            continue
        for branches in choices:
            more = tuple(edge for branch in branches for each in _joined(branch) for edge in each.edges)
            yield replace(scope, around=(*scope.around, *more))


def _copies(
    edges: tuple[Edge, ...], aliases: Mapping[str, tuple[_Option, ...]]
) -> Iterator[tuple[tuple[Edge, ...], tuple[Edge, ...]]]:
    """Yield the edges with each choice of what variables are copies of, and what binds the choice."""
    used = sorted({name for edge in edges for name in edge.variables} & set(aliases))
    choices = list(product(*(aliases[name] for name in used)))
    if len(choices) > _MOST_VARIANTS:
        yield edges, ()
        return
    for chosen in choices:
        names = dict(zip(used, (name for name, _ in chosen), strict=True))
        added = tuple(edge for _, binding in chosen for edge in binding)
        yield tuple(edge.renamed(names) for edge in edges), added
