"""Write the triples of a group before what may leave a variable unbound, so that they are planned together.

The engine looks up the triples of one block one after the other. What stands behind an OPTIONAL, BIND or
MINUS is a block of its own, planned as if nothing were known of its variables, and evaluated anew for each
row: two blocks cost the product of their sizes. Joins may be exchanged, and a join may go before an OPTIONAL,
BIND or MINUS that mentions none of the variables that it adds (Pérez, Arenas and Gutierrez, Semantics and
Complexity of SPARQL, 2009, section 4: well-designed patterns); where one is mentioned, the block stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.validation.compiled.prebinding import Token, tokens_of

_IN_BRACES = ("OPTIONAL", "MINUS", "VALUES", "GRAPH", "SERVICE")
_IN_PARENTHESES = ("BIND", "FILTER")


@dataclass(frozen=True)
class _Element:
    """A part of a group: its tokens from ``start`` up to, not including, ``end``."""

    kind: str
    start: int
    end: int


def triples_first(group: str) -> str:
    """Give the inside of a group with its triples as early as they may stand.

    >>> triples_first("?a <urn:p> ?b OPTIONAL { ?a <urn:q> ?c } ?b <urn:r> ?d . FILTER(?c > ?d)")
    '?a <urn:p> ?b . ?b <urn:r> ?d . OPTIONAL { ?a <urn:q> ?c } FILTER(?c > ?d)'
    """
    tokens = tokens_of(group)
    elements = list(_elements(tokens))
    first: list[str] = []
    others: list[str] = []
    known: set[str] = set()
    mentioned: set[str] = set()
    for number, element in enumerate(elements):
        text = _text(group, tokens, element)
        variables = {token.variable for token in tokens[element.start : element.end] if token.variable}
        if element.kind == "triples":
            if mentioned.isdisjoint(variables - known):
                first.append(text if text.endswith(".") else f"{text} .")
                known |= variables
                continue
            mentioned |= variables
        elif element.kind == "VALUES" and number == len(first):
            first.append(text)
            continue
        elif element.kind != "FILTER":
            mentioned |= variables
        others.append(text)
    return " ".join([*first, *others])


def _text(group: str, tokens: Sequence[Token], element: _Element) -> str:
    end = tokens[element.end].offset if element.end < len(tokens) else len(group)
    return group[tokens[element.start].offset : end].strip()


def _elements(tokens: Sequence[Token]) -> Iterator[_Element]:
    number = 0
    while number < len(tokens):
        start, kind = number, _kind(tokens[number])
        if kind == "triples":
            while number < len(tokens) and _kind(tokens[number]) == "triples":
                number += 1
        elif kind in _IN_BRACES:
            number = _behind(tokens, number, "{", "}")
        elif kind == "group":
            number = _behind_union(tokens, number)
        elif kind == "FILTER" and _asks_for_pattern(tokens, number):
            number = _behind(tokens, number, "{", "}")
        else:
            number = _behind(tokens, number, "(", ")")
        stop = number < len(tokens) and tokens[number].text == "." and kind != "triples"
        yield _Element(kind, start, number)
        number += stop


def _kind(token: Token) -> str:
    for word in (*_IN_BRACES, *_IN_PARENTHESES):
        if token.is_word(word):
            return word
    return "group" if token.text == "{" else "triples"


def _asks_for_pattern(tokens: Sequence[Token], number: int) -> bool:
    return any(token.is_word("EXISTS") for token in tokens[number + 1 : number + 3])


def _behind(tokens: Sequence[Token], number: int, opening: str, closing: str) -> int:
    """Number of the token behind the next pair of signs."""
    depth = 0
    while number < len(tokens):
        depth += {opening: 1, closing: -1}.get(tokens[number].text, 0)
        number += 1
        if depth == 0 and tokens[number - 1].text == closing:
            break
    return number


def _behind_union(tokens: Sequence[Token], number: int) -> int:
    number = _behind(tokens, number, "{", "}")
    while number < len(tokens) and tokens[number].is_word("UNION"):
        number = _behind(tokens, number, "{", "}")
    return number
