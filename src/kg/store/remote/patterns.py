"""What a query needs of the graph: its triple patterns, and which variables carry over between its parts.

A tree of groups as SPARQL 1.1 §5–§11 nests them, without the expressions: filters, orders and aggregates
need no statements but those of the patterns, and EXISTS is a group of its own. A variable is *certain* in a
group when every solution binds it (§18.2.1 without OPTIONAL, UNDEF and failing expressions).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Variable:
    """A variable, or a blank node, which is one that nobody sees (§4.1.4)."""

    name: str


@dataclass(frozen=True)
class Constant:
    """An IRI or a literal in N-Triples syntax; a literal whose value does not matter here is ``""``."""

    term: str

    @property
    def is_iri(self) -> bool:
        """Whether it can be looked up by its spelling."""
        return self.term.startswith("<")


Node = Variable | Constant


@dataclass(frozen=True)
class Link:
    """A property, by its IRI in N-Triples syntax, walked from subject to object."""

    predicate: str


@dataclass(frozen=True)
class Inverse:
    """A path walked from its end."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """Paths one after another."""

    parts: tuple[Path, ...]


@dataclass(frozen=True)
class Choice:
    """One of several paths."""

    parts: tuple[Path, ...]


@dataclass(frozen=True)
class Repeat:
    """A path walked again: ``many`` for ``*`` and ``+``, ``zero`` for ``*`` and ``?``."""

    path: Path
    zero: bool
    many: bool


Path = Link | Inverse | Sequence | Choice | Repeat


@dataclass(frozen=True)
class Triple:
    """A triple pattern; its predicate is a property path (§9) or a variable."""

    subject: Node
    predicate: Path | Variable
    object: Node


@dataclass(frozen=True)
class Table:
    """A VALUES block; None stands for UNDEF."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Alias:
    """A BIND of a constant or of another variable; other expressions bind nothing that is known here."""

    name: str
    value: Node


@dataclass(frozen=True)
class Dependent:
    """A group whose solutions only matter where they agree with those around it.

    Attributes:
        group: the pattern of OPTIONAL, MINUS or EXISTS.
        scope: variables that are certain around it, so that its statements may be sought by their values.
    """

    group: Group
    scope: frozenset[str]


@dataclass(frozen=True)
class Union:
    """Alternatives (§7); a single one is a nested group."""

    branches: tuple[Group, ...]

    @property
    def certain(self) -> frozenset[str]:
        """Variables that every alternative binds."""
        return frozenset.intersection(*(branch.certain for branch in self.branches))


@dataclass(frozen=True)
class Subquery:
    """A nested SELECT (§12).

    Attributes:
        group: its pattern.
        certain: projected variables that it always binds.
        open_to: variables by whose outer values it may be restricted without changing what it gives for them:
            the grouping ones where it groups, none where it cuts off.
    """

    group: Group
    certain: frozenset[str]
    open_to: frozenset[str]


@dataclass
class Group:
    """A group graph pattern.

    Attributes:
        triples, tables, aliases, unions, subqueries: all of which every solution satisfies.
        dependents: OPTIONAL, MINUS and EXISTS.
        certain: variables bound in every solution.
    """

    triples: list[Triple] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    unions: list[Union] = field(default_factory=list)
    subqueries: list[Subquery] = field(default_factory=list)
    dependents: list[Dependent] = field(default_factory=list)
    certain: frozenset[str] = frozenset()


def predicates_of(path: Path) -> Iterator[str]:
    """Yield the properties of a path.

    >>> list(predicates_of(Sequence((Link("<a:p>"), Inverse(Link("<a:q>"))))))
    ['<a:p>', '<a:q>']
    """
    if isinstance(path, Link):
        yield path.predicate
    elif isinstance(path, Inverse | Repeat):
        yield from predicates_of(path.path)
    else:
        for part in path.parts:
            yield from predicates_of(part)


def turn_round(path: Path) -> Path:
    """Return the path walked the other way.

    >>> turn_round(Sequence((Link("<a:p>"), Inverse(Link("<a:q>")))))
    Sequence(parts=(Link(predicate='<a:q>'), Inverse(path=Link(predicate='<a:p>'))))
    """
    if isinstance(path, Link):
        return Inverse(path)
    if isinstance(path, Inverse):
        return path.path
    if isinstance(path, Repeat):
        return Repeat(turn_round(path.path), path.zero, path.many)
    if isinstance(path, Sequence):
        return Sequence(tuple(turn_round(part) for part in reversed(path.parts)))
    return Choice(tuple(turn_round(part) for part in path.parts))


def may_be_empty(path: Path) -> bool:
    """Tell whether a path may lead from a term to itself without a step.

    >>> may_be_empty(Repeat(Link("<a:p>"), zero=True, many=True)), may_be_empty(Link("<a:p>"))
    (True, False)
    """
    if isinstance(path, Link):
        return False
    if isinstance(path, Inverse):
        return may_be_empty(path.path)
    if isinstance(path, Repeat):
        return path.zero or may_be_empty(path.path)
    if isinstance(path, Sequence):
        return all(may_be_empty(part) for part in path.parts)
    return any(may_be_empty(part) for part in path.parts)
