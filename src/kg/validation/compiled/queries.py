"""Read the queries of a shapes graph with their prefixes; refuse what SHACL forbids in them (appendix A)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode, QueryBoolean, Store
from rdflib import OWL

from kg.validation.compiled.model import Query
from kg.validation.compiled.prebinding import Token, make_template, tokens_of
from kg.validation.compiled.source import Source
from kg.validation.compiled.vocabulary import sh
from kg.validation.paths import Path
from kg.validation.triples import Term, named

_IMPORTS: Final = named(OWL.imports)
_FORBIDDEN: Final = ("MINUS", "VALUES")
_ENGINE_PLACE: Final = re.compile(r"error at (\d+):\d+: ")
_LONGEST: Final = 80
ALWAYS_BOUND: Final = frozenset({"this", "shapesGraph", "currentShape"})
_NEED_NOT_BE_RETURNED: Final = frozenset({"shapesGraph", "currentShape"})


def read_query(
    source: Source,
    predicate: NamedNode,
    bound: Iterable[str] = (),
    *,
    path: Path | None = None,
    messages: bool = True,
) -> Query:
    """Read a query.

    Args:
        source: the node that holds it.
        predicate: ``sh:select`` or ``sh:ask``.
        bound: variables that get values before it runs; none for a target.
        path: what ``$PATH`` stands for, to check the syntax; templates put it in later.
        messages: whether the node's ``sh:message`` belong to the query.

    Raises:
        ShapeError: it is missing or no SPARQL, uses a prefix that is not declared, or what SHACL forbids.
    """
    text = source.text(predicate)
    if text is None:
        raise source.error("is missing; add the query", predicate)
    _check_tokens(source, predicate, tokens_of(text), frozenset(bound))
    prefixes = _prefixes(source)
    _check_prefixes(source, predicate, text, {prefix for prefix, _ in prefixes})
    whole = "".join(f"PREFIX {prefix}: {iri}\n" for prefix, iri in prefixes) + text
    _check_syntax(source, predicate, "".join(make_template(whole, (), path).parts), len(prefixes))
    texts = source.messages(sh("message")) if messages else ()
    return Query(source.node, whole, predicate == sh("ask"), texts)


def _check_prefixes(source: Source, predicate: NamedNode, text: str, declared: set[str]) -> None:
    tokens = tokens_of(text)
    own = {follower.text.removesuffix(":") for token, follower in pairwise(tokens) if token.is_word("PREFIX")}
    for token in tokens:
        prefix, colon, _ = token.text.partition(":")
        if token.kind == "name" and colon and prefix not in declared | own:
            reason = f"uses the prefix {prefix}:, which is not declared; declare it at a node of sh:prefixes"
            raise source.error(reason, predicate, query_line=text.count("\n", 0, token.offset) + 1)


def _check_syntax(source: Source, predicate: NamedNode, text: str, before: int) -> None:
    """Refuse what is no SPARQL; `before` is the number of lines in front of the query as it is written."""
    try:
        answer = Store().query(text)
    except SyntaxError as error:
        place = _ENGINE_PLACE.match(str(error))
        line = int(place[1]) - before if place else 0
        reason = f"is no SPARQL; mend line {line} of the query: {_shortened(str(error))}"
        raise source.error(reason, predicate, query_line=max(line, 1)) from error
    if isinstance(answer, QueryBoolean) != (predicate == sh("ask")):
        raise source.error("is a query of another form; write SELECT or ASK as the property says", predicate)


def _shortened(message: str) -> str:
    """Leave out the place, which counts lines that nobody wrote, and most of what might stand there."""
    expected = _ENGINE_PLACE.sub("", message)
    return expected if len(expected) <= _LONGEST else f"{expected[:_LONGEST].rstrip()} …"


def _check_tokens(
    source: Source, predicate: NamedNode, tokens: Sequence[Token], bound: frozenset[str]
) -> None:
    for token, follower in zip(tokens, [*tokens[1:], None], strict=True):
        if token.is_word("SERVICE"):
            raise source.error("asks another server (SERVICE); keep to the data", predicate)
        if bound and any(map(token.is_word, _FORBIDDEN)):
            reason = f"uses {token.text}, which SHACL forbids in constraints; write FILTER (NOT) EXISTS or IN"
            raise source.error(reason, predicate)
        if token.is_word("AS") and follower is not None and follower.variable in bound:
            raise source.error(f"gives {follower.text} another value; use another variable", predicate)
    if bound:
        _check_inner_selects(source, predicate, tokens, bound - _NEED_NOT_BE_RETURNED)


def _check_inner_selects(
    source: Source, predicate: NamedNode, tokens: Sequence[Token], bound: frozenset[str]
) -> None:
    depth = 0
    for number, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth and token.is_word("SELECT"):
            returned = set(_returned(tokens[number + 1 :]))
            missing = sorted(bound - returned)
            if missing and "*" not in returned:
                names = ", ".join(f"${name}" for name in missing)
                raise source.error(f"has an inner SELECT without {names}; return it there too", predicate)


def _returned(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.text == "{":
            return
        if token.variable or token.text == "*":
            yield token.variable or "*"


def _prefixes(source: Source) -> list[tuple[str, NamedNode]]:
    """Declarations of a query's prefixes, those of imported graphs included (SHACL §5.2.1)."""
    waiting: list[Term] = list(source.values(sh("prefixes")))
    seen: set[Term] = set()
    found: dict[str, NamedNode] = {}
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        graph = source.at(node, sh("prefixes"))
        waiting += graph.values(_IMPORTS)
        for value in graph.values(sh("declare")):
            prefix, iri = _declaration(graph.at(value, sh("declare")))
            if found.setdefault(prefix, iri) != iri:
                raise source.error(f"prefix {prefix}: has two namespaces; keep one", sh("prefixes"))
    return sorted(found.items())


def _declaration(source: Source) -> tuple[str, NamedNode]:
    prefix, namespace = source.text(sh("prefix")), source.literal(sh("namespace"))
    if prefix is None or namespace is None:
        raise source.error("a prefix needs sh:prefix and sh:namespace; add them", sh("declare"))
    try:
        return prefix, NamedNode(namespace.value)
    except ValueError as error:
        raise source.error(f"{namespace.value} is no IRI; mend it", sh("namespace")) from error
