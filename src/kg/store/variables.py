"""Puts values in place of the variables of a query, in its text, so that every engine understands it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryRefused
from kg.store.tokeniser import Kind, read_tokens

_STATEMENT: Final = "<urn:x:s> <urn:x:p> {} ."


def put_values(text: str, variables: Mapping[str, str]) -> str:
    """Return the query with every occurrence of some variables replaced.

    Args:
        text: the query; it must not project a variable that gets a value.
        variables: RDF terms in N-Triples syntax, by variable name without ``?``.

    Raises:
        QueryRefused: when a value is no single IRI or literal, or the query is cut wrongly.

    >>> put_values("ASK { ?s ?p '?s' }", {"s": "<urn:a>"})
    "ASK {  <urn:a>  ?p '?s' }"
    """
    terms = {name: str(read_term(value)) for name, value in variables.items()}
    if not terms:
        return text
    parts, end = [], 0
    for token in read_tokens(text):
        if token.kind is Kind.VARIABLE and token.text[1:] in terms:
            # Spaces keep the term apart from an operator that touched the variable.
            parts += [text[end : token.offset], " ", terms[token.text[1:]], " "]
            end = token.offset + len(token.text)
    return "".join([*parts, text[end:]])


def read_term(text: str) -> ox.NamedNode | ox.Literal:
    """Return the term that N-Triples syntax spells.

    Raises:
        QueryRefused: when it spells no single IRI or literal.

    >>> read_term('"xã"@vi').value
    'xã'
    """
    try:
        quads = list(ox.parse(_STATEMENT.format(text), format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise QueryRefused(
            f"{text!r} is no RDF term in N-Triples syntax: {error.msg}",
            vi=f"{text!r} không phải hạng RDF theo cú pháp N-Triples: {error.msg}",
        ) from error
    term = quads[0].object if len(quads) == 1 else None
    if not isinstance(term, ox.NamedNode | ox.Literal):
        raise QueryRefused(
            f"{text!r} is no IRI and no literal; write <http://…> or a quoted text",
            vi=f"{text!r} không phải IRI hay giá trị; hãy viết <http://…> hoặc văn bản trong ngoặc kép",
        )
    return term
