"""Reads the patterns of a query of ours (``kg.store.remote.patterns``).

It reads the SPARQL in which questions and views are written: no collections, no nested blank nodes, no
negated property sets, no DESCRIBE. What it does not understand it refuses; it never skips a pattern.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from rdflib import RDF

from kg.store.remote.patterns import (
    Alias,
    Choice,
    Constant,
    Dependent,
    Group,
    Inverse,
    Link,
    Node,
    Path,
    Repeat,
    Sequence,
    Subquery,
    Table,
    Triple,
    Union,
    Variable,
)
from kg.store.remote.tokens import Cursor, unreadable
from kg.store.tokeniser import Kind, Token

_REPEATS: Final = {"*": (True, True), "+": (False, True), "?": (True, False)}


@lru_cache(maxsize=512)
def read_patterns(text: str) -> Group:
    """Return the patterns of a SELECT, ASK or CONSTRUCT.

    Raises:
        QueryRefused: for SPARQL that is not read here.
    """
    cursor = Cursor.of(text)
    if cursor.word() == "select":
        return _read_select(cursor).group
    if cursor.accept("construct") and cursor.peek().text == "{":
        cursor.skip_brackets()
    elif not cursor.accept("ask"):
        raise unreadable(text, cursor.peek().offset, "only SELECT, ASK and CONSTRUCT are taken apart")
    cursor.accept("where")
    return _read_group(cursor)


def _read_select(cursor: Cursor) -> Subquery:
    cursor.expect("select")
    cursor.accept("distinct", "reduced")
    projected: set[str] = set()
    everything = False
    while cursor.peek().text != "{" and cursor.word() != "where":
        if cursor.peek().text == "(":
            cursor.skip_brackets()
        elif cursor.accept("*"):
            everything = True
        else:
            projected.add(cursor.take().text[1:])
    cursor.accept("where")
    group = _read_group(cursor)
    plain = group.certain if everything else group.certain & projected
    grouped, cut = _read_modifiers(cursor)
    certain = plain if grouped is None else plain & grouped
    return Subquery(group, certain, frozenset() if cut else certain)


def _read_modifiers(cursor: Cursor) -> tuple[frozenset[str] | None, bool]:
    """Go to the end of a SELECT; return the variables of GROUP BY, if it groups, and whether it cuts off."""
    grouped: frozenset[str] | None = None
    cut = False
    while cursor.peek().text not in {"", "}"}:
        if cursor.accept("group"):
            cursor.expect("by")
            names = set()
            while cursor.peek().kind is Kind.VARIABLE:
                names.add(cursor.take().text[1:])
            grouped = frozenset(names)
        elif cursor.word() in {"limit", "offset"}:
            cursor.take()
            cut = True
        elif cursor.word() == "having":
            raise unreadable(cursor.text, cursor.peek().offset, "HAVING is not taken apart")
        elif cursor.peek().kind is Kind.OPEN:
            cursor.skip_brackets()
        else:
            cursor.take()
    return grouped, cut


def _read_group(cursor: Cursor) -> Group:
    """Read ``{ … }``; scopes of OPTIONAL, MINUS and BIND are what stands before them (§18.2.2.6)."""
    cursor.expect("{")
    group = Group()
    filters: list[Group] = []
    if cursor.word() == "select":
        subquery = _read_select(cursor)
        group.subqueries.append(subquery)
        group.certain = subquery.certain
        cursor.expect("}")
        return group
    while not cursor.accept("}"):
        reader = _ELEMENTS.get(cursor.word())
        if cursor.accept("."):
            continue
        if cursor.accept("filter"):
            filters += _read_expression(cursor)
        elif reader is not None:
            cursor.take()
            reader(cursor, group)
        elif cursor.peek().text == "{":
            _read_union(cursor, group)
        else:
            _read_triples(cursor, group)
    # A filter sees the whole group, wherever it stands (§18.2.2.2).
    group.dependents += [Dependent(inner, group.certain) for inner in filters]
    return group


def _read_optional(cursor: Cursor, group: Group) -> None:
    group.dependents.append(Dependent(_read_group(cursor), group.certain))


def _read_minus(cursor: Cursor, group: Group) -> None:
    inner = _read_group(cursor)
    group.dependents.append(Dependent(inner, group.certain & inner.certain))


def _read_graph(cursor: Cursor, group: Group) -> None:
    """Read GRAPH; statements are fetched with their graph, so its name restricts nothing here."""
    name = cursor.node()
    inner = _read_group(cursor)
    if isinstance(name, Variable) and inner.triples:
        inner.certain |= {name.name}
    _join(group, Union((inner,)))


def _read_union(cursor: Cursor, group: Group) -> None:
    branches = [_read_group(cursor)]
    while cursor.accept("union"):
        branches.append(_read_group(cursor))
    _join(group, Union(tuple(branches)))


def _join(group: Group, union: Union) -> None:
    group.unions.append(union)
    group.certain |= union.certain


def _read_bind(cursor: Cursor, group: Group) -> None:
    """Read ``BIND(expression AS ?name)``; constants and other variables are understood."""
    start = cursor.place
    tokens = cursor.skip_brackets()
    end, cursor.place = cursor.place, start
    exists = _groups_of_expression(cursor, end)
    group.dependents += [Dependent(inner, group.certain) for inner in exists]
    name, value = tokens[-1].text[1:], tokens[:-2]
    if len(value) == 1 and value[0].kind in (Kind.VARIABLE, Kind.IRI, Kind.NAME):
        token = value[0]
        node: Node = Variable(token.text[1:]) if token.kind is Kind.VARIABLE else Constant(cursor.iri(token))
        if isinstance(node, Constant) or node.name in group.certain:
            group.aliases.append(Alias(name, node))
            group.certain |= {name}


def _read_values(cursor: Cursor, group: Group) -> None:
    """Read VALUES (§10); a variable is certain where no row leaves it UNDEF."""
    if cursor.peek().kind is Kind.VARIABLE:
        names: tuple[str, ...] = (cursor.take().text[1:],)
        rows: list[tuple[str | None, ...]] = [(value,) for value in _read_row(cursor, "{", "}")]
    else:
        cursor.expect("(")
        names = ()
        while not cursor.accept(")"):
            names += (cursor.take().text[1:],)
        cursor.expect("{")
        rows = []
        while not cursor.accept("}"):
            rows.append(tuple(_read_row(cursor, "(", ")")))
    group.tables.append(Table(names, tuple(rows)))
    group.certain |= {name for at, name in enumerate(names) if all(row[at] is not None for row in rows)}


def _read_row(cursor: Cursor, opening: str, closing: str) -> list[str | None]:
    cursor.expect(opening)
    values: list[str | None] = []
    while not cursor.accept(closing):
        if cursor.accept("undef"):
            values.append(None)
        else:
            node = cursor.node()
            values.append(node.term if isinstance(node, Constant) else None)
    return values


_ELEMENTS: Final[dict[str, Callable[[Cursor, Group], None]]] = {
    "optional": _read_optional,
    "minus": _read_minus,
    "graph": _read_graph,
    "bind": _read_bind,
    "values": _read_values,
}


def _read_expression(cursor: Cursor) -> list[Group]:
    """Go behind a constraint (§19.8, rule 69) and return the groups of EXISTS in it."""
    if cursor.accept("not"):
        cursor.expect("exists")
        return [_read_group(cursor)]
    if cursor.accept("exists"):
        return [_read_group(cursor)]
    if cursor.peek().kind is not Kind.OPEN:
        cursor.take()  # the name of a function
    start = cursor.place
    cursor.skip_brackets()
    end, cursor.place = cursor.place, start
    return _groups_of_expression(cursor, end)


def _groups_of_expression(cursor: Cursor, end: int) -> list[Group]:
    """Read to a place and return the groups of EXISTS on the way."""
    groups = []
    while cursor.place < end:
        if cursor.accept("exists"):
            groups.append(_read_group(cursor))
        else:
            cursor.take()
    return groups


def _read_triples(cursor: Cursor, group: Group) -> None:
    subject = cursor.node()
    while True:
        predicate = _read_verb(cursor)
        while True:
            node = cursor.node()
            group.triples.append(Triple(subject, predicate, node))
            names = {item.name for item in (subject, predicate, node) if isinstance(item, Variable)}
            group.certain |= names
            if not cursor.accept(","):
                break
        if not cursor.accept(";"):
            return
        while cursor.accept(";"):
            pass
        if cursor.peek().text in {".", "}"}:
            return


def _read_verb(cursor: Cursor) -> Path | Variable:
    if cursor.peek().kind is Kind.VARIABLE:
        return Variable(cursor.take().text[1:])
    return _read_path(cursor)


def _read_path(cursor: Cursor) -> Path:
    """Read a property path (§9.1): ``|`` binds least, then ``/``, then ``^``, then the repetitions."""
    parts = [_read_sequence(cursor)]
    while cursor.accept("|"):
        parts.append(_read_sequence(cursor))
    return parts[0] if len(parts) == 1 else Choice(tuple(parts))


def _read_sequence(cursor: Cursor) -> Path:
    parts = [_read_step(cursor)]
    while cursor.accept("/"):
        parts.append(_read_step(cursor))
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _read_step(cursor: Cursor) -> Path:
    if cursor.accept("^"):
        return Inverse(_read_step(cursor))
    path: Path
    if cursor.accept("("):
        path = _read_path(cursor)
        cursor.expect(")")
    elif cursor.peek().text == "a":
        cursor.take()
        path = Link(RDF.type.n3())
    else:
        path = Link(cursor.iri(cursor.take()))
    if _repeats(cursor.peek()):
        path = Repeat(path, *_REPEATS[cursor.take().text])
    return path


def _repeats(token: Token) -> bool:
    return token.kind is Kind.PUNCTUATION and token.text in _REPEATS
