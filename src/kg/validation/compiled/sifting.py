"""Evaluate ``FILTER (NOT) EXISTS`` of a SELECT query set by set instead of row by row.

The engine evaluates such a filter anew for each row, and an OPTIONAL inside it reads all of its triples each
time: the square of the size of the graph. Here the query is cut into its rest and its filters. The rest runs
once, and once more together with the pattern of each filter; a row of the rest passes a filter EXISTS if the
second run has it too. Rows are compared whole, with what is unbound in them, so this is the same as the
definition (SPARQL 1.1 §18.6) as long as a pattern binds no variable that the rest left unbound; queries where
it could, and those that count, limit or compute columns, are run as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode, Store

from kg.validation.compiled.planning import triples_first
from kg.validation.compiled.prebinding import Function, Token, select, tokens_of
from kg.validation.triples import Term

_COMPUTED = frozenset({"AS", "GROUP", "HAVING", "LIMIT", "OFFSET", "FROM", "REDUCED"})


@dataclass(frozen=True)
class Sifted:
    """A query cut apart.

    Attributes:
        columns: what it returns.
        rows: selects all variables of the rest, each row once.
        filters: what rows must pass, in turn.
    """

    columns: tuple[str, ...]
    rows: str
    filters: tuple[Test, ...]


@dataclass(frozen=True)
class Test:
    """One filter of a query that was cut apart.

    Attributes:
        wanted: whether rows must be among what the query selects, or must not.
        names: the variables by which they are compared.
        query: selects them.
    """

    wanted: bool
    names: tuple[str, ...]
    query: str


@dataclass(frozen=True)
class _Filter:
    """One filter of the outermost group: tokens by number, from FILTER to the closing brace."""

    start: int
    end: int
    wanted: bool
    inside: tuple[int, int]


def solutions(store: Store, text: str, functions: dict[NamedNode, Function]) -> Iterator[dict[str, Term]]:
    """Yield the solutions of a SELECT query, unbound variables left out.

    Raises:
        SyntaxError: it is no SPARQL.
    """
    sifted = sift(text)
    if sifted is None:
        answer = select(store, text, functions)
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            yield _bound(names, tuple(solution))
        return
    names, rows = _rows(store, sifted.rows, functions)
    for each in sifted.filters:
        if rows:
            found, seen = _rows(store, each.query, functions)[1], [names.index(name) for name in each.names]
            rows = {row for row in rows if (tuple(row[at] for at in seen) in found) == each.wanted}
    results = dict.fromkeys(_columns(names, row, sifted.columns) for row in rows)
    for result in results:
        yield _bound(sifted.columns, result)


def _columns(
    names: list[str], row: tuple[Term | None, ...], columns: tuple[str, ...]
) -> tuple[Term | None, ...]:
    known = dict(zip(names, row, strict=True))
    return tuple(known.get(column) for column in columns)


def _rows(
    store: Store, query: str, functions: dict[NamedNode, Function]
) -> tuple[list[str], set[tuple[Term | None, ...]]]:
    answer = select(store, query, functions)
    names = [variable.value for variable in answer.variables]
    return names, {tuple(solution) for solution in answer}


def _bound(names: tuple[str, ...] | list[str], row: tuple[Term | None, ...]) -> dict[str, Term]:
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}


@lru_cache(maxsize=512)
def sift(text: str) -> Sifted | None:
    """Cut a query apart; nothing where it has no such filter, or must run as it is written."""
    tokens = tokens_of(text)
    frame = _frame(tokens)
    if frame is None:
        return None
    start, brace, end = frame
    columns = tuple(token.variable for token in tokens[start:brace] if token.variable)
    filters = list(_filters(tokens, brace + 1, end))
    if not filters or not all(_keeps_rows(tokens, brace, end, filters, each) for each in filters):
        return None
    rest = _without(text, tokens, brace, end, filters)
    prefixes, names = text[: tokens[start].offset], _variables(tokens, brace, end, filters)
    tests = []
    for each in filters:
        named = {token.variable for token in tokens[slice(*each.inside)]} & names
        inner = f"{rest} {_between(text, tokens, *each.inside)}"
        shared = tuple(sorted(named or names))
        tests.append(Test(each.wanted, shared, _select(prefixes, shared, inner)))
    return _if_valid(Sifted(columns, _select(prefixes, sorted(names), rest), tuple(tests)))


def _select(prefixes: str, names: Iterable[str], group: str) -> str:
    columns = " ".join(f"?{name}" for name in names)
    return f"{prefixes}SELECT DISTINCT {columns} WHERE {{ {triples_first(group)} }}"


@lru_cache(maxsize=512)
def is_plain(text: str) -> bool:
    """Tell whether a SELECT query returns ``?this`` and neither counts, limits nor computes columns."""
    tokens = tokens_of(text)
    frame = _frame(tokens)
    return frame is not None and any(token.variable == "this" for token in tokens[frame[0] : frame[1]])


def _frame(tokens: Sequence[Token]) -> tuple[int, int, int] | None:
    """Numbers of SELECT and of the braces of its group, if the query neither counts, limits nor computes."""
    start = next((number for number, token in enumerate(tokens) if token.is_word("SELECT")), None)
    brace = next((number for number, token in enumerate(tokens) if token.text == "{"), None)
    if start is None or brace is None or start > brace:
        return None
    end = _closing(tokens, brace)
    head = tokens[start:brace]
    if end + 1 < len(tokens) or any(token.is_word(word) for token in head for word in _COMPUTED):
        return None
    if not any(token.variable for token in head) or any(token.is_word("SELECT") for token in tokens[brace:]):
        return None
    return start, brace, end


def _if_valid(sifted: Sifted) -> Sifted | None:
    """Give it back if the engine understands all its queries."""
    try:
        for query in (sifted.rows, *(each.query for each in sifted.filters)):
            Store().query(query)
    except SyntaxError:
        return None
    return sifted


def _closing(tokens: Sequence[Token], brace: int) -> int:
    depth = 0
    for number in range(brace, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[number].text, 0)
        if depth == 0:
            return number
    return len(tokens) - 1


def _filters(tokens: Sequence[Token], start: int, end: int) -> Iterator[_Filter]:
    """Find ``FILTER (NOT) EXISTS { … }`` right inside a group."""
    number = start
    while number < end:
        if tokens[number].text == "{":
            number = _closing(tokens, number)
        elif tokens[number].is_word("FILTER"):
            negated = tokens[number + 1].is_word("NOT")
            exists = number + (2 if negated else 1)
            if tokens[exists].is_word("EXISTS"):
                closing = _closing(tokens, exists + 1)
                yield _Filter(number, closing, not negated, (exists + 1, closing))
                number = closing
        number += 1


def _rest(tokens: Sequence[Token], brace: int, end: int, filters: list[_Filter]) -> Iterator[Token]:
    cut = {number for each in filters for number in range(each.start, each.end + 1)}
    return (tokens[number] for number in range(brace + 1, end) if number not in cut)


def _variables(tokens: Sequence[Token], brace: int, end: int, filters: list[_Filter]) -> set[str]:
    return {token.variable for token in _rest(tokens, brace, end, filters) if token.variable}


def _keeps_rows(tokens: Sequence[Token], brace: int, end: int, filters: list[_Filter], each: _Filter) -> bool:
    """Tell whether a filter's pattern binds no variable that the rest may leave unbound."""
    rest = list(_rest(tokens, brace, end, filters))
    certain = set(_in_patterns(rest, nested=False))
    outer = {token.variable for token in rest if token.variable}
    pattern = tokens[each.inside[0] + 1 : each.inside[1]]
    uncertain = outer - certain
    return uncertain.isdisjoint(_in_patterns(pattern, nested=True)) and not _hides(pattern, outer)


def _hides(pattern: Sequence[Token], outer: set[str]) -> bool:
    """Tell whether an expression in an inner group uses a variable that is bound outside of the pattern only.

    A filter EXISTS puts the values of a row into its whole pattern; without the filter, an inner group
    is evaluated by itself. OPTIONAL sees what stands before it, and an inner EXISTS gets rows again.
    """
    kinds, parentheses = ["open"], 0
    previous: Token | None = None
    for token in pattern:
        if token.text == "{":
            free = previous is not None and previous.is_word("EXISTS")
            optional = previous is not None and previous.is_word("OPTIONAL") and kinds == ["open"]
            kinds.append("free" if free or kinds[-1] == "free" else "optional" if optional else "closed")
        elif token.text == "}":
            kinds.pop()
        parentheses += {"(": 1, ")": -1}.get(token.text, 0)
        if parentheses and kinds[-1] == "closed" and token.variable in outer:
            return True
        previous = token
    return False


def _in_patterns(tokens: Sequence[Token], *, nested: bool) -> Iterator[str]:
    """Yield variables outside parentheses; those inside inner braces too where `nested`."""
    braces = parentheses = 0
    for token in tokens:
        braces += {"{": 1, "}": -1}.get(token.text, 0)
        parentheses += {"(": 1, ")": -1}.get(token.text, 0)
        if token.variable and parentheses == 0 and (nested or braces == 0):
            yield token.variable


def _without(text: str, tokens: Sequence[Token], brace: int, end: int, filters: list[_Filter]) -> str:
    pieces, start = [], tokens[brace].offset + 1
    for each in filters:
        pieces.append(text[start : tokens[each.start].offset])
        start = tokens[each.end].offset + 1
    return " ".join([*pieces, text[start : tokens[end].offset]])


def _between(text: str, tokens: Sequence[Token], opening: int, closing: int) -> str:
    return text[tokens[opening].offset + 1 : tokens[closing].offset]
